import { inspect } from 'node:util'
import { describe, expect, it, test } from 'vitest'
import type { ErrorCode } from '#core/errors.ts'
import { login } from './ami-server.ts'
import { ariPassword, createStage, entrySecret, type Fault, type Stage } from './stage.ts'

const room = '8000'
const pin = '271828'
const file = 'confbot-8000-20261120T080000Z-abcdefgh'
const unfinished = 'confbot-8000-20261120T090000Z-hgfedcba'
const ada = { channel: 'PJSIP/1001-00000001', id: '1795313255.1', number: '1001', name: 'Ada Byron' }
const bob = { channel: 'PJSIP/1002-00000002', id: '1795313255.2', number: '+4930901800', name: '030 901800' }
const recorder = { channel: 'Local/8000@confbot-helper-00000003;2', id: `${unfinished}-recorder` }
const teller = { channel: 'Local/8000@confbot-helper-00000004;2', id: '1795313255.9' }
const ringing = { Channel: 'PJSIP/1003-00000005', Uniqueid: 'confbot-office-8000-aaaaaaaa' }

type Provider = ReturnType<Stage['open']>

async function prepare(settings: Readonly<Record<string, unknown>> = {}) {
  const stage = await createStage()
  const provider = stage.open(settings)
  await provider.createRoom({ number: room, subject: 'Sprint review', pin })
  stage.server.forget()
  return { stage, provider }
}
/** With Ada and Bob, being recorded, and somebody who is rung. */
async function inConference(settings: Readonly<Record<string, unknown>> = {}) {
  const prepared = await prepare(settings)
  const { stage } = prepared
  stage.put(room, { ...ada, talking: true }, { ...bob, muted: true }, { ...recorder }, { ...teller })
  stage.put('8001', { channel: 'PJSIP/1001-0000000f', id: '1795313255.7' })
  stage.channels.push(ringing, { Channel: 'PJSIP/1004-00000006', Uniqueid: 'confbot-office-8001-bbbbbbbb' })
  stage.stored.set(file, new Uint8Array([82, 73, 70, 70]))
  stage.stored.set(unfinished, new Uint8Array(4))
  return prepared
}

interface Case {
  readonly title: string
  readonly run: (provider: Provider) => Promise<unknown>
  /** Which actions are asked of AMI, in this order; those of announcements, which nobody waits for, come after. */
  readonly asks: readonly string[]
}
const reads = ['ConfbridgeListRooms', 'ConfbridgeList', 'CoreShowChannels']

const cases: readonly Case[] = [
  { title: 'check', run: (one) => one.check(), asks: ['ConfbridgeListRooms'] },
  { title: 'readRoom', run: (one) => one.readRoom(room), asks: ['ConfbridgeListRooms', 'ConfbridgeList'] },
  { title: 'invite', run: (one) => one.invite(room, '1003'), asks: ['Originate'] },
  { title: 'speakCode', run: (one) => one.speakCode('+4930901800', '314159'), asks: ['Originate'] },
  {
    title: 'muteParticipant',
    run: (one) => one.muteParticipant(room, ada.id),
    asks: ['ConfbridgeList', 'ConfbridgeMute'],
  },
  {
    title: 'unmuteParticipant',
    run: (one) => one.unmuteParticipant(room, bob.id),
    asks: ['ConfbridgeList', 'ConfbridgeUnmute'],
  },
  { title: 'muteAll', run: (one) => one.muteAll(room), asks: ['ConfbridgeList', 'ConfbridgeMute'] },
  { title: 'unmuteAll', run: (one) => one.unmuteAll(room), asks: ['ConfbridgeList', 'ConfbridgeUnmute'] },
  {
    title: 'kickParticipant',
    run: (one) => one.kickParticipant(room, bob.id),
    asks: ['ConfbridgeList', 'Hangup'],
  },
  {
    title: 'endConference',
    run: (one) => one.endConference(room),
    asks: ['ConfbridgeKick', 'ConfbridgeList', 'CoreShowChannels', 'Hangup'],
  },
  { title: 'lockRoom', run: (one) => one.lockRoom(room), asks: ['ConfbridgeLock'] },
  { title: 'unlockRoom', run: (one) => one.unlockRoom(room), asks: ['ConfbridgeUnlock'] },
  { title: 'stopRecording', run: (one) => one.stopRecording(room), asks: ['ConfbridgeList', 'Hangup'] },
  {
    title: 'startRecording',
    run: (one) => one.startRecording('8001'),
    asks: ['ConfbridgeList', 'Originate', 'ConfbridgeList'],
  },
  { title: 'listRecordings', run: (one) => one.listRecordings(room), asks: ['ConfbridgeList'] },
  { title: 'fetchRecording', run: (one) => one.fetchRecording(room, file), asks: ['ConfbridgeList'] },
  { title: 'deleteRecording', run: (one) => one.deleteRecording(room, file), asks: ['ConfbridgeList'] },
]
const failing = cases.flatMap((one) => [...new Set(one.asks)].map((action) => ({ ...one, action })))
const thrown = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

