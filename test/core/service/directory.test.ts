import { describe, expect, it } from 'vitest'
import { anna, ben, carol, general, type RunningService, startService, words } from '#test/support/service.ts'

const put = ({ service, attempt }: RunningService, name: string, number: string, more: { replace?: true } = {}) =>
  service.putContact(
    attempt(anna, 'confadmin contact add'),
    service.pbxOf('berlin'),
    { name, number, userId: null },
    more.replace === true,
  )
const callsTo = ({ pbx }: RunningService) =>
  pbx()
    .calls()
    .map(({ number }) => number)
const elsewhere = { ...general, workspaceId: 'T2' }

describe('a contact', () => {
  it('is found by its name in any case, in its own workspace alone, and told with its number masked', async () => {
    const running = await startService()
    const { service, attempt, start, audit } = running
    await put(running, 'Dora Berg', '030 901844')
    await start(anna, 'Sprint review', 'dora berg')
    expect(callsTo(running)).toEqual(['+4930901844'])
    expect(await service.contacts(attempt(ben))).toMatchObject([{ name: 'Dora Berg', number: '+4930901844' }])
    expect(await service.contacts(attempt(ben, 'list', elsewhere))).toEqual([])
    const row = (await audit()).find(({ action }) => action === 'confadmin contact add')
    expect(row).toMatchObject({ target: 'Dora Berg', detail: '+49 ···844' })
  })

  it.each([
    ['112', 'dial.emergency'],
    ['+499001234567', 'dial.premium'],
    ['2001', 'dial.extension'],
    ['nobody', 'input.not-a-number'],
  ])('cannot have the number %s', async (number, code) => {
    const running = await startService()
    await expect(put(running, 'Dora', number)).rejects.toMatchObject({ code })
    expect(await running.service.contacts(running.attempt())).toEqual([])
  })

  it('is replaced only when that is said', async () => {
    const running = await startService()
    await put(running, 'Dora', '1001')
    await expect(put(running, 'DORA', '1002')).rejects.toMatchObject({ code: 'directory.exists' })
    await put(running, 'DORA', '1002', { replace: true })
    expect(await running.service.contacts(running.attempt())).toMatchObject([{ number: '1002' }])
  })

  it('is one when two add the same name at once', async () => {
    const running = await startService()
    const outcomes = await Promise.allSettled([put(running, 'Dora', '1001'), put(running, 'dora', '1002')])
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'directory.exists' } },
    ])
    expect(await running.service.contacts(running.attempt())).toMatchObject([{ number: '1001' }])
  })

  it('that is bound to a person is rung when the person is meant, instead of the number of their profile', async () => {
    const running = await startService()
    const { service, attempt, start } = running
    const contact = { name: 'Carol', number: '1009', userId: carol.userId }
    await service.putContact(attempt(), service.pbxOf('berlin'), contact, false)
    const conference = await start(anna, 'Sprint review', '<@U3>')
    expect(callsTo(running)).toEqual(['1009'])
    expect(conference.participants).toMatchObject([{ person: { userId: 'U3', name: 'Carol' } }])
  })

  it('that is not there cannot be removed', async () => {
    const running = await startService()
    const { service, attempt } = running
    await put(running, 'Dora', '1001')
    await service.removeContact(attempt(), 'dora')
    await expect(service.removeContact(attempt(), 'dora')).rejects.toMatchObject({ code: 'directory.unknown' })
    expect(await service.contacts(attempt())).toEqual([])
  })
})

describe('a list', () => {
  it('rings all its members, each number once', async () => {
    const running = await startService()
    const { service, attempt, start } = running
    await put(running, 'Dora', '1001')
    await service.putList(attempt(), 'Board', words('Dora', '1002', '<@U2>', '1001'))
    const { invitations } = await start(anna, 'Sprint review')
    expect(invitations).toEqual([])
    await service.invite(attempt(), { who: words('board') })
    expect(callsTo(running).toSorted()).toEqual([ben.phone, '1001', '1002'].toSorted())
  })

  it('takes nobody who is unknown, and shows of a wrong number no more than its end', async () => {
    const { service, attempt } = await startService()
    await expect(service.putList(attempt(), 'Board', words('1001', 'Nobody'))).rejects.toMatchObject({
      code: 'directory.unknown',
      details: { blanks: { name: 'Nobody' } },
    })
    await expect(service.putList(attempt(), 'Board', words('+49 30 12'))).rejects.toMatchObject({
      code: 'directory.unknown',
      details: { blanks: { name: expect.stringMatching(/^\+49 ···/) } },
    })
    expect(await service.lists(attempt())).toEqual([])
  })

  it('can be removed once', async () => {
    const { service, attempt } = await startService()
    await service.putList(attempt(), 'Board', words('1001'))
    await service.removeList(attempt(), 'BOARD')
    await expect(service.removeList(attempt(), 'BOARD')).rejects.toMatchObject({ code: 'directory.unknown' })
  })
})

it('the directory is read by all and changed by administrators', async () => {
  const { service, attempt } = await startService()
  const pbx = service.pbxOf('berlin')
  await expect(service.contacts(attempt(ben))).resolves.toEqual([])
  await expect(service.lists(attempt(ben))).resolves.toEqual([])
  for (const act of [
    () => service.putContact(attempt(ben), pbx, { name: 'x', number: '1001', userId: null }, false),
    () => service.removeContact(attempt(ben), 'x'),
    () => service.putList(attempt(ben), 'x', words('1001')),
    () => service.removeList(attempt(ben), 'x'),
  ])
    await expect(act()).rejects.toMatchObject({ code: 'permission.denied' })
})
