import { describe, expect, it } from 'vitest'
import { remindersOf, remindersToSetting } from '#core/service/setting.ts'
import { anna, ben, carol, general, other, startService } from '#test/support/service.ts'

describe('the settings of a channel', () => {
  it('hold there alone, until they are taken back', async () => {
    const { service, attempt, audit } = await startService([{ name: 'berlin' }, { name: 'hamburg' }])
    await service.setChannel(attempt(), 'pbx', 'hamburg')
    await service.setChannel(attempt(), 'zone', 'Europe/Berlin')
    expect(await service.channelSettings(attempt(ben))).toEqual({ pbx: 'hamburg', zone: 'Europe/Berlin' })
    expect(await service.channelSettings(attempt(ben, 'show', { ...general, threadId: '1.2' }))).toMatchObject({
      pbx: 'hamburg',
    })
    expect(await service.channelSettings(attempt(ben, 'show', other))).toEqual({})
    await service.setChannel(attempt(), 'pbx', null)
    expect(await service.channelSettings(attempt())).toEqual({ zone: 'Europe/Berlin' })
    expect((await audit())[1]).toMatchObject({ target: 'zone=Europe/Berlin', result: 'done' })
  })

  it.each([
    ['zone', 'Mars/Olympus', 'input.unknown-zone'],
    ['pbx', 'paris', 'input.unknown-pbx'],
    ['pbx', 'secret', 'permission.pbx'],
  ] as const)('do not take the %s %s', async (setting, value, code) => {
    const { service, attempt } = await startService([
      { name: 'berlin' },
      { name: 'secret', policy: { chats: ['slack:T1:C2'] } },
    ])
    await expect(service.setChannel(attempt(), setting, value)).rejects.toMatchObject({ code })
    expect(await service.channelSettings(attempt())).toEqual({})
  })

  it('are the administrators’ to change', async () => {
    const { service, attempt } = await startService()
    await expect(service.setChannel(attempt(ben), 'zone', 'UTC')).rejects.toMatchObject({ code: 'permission.denied' })
  })
})

describe('the settings of a person', () => {
  it('are their own', async () => {
    const { service, attempt } = await startService()
    await service.setPerson(attempt(ben), 'zone', 'Asia/Tokyo')
    expect(await service.personSettings(attempt(ben))).toMatchObject({ zone: 'Asia/Tokyo' })
    expect(await service.personSettings(attempt(carol))).not.toHaveProperty('zone')
    await expect(service.setPerson(attempt(ben), 'zone', 'Nowhere')).rejects.toMatchObject({
      code: 'input.unknown-zone',
    })
    await expect(service.setPerson(attempt(ben), 'zone', 'Berln')).rejects.toMatchObject({
      details: {
        option: 'zone',
        choices: expect.arrayContaining([expect.objectContaining({ input: { zone: 'Europe/Berlin' } })]),
      },
    })
    await service.setPerson(attempt(ben), 'zone', null)
    expect(await service.personSettings(attempt(ben))).not.toHaveProperty('zone')
  })

  it('tell the number that would be rung: what an administrator entered before what the profile says', async () => {
    const { service, attempt } = await startService()
    expect(await service.personSettings(attempt(ben))).toMatchObject({ phone: ben.phone, verifiedBy: null })
    await service.putContact(
      attempt(anna),
      service.pbxOf('berlin'),
      { name: 'Ben', number: '1007', userId: ben.userId },
      false,
    )
    expect(await service.personSettings(attempt(ben))).toMatchObject({ phone: '1007', verifiedBy: 'administrator' })
    const stranger = { ...ben, userId: 'U404' }
    expect(await service.personSettings(attempt(stranger))).toMatchObject({ phone: null, verifiedBy: null })
  })
})

describe('the reminders of a channel', () => {
  it.each([
    [undefined, [10]],
    ['1440,10', [1440, 10]],
    ['0', [0]],
    ['off', []],
  ])('set as %s are %j', (setting, minutes) => {
    expect(remindersOf(setting)).toEqual(minutes)
    if (setting !== undefined) expect(remindersToSetting(minutes)).toBe(setting)
  })
})