test.each(cases)('$title asks what it needs and nothing else', async ({ run, asks }) => {
  const { stage, provider } = await inConference()
  await run(provider)
  expect(stage.actions().slice(0, asks.length)).toEqual(asks)
  // Nothing but announcements beside.
  const sounds = stage.originated().filter(({ variables }) => variables.some((one) => one.startsWith('CONFBOT_SOUND=')))
  expect(stage.actions()).toHaveLength(asks.length + sounds.length)
})

describe.each(failing)('$title, when $action fails', ({ run, action }) => {
  const isRead = reads.includes(action)
  it.each<[string, Fault, ErrorCode]>([
    ['is refused with its words', { says: 'Not so' }, 'provider.rejected'],
    ['lacks the right', { says: 'Permission denied' }, 'provider.forbidden'],
    ['loses the line', 'cut', isRead ? 'provider.unreachable' : 'provider.unanswered'],
    ['is not answered', 'silent', isRead ? 'provider.timeout' : 'provider.unanswered'],
  ])('%s, and is not sent twice', async (_, fault, code) => {
    const { stage, provider } = await inConference()
    stage.faults.set(action, fault)
    const failed = thrown(run(provider))
    // A clock that is pushed too early would overtake an answer.
    if (fault === 'silent') await expect.poll(stage.actions).toContain(action)
    const error = await (fault === 'silent' ? stage.clock.until(failed) : failed)
    expect(error).toMatchObject({ name: 'ConfbotError', code, details: { blanks: { pbx: 'office' } } })
    const sent = stage.actions().filter((one) => one === action).length
    if (!isRead) expect(sent).toBe(1)
    const told = `${inspect(error, { depth: 20 })} ${JSON.stringify(error)} ${stage.book.text()}`
    for (const secret of [login.secret, ariPassword, entrySecret, pin, '314159', '+4930901800'])
      expect(told).not.toContain(secret)
  })
})

it('has the verbs that it declares, and no others', async () => {
  const provider = (await createStage()).open()
  const absent = ['startInstantRoom', 'readChairPin', 'linkRecording', 'setRecordingRead', 'setChairman', 'setLayout']
  for (const verb of [...absent, 'setPosition', 'queryRooms', 'fieldOptions', 'listServers'])
    expect(provider).not.toHaveProperty(verb)
})

