import { describe, expect, it } from 'vitest'
import { AsteriskSettings, amiSettingsOf } from '#providers/asterisk/config.ts'
import { asterisk } from '#providers/asterisk/index.ts'

const given = {
  url: 'tcp://127.0.0.1',
  amiSecret: 'x',
  entrySecret: 'planted-entry-secret',
}
const ari = { ariUrl: 'http://127.0.0.1:8088/ari', ariPassword: 'y' }

describe('the rooms of an Asterisk', () => {
  it('have number, subject, size and PIN, which confbot keeps', () => {
    expect(asterisk.roomFields.map(({ id, create, update }) => [id, create, update])).toEqual([
      ['number', 'required', 'never'],
      ['subject', 'optional', 'optional'],
      ['max_participants', 'optional', 'optional'],
      ['pin', 'optional', 'optional'],
    ])
    expect(asterisk.roomFields.find(({ pin }) => pin?.of === 'callers')).toMatchObject({
      secret: true,
      min: 4,
      max: 16,
    })
    expect(asterisk.needsVault).toBe(true)
  })

  it('are planned within their limits, with what can be changed later alone', () => {
    const plan = { number: '8001', subject: '🎧'.repeat(200), pin: '271828', chairPin: null, capacity: 5_000 }
    const fields = { subject: '🎧'.repeat(120), max_participants: 200, pin: '271828' }
    expect(asterisk.planToFields(plan, 'create')).toEqual({ number: '8001', ...fields })
    expect(asterisk.planToFields(plan, 'update')).toEqual(fields)
    const bare = { ...plan, subject: '', pin: null, capacity: 0 }
    expect(asterisk.planToFields(bare, 'update')).toEqual({ subject: '8001', max_participants: 1 })
  })
})

describe('what one Asterisk can do', () => {
  it('is to hand out recordings only where its ARI is configured', () => {
    const none = { support: 'no', why: 'asterisk.capability.no-ari' }
    expect(asterisk.ofInstance(given).capabilities).toMatchObject({
      listRecordings: none,
      fetchRecording: none,
      deleteRecording: none,
      flagRecording: none,
      record: { support: 'detour' },
    })
    expect(asterisk.ofInstance({ ...given, ...ari }).capabilities).toMatchObject({
      listRecordings: { support: 'yes' },
      flagRecording: { support: 'detour', by: 'confbot' },
    })
  })
})

describe('the settings of an Asterisk', () => {
  it('need an address and two secrets, and know the rest', () => {
    expect(AsteriskSettings.parse(given)).toMatchObject({
      amiUser: 'confbot',
      ariUser: 'confbot',
      extensionChannel: 'PJSIP/{number}',
      outsideChannel: 'PJSIP/{number}@trunk',
      outsidePrefix: '+',
      ringSeconds: 60,
      requestTimeoutMs: 10_000,
    })
  })

  it.each([
    ['tcp://127.0.0.1', '127.0.0.1', 5038, false],
    ['tls://pbx.example.com', 'pbx.example.com', 5039, true],
    ['tcp://[::1]:5040', '::1', 5040, false],
  ])('say where AMI is: %s', (url, host, port, tls) => {
    expect(amiSettingsOf(AsteriskSettings.parse({ ...given, url }))).toMatchObject({ host, port, tls, user: 'confbot' })
  })

  it.each([
    ['url', 'http://127.0.0.1:5038'],
    ['url', 'tcp://confbot:secret@127.0.0.1'],
    ['amiSecret', ''],
    ['amiSecret', 'a\r\nAction: Originate'],
    ['entrySecret', 'too-short'],
    ['entrySecret', 'with a space, and a comma'],
    ['extensionChannel', 'PJSIP/1001'],
    ['extensionChannel', 'PJSIP/{number}&PJSIP/1002'],
    ['extensionChannel', 'PJSIP/{number},30,g'],
    ['extensionChannel', '{number}'],
    ['outsideChannel', 'PJSIP/{number}@trunk\r\nAction: Command'],
    ['outsideChannel', 'PJSIP/{number}@{number}'],
    ['outsidePrefix', '+0'],
    ['callerId', 'Conference\n<8000>'],
    ['ringSeconds', 0],
    ['ringSeconds', 76],
    ['dialIn', 'ring us'],
    ['dialIn', '{number}'],
    ['dialIn', '{number}0'],
    ['amiPort', 5038],
  ])('refuse %s %j', (name, value) => {
    expect(AsteriskSettings.safeParse({ ...given, [name]: value }).success).toBe(false)
  })

  it('take address and password of ARI together alone', () => {
    expect(AsteriskSettings.safeParse({ ...given, ...ari }).success).toBe(true)
    for (const [name, value] of Object.entries(ari))
      expect(AsteriskSettings.safeParse({ ...given, [name]: value }).error?.issues[0]?.path).toEqual(['ariPassword'])
  })

  it('say of each what it is', () => {
    expect(Object.entries(AsteriskSettings.shape).filter(([, field]) => !field.description)).toEqual([])
  })
})