describe('a reading', () => {
  it('has everybody but the helpers, and tells that it is recorded by who records', async () => {
    const { provider } = await inConference()
    expect(await provider.readRoom(room)).toEqual({
      locked: false,
      muted: false,
      recording: true,
      participants: [
        {
          legId: ada.id,
          name: 'Ada Byron',
          number: '1001',
          muted: false,
          chairman: null,
          talking: true,
          callId: null,
        },
        {
          legId: bob.id,
          name: null,
          number: '+4930901800',
          muted: true,
          chairman: null,
          talking: false,
          callId: null,
        },
      ],
    })
  })

  it('of a room that nobody is in is empty, whatever goes on elsewhere', async () => {
    const { stage, provider } = await prepare()
    const empty = { locked: false, muted: false, recording: false, participants: [] }
    expect(await provider.readRoom(room)).toEqual(empty)
    stage.put('8001', { ...ada })
    expect(await provider.readRoom(room)).toEqual(empty)
  })

  it('of a room that is none is refused, and nobody is rung into it', async () => {
    const { stage, provider } = await prepare()
    await expect(provider.readRoom('8009')).rejects.toMatchObject({ code: 'provider.not-found' })
    await expect(provider.invite('8009', '1001')).rejects.toMatchObject({ code: 'provider.not-found' })
    expect(stage.actions()).not.toContain('Originate')
  })

  it('while people are there asks nothing of what is kept of rooms', async () => {
    const stage = await createStage()
    const broken = async () => Promise.reject(new Error('the store is away'))
    const provider = stage.open({}, { vault: { get: broken, holds: broken, put: broken, remove: broken } })
    await expect(provider.readRoom(room)).rejects.toThrow('the store is away')
    stage.put(room, { ...ada })
    expect((await provider.readRoom(room)).participants).toHaveLength(1)
  })

  it('tells of whom confbot rang by which call they came, and whom it rang', async () => {
    const { stage, provider } = await prepare()
    const { callId } = await provider.invite(room, '1003')
    stage.put(room, { channel: 'PJSIP/1003-00000007', id: callId ?? '', number: '8000', name: 'Conference' })
    stage.put(room, { ...ada, id: 'confbot-factory-8000-aaaaaaaa' })
    const { participants } = await provider.readRoom(room)
    expect(participants).toMatchObject([
      { callId, legId: callId, number: '1003', name: null },
      // Of another confbot, whose calls are none of ours.
      { callId: null, number: '1001', name: 'Ada Byron' },
    ])
  })
})

describe('one person', () => {
  it('is found by the whole name of the channel in a list of that moment', async () => {
    const { stage, provider } = await prepare()
    stage.put(room, { ...ada, channel: 'DAHDI/1-10', id: 'x.1' }, { ...bob, channel: 'DAHDI/1-20', id: 'x.2' })
    await provider.muteParticipant(room, 'x.2')
    expect(stage.conferences.get(room)?.legs.map(({ muted }) => muted === true)).toEqual([false, true])
    expect(stage.server.asked.find(({ fields }) => fields.Action === 'ConfbridgeMute')?.fields.Channel).toBe(
      'DAHDI/1-20',
    )
  })

  it('is not muted where Asterisk would take somebody else', async () => {
    const { stage, provider } = await prepare()
    stage.put(room, { ...bob, channel: 'DAHDI/1-10', id: 'x.2' }, { ...ada, channel: 'DAHDI/1-1', id: 'x.1' })
    await expect(provider.muteParticipant(room, 'x.1')).rejects.toMatchObject({ code: 'provider.conflict' })
    expect(stage.actions()).not.toContain('ConfbridgeMute')
    await provider.kickParticipant(room, 'x.1')
    expect(stage.conferences.get(room)?.legs.map(({ id }) => id)).toEqual(['x.2'])
  })

  it.each(['1795313255', 'nobody', recorder.id, teller.id])('is not there by the id %s', async (legId) => {
    const { stage, provider } = await inConference()
    for (const verb of ['muteParticipant', 'unmuteParticipant', 'kickParticipant'] as const)
      await expect(provider[verb](room, legId)).rejects.toMatchObject({ code: 'provider.not-found' })
    expect(new Set(stage.actions())).toEqual(new Set(['ConfbridgeList']))
  })

  it('hears that they are muted, alone and by exactly their channel', async () => {
    const { stage, provider } = await inConference()
    await provider.muteParticipant(room, ada.id)
    await provider.unmuteParticipant(room, ada.id)
    await expect.poll(() => stage.originated()).toHaveLength(2)
    expect(stage.originated()).toMatchObject(
      ['muted', 'unmuted'].map((what) => ({
        Channel: 'Local/tell@confbot-helper/n',
        Context: 'confbot-tell',
        Exten: 's',
        variables: [`CONFBOT_SOUND=conf-now-${what}`, `CONFBOT_LEG=${ada.id}`],
      })),
    )
  })

  it('is muted also where they cannot be told', async () => {
    const { stage, provider } = await inConference()
    stage.faults.set('Originate', { says: 'Extension does not exist.' })
    await provider.muteParticipant(room, ada.id)
    expect((await provider.readRoom(room)).participants?.[0]?.muted).toBe(true)
    await expect.poll(() => stage.book.of('an announcement could not be made')).toHaveLength(1)
  })
})

describe('all', () => {
  it('are muted and unmuted but for the helpers, and only those who are not so already are told', async () => {
    const { stage, provider } = await inConference()
    const muted = () => stage.conferences.get(room)?.legs.map((leg) => leg.muted === true)
    await provider.muteAll(room)
    expect(muted()).toEqual([true, true, false, false])
    await expect.poll(() => stage.originated()).toHaveLength(1)
    await provider.unmuteAll(room)
    expect(muted()).toEqual([false, false, false, false])
    await expect.poll(() => stage.originated()).toHaveLength(3)
  })

  it('are put out at the end, with whoever is still rung for this room and nobody else', async () => {
    const { stage, provider } = await inConference()
    await provider.endConference(room)
    expect([...stage.conferences.keys()]).toEqual(['8001'])
    expect(stage.channels.map(({ Uniqueid }) => Uniqueid)).toEqual(['confbot-office-8001-bbbbbbbb'])
  })

  it('are put out also while they are greeted, when Asterisk takes a kick and does nothing', async () => {
    const { stage, provider } = await prepare()
    stage.put(room, { ...ada, isGreeted: true }, { ...bob, isGreeted: true }, { ...teller })
    await stage.clock.until(provider.kickParticipant(room, ada.id))
    expect(stage.conferences.get(room)?.legs.map(({ id }) => id)).toEqual([bob.id, teller.id])
    await stage.clock.until(provider.endConference(room))
    expect(stage.conferences.get(room)).toBeUndefined()
  })

  it('are nobody in an empty room, of which nothing else can be asked', async () => {
    const { provider } = await prepare()
    for (const run of [provider.endConference, provider.muteAll, provider.unlockRoom, provider.stopRecording])
      await run(room)
    for (const run of [provider.lockRoom, provider.startRecording])
      await expect(run(room)).rejects.toMatchObject({
        code: 'provider.rejected',
        details: { blanks: { message: { key: 'asterisk.problem.nobody' } } },
      })
  })
})

describe('hints', () => {
  it('name the room of what happened, and any after the line was lost', async () => {
    const stage = await createStage()
    const provider = stage.open()
    const hints: (string | null)[] = []
    expect(provider.isPushing()).toBe(false)
    const stop = provider.subscribeHints((roomId) => hints.push(roomId))
    await expect.poll(provider.isPushing).toBe(true)
    const before = hints.length
    stage.event({ Event: 'ConfbridgeJoin', Conference: room, Uniqueid: '1.1' })
    stage.event({ Event: 'Newstate', Uniqueid: '1.1' })
    stage.event({ Event: 'ConfbridgeTalking', Conference: '8001', TalkingStatus: 'on' })
    await expect.poll(() => hints.slice(before)).toEqual([room, '8001'])
    stage.server.cut()
    await expect.poll(provider.isPushing).toBe(false)
    stage.clock.advance(60_000)
    await expect.poll(() => hints.at(-1)).toBe(null)
    stop()
    stage.event({ Event: 'ConfbridgeJoin', Conference: room, Uniqueid: '1.1' })
    await provider.check()
    expect(hints.at(-1)).toBe(null)
  })
})

it('makes no room of a number in whose conference somebody is, and none while nobody can tell', async () => {
  const { stage, provider } = await inConference()
  await expect(provider.createRoom({ number: '8001' })).rejects.toMatchObject({ code: 'provider.conflict' })
  stage.faults.set('ConfbridgeList', 'cut')
  await expect(provider.createRoom({ number: '8002' })).rejects.toMatchObject({ code: 'provider.unreachable' })
  stage.faults.clear()
  expect((await provider.listRooms()).map(({ number }) => number)).toEqual([room])
})

it('tells in the log when the PBX begins to fail, and not each time', async () => {
  const stage = await createStage()
  const provider = stage.open()
  stage.server.greet('HTTP/1.1 400 Bad Request\r\n')
  for (let time = 0; time < 3; time += 1) await thrown(provider.check())
  expect(stage.book.of('the PBX fails')).toHaveLength(1)
  expect(stage.book.text()).not.toContain(login.secret)
})
