import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { presentParticipants } from '#core/conference.ts'
import type { CallFailure, PbxPolicy } from '#core/contracts/conference-provider.ts'
import { anna, ben, found, other, type RunningService, startService, words } from '#test/support/service.ts'

const caps = { atOnce: 50, perPersonHour: 50, perDay: 50, perConference: 50 }
const withCaps = (more: Partial<PbxPolicy['caps']>) =>
  startService([{ name: 'berlin', policy: { caps: { ...caps, ...more } } }])
const callsTo = ({ pbx }: RunningService) =>
  pbx()
    .calls()
    .map(({ number }) => number)
const hourMs = 3_600_000

describe('a cap', () => {
  it.each([
    ['calls at once', { atOnce: 2 }, 'dial.cap-at-once'],
    ['calls of one conference', { perConference: 2 }, 'dial.cap-conference'],
    ['calls of one person in an hour', { perPersonHour: 2 }, 'dial.cap-person'],
    ['calls of a day', { perDay: 2 }, 'dial.cap-day'],
  ])('on %s refuses all of a list before any is rung', async (_what, given, code) => {
    const running = await withCaps(given)
    const { service, attempt, start } = running
    await start(anna, 'Sprint review', '1001')
    const trying = attempt()
    await expect(service.invite(trying, { who: words('1002', '1003') })).rejects.toMatchObject({
      code,
      details: { blanks: { limit: 2 } },
    })
    expect(callsTo(running)).toEqual(['1001'])
    expect(trying.isCommitted).toBe(false)
    expect(service.allLive()[0]?.invitations).toHaveLength(1)
    await service.invite(attempt(), { who: words('1002') })
    expect(callsTo(running)).toEqual(['1001', '1002'])
  })

  it('that a start would break leaves no room, no card and no call', async () => {
    const running = await withCaps({ perConference: 2 })
    await expect(
      running.service.start(running.attempt(), { subject: 'Too big', who: words('1001', '1002', '1003') }),
    ).rejects.toMatchObject({ code: 'dial.cap-conference' })
    expect(callsTo(running)).toEqual([])
    expect(running.pbx().rooms()).toEqual([])
    expect(running.cards.posted).toEqual([])
    expect(await running.leases()).toEqual([])
  })

  it('of an hour is each person’s own, and an hour later there is room again', async () => {
    const running = await withCaps({ perPersonHour: 1 })
    const { service, attempt, start, clock } = running
    await start(anna, 'Sprint review', '1001')
    await expect(service.invite(attempt(anna), { who: words('1002') })).rejects.toMatchObject({
      code: 'dial.cap-person',
    })
    await service.invite(attempt(ben), { who: words('1002') })
    clock.advance(hourMs + 1)
    await service.invite(attempt(anna), { who: words('1003') })
    expect(callsTo(running)).toEqual(['1001', '1002', '1003'])
  })

  it('on calls at once counts those who talk in other conferences of the PBX, until they leave', async () => {
    const running = await withCaps({ atOnce: 2 })
    const { service, attempt, start, pbx } = running
    const first = await start(anna, 'Sprint review', '1001', '1002')
    const { conference } = await service.start(attempt(anna, 'conf start', other), { subject: 'Second', who: [] })
    const ask = () => service.invite(attempt(anna, 'conf invite', other), { who: words('1003') })
    await expect(ask()).rejects.toMatchObject({ code: 'dial.cap-at-once' })
    const [leg] = presentParticipants(first)
    pbx().hangup(leg?.legId ?? '')
    await service.observe(first.id)
    expect((await ask()).conference.id).toBe(conference.id)
  })

  it('holds when two invite at the same moment', async () => {
    const running = await withCaps({ perConference: 2 })
    const { service, attempt, start } = running
    await start(anna, 'Sprint review', '1001')
    const outcomes = await Promise.allSettled(
      ['1002', '1003'].map((number) => service.invite(attempt(), { who: words(number) })),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(callsTo(running)).toHaveLength(2)
  })
})

describe('a number', () => {
  it('that rings already, or is in the room, is not rung again', async () => {
    const running = await startService()
    const { service, attempt, start } = running
    await start(anna, 'Sprint review', '1001')
    await service.invite(attempt(), { who: words('1095') })
    const { results, conference } = await service.invite(attempt(), { who: words('1001', '1095', '1002') })
    expect(results.map(({ invitee, outcome }) => `${invitee.number} ${outcome}`)).toEqual([
      '1001 already',
      '1095 already',
      '1002 rung',
    ])
    expect(callsTo(running)).toEqual(['1001', '1095', '1002'])
    expect(conference.invitations.map(({ number }) => number)).toEqual(['1001', '1095', '1002'])
  })

  it('that two people invite at once is rung once', async () => {
    const running = await startService()
    const { service, attempt, start } = running
    await start(anna, 'Sprint review')
    const both = await Promise.all([anna, ben].map((actor) => service.invite(attempt(actor), { who: words('1001') })))
    expect(both.map(({ results }) => results[0]?.outcome).sort()).toEqual(['already', 'rung'])
    expect(callsTo(running)).toEqual(['1001'])
  })

  it('that is kept out is not rung, nor any other of the same list, until its time is over', async () => {
    const running = await startService()
    const { service, attempt, start, clock } = running
    await start(anna, 'Sprint review', '1001')
    await service.kick(attempt(), { who: '1001', outMs: 600_000 })
    await expect(service.invite(attempt(ben), { who: words('1002', '1001') })).rejects.toMatchObject({
      code: 'dial.kept-out',
      details: { blanks: { number: '1001' } },
    })
    await expect(service.callBack(attempt(ben), { who: 'p1' })).rejects.toMatchObject({ code: 'dial.kept-out' })
    expect(callsTo(running)).toEqual(['1001'])
    clock.advance(600_001)
    await service.invite(attempt(ben), { who: words('1001') })
    expect(callsTo(running)).toEqual(['1001', '1001'])
  })
})

describe('a call whose fate nobody knows', () => {
  it.each(['5xx', 'html', 'reset-after'] as const)(
    'after %s stands as invited, and is not rung a second time',
    async (kind) => {
      const running = await startService()
      const { service, attempt, start, pbx } = running
      await start(anna, 'Sprint review')
      pbx().faults.add({ match: 'participants/invite', kind, times: 1 })
      const { conference } = await service.invite(attempt(), { who: words('1090') })
      expect(conference.invitations).toMatchObject([{ state: 'invited' }])
      const before = callsTo(running).length
      expect((await service.invite(attempt(), { who: words('1090') })).results).toMatchObject([{ outcome: 'already' }])
      expect(callsTo(running)).toHaveLength(before)
    },
  )
})

describe('a call of which the PBX tells how it goes', () => {
  /** What it tells, by number. */
  async function telling() {
    const calls = new Map<string, { rings: (rings: boolean) => void; fails: (why: CallFailure | null) => void }>()
    const running = await startService([
      {
        name: 'berlin',
        around: ({ invite }) => ({
          async invite(roomId, number) {
            const ringing = Promise.withResolvers<boolean>()
            const failure = Promise.withResolvers<CallFailure | null>()
            calls.set(number, { rings: ringing.resolve, fails: failure.resolve })
            return { ...(await invite(roomId, number)), ringing: ringing.promise, failure: failure.promise }
          },
        }),
      },
    ])
    const { service, attempt, start } = running
    const { id } = await start(anna, 'Sprint review')
    await service.invite(attempt(), { who: words('1095', '1096') })
    const invitations = async () =>
      (await service.get(id))?.invitations.map(({ number, state }) => `${number} ${state}`)
    return { ...running, invitations, call: (number: string) => found(calls.get(number)) }
  }

  it('is shown as ringing, then as what became of it', async () => {
    const { invitations, call, happened } = await telling()
    expect(await invitations()).toEqual(['1095 invited', '1096 invited'])
    happened.length = 0
    call('1095').rings(true)
    await expect.poll(invitations).toEqual(['1095 ringing', '1096 invited'])
    expect(happened.map(({ kind }) => kind)).toEqual(['conference-changed'])
    call('1095').fails('no-answer')
    await expect.poll(invitations).toEqual(['1095 no-answer', '1096 invited'])
    call('1096').fails('wrong-number')
    await expect.poll(invitations).toEqual(['1095 no-answer', '1096 wrong-number'])
  })

  it('is never ringing again once it is over, and merely invited where it did not ring', async () => {
    const { invitations, call } = await telling()
    call('1095').fails('busy')
    await expect.poll(invitations).toEqual(['1095 busy', '1096 invited'])
    call('1095').rings(true)
    call('1096').rings(false)
    call('1096').fails(null)
    for (let turns = 0; turns < 5; turns++) await turn()
    expect(await invitations()).toEqual(['1095 busy', '1096 invited'])
  })
})

describe('a call that the PBX refuses', () => {
  it('is a result beside those that ring, shown on the card and told in the audit', async () => {
    const running = await startService()
    const { service, attempt, start, pbx, audit } = running
    await start(anna, 'Sprint review')
    pbx().faults.add({ match: 'participants/invite', kind: '429', times: 1 })
    const { results, conference } = await service.invite(attempt(anna, 'conf invite'), {
      who: words('1001', '1002', '1003'),
    })
    expect(results.filter(({ outcome }) => outcome === 'rung')).toHaveLength(2)
    const [refused, ...others] = results.filter(({ outcome }) => outcome === 'failed')
    expect(refused).toMatchObject({ code: 'provider.rate-limited' })
    expect(others).toEqual([])
    expect(callsTo(running)).toHaveLength(2)
    const states = new Map(conference.invitations.map(({ number, state }) => [number, state]))
    expect(states.get(refused?.invitee.number ?? '')).toBe('failed')
    expect([...states.values()].sort()).toEqual(['failed', 'invited', 'invited'])
    expect((await audit())[0]).toMatchObject({
      action: 'conf invite',
      result: 'done',
      detail: 'rang 2; failed: provider.rate-limited',
      conferenceId: conference.id,
    })
  })

  it('counts as a call, and can be rung again as one who is missing', async () => {
    const running = await withCaps({ perConference: 2 })
    const { service, attempt, start, pbx } = running
    await start(anna, 'Sprint review')
    pbx().faults.add({ match: 'participants/invite', kind: '429', times: 1 })
    await service.invite(attempt(), { who: words('1001') })
    const { results, conference } = await service.inviteMissing(attempt(), {})
    expect(results.map(({ outcome }) => outcome)).toEqual(['rung'])
    expect(conference.invitations.map(({ code, state }) => `${code} ${state}`)).toEqual(['i2 invited'])
    await expect(service.invite(attempt(), { who: words('1002') })).rejects.toMatchObject({
      code: 'dial.cap-conference',
    })
  })
})

describe('the audit', () => {
  it('has a row for the start and one for its calls, with masked numbers', async () => {
    const { service, attempt, audit } = await startService()
    const { conference } = await service.start(attempt(anna, 'conf start'), {
      subject: 'Sprint review',
      who: words('+49 30 901877', '1001'),
    })
    const rows = await audit()
    expect(rows.map(({ action, result, conferenceId }) => ({ action, result, conferenceId }))).toEqual([
      { action: 'conf start: invite', result: 'done', conferenceId: conference.id },
      { action: 'conf start', result: 'done', conferenceId: conference.id },
    ])
    expect(rows[0]).toMatchObject({ detail: 'rang 2', target: expect.stringContaining('1001') })
    expect(JSON.stringify(rows)).not.toContain('901877')
  })

  it('tells how many were under way already', async () => {
    const { service, attempt, start, audit } = await startService()
    await start(anna, 'Sprint review', '1001')
    await service.invite(attempt(), { who: words('1001', '1002') })
    expect((await audit())[0]).toMatchObject({ detail: 'rang 1; 1 under way' })
  })
})

describe('a PBX that tells later what became of a call', () => {
  const lookMs = 1_500
  const ring = async (running: RunningService, number: string) => {
    const { service, attempt, pbx, clock } = running
    const asked = pbx().calls().length
    const invited = service.invite(attempt(), { who: words(number) })
    await expect.poll(() => pbx().calls().length).toBe(asked + 1)
    clock.advance(lookMs)
    await invited
  }
  const states = ({ service }: RunningService) =>
    service.allLive()[0]?.invitations.map(({ number, state }) => `${number} ${state}`)

  it('has it shown on the invitation, without anybody asking', async () => {
    const running = await startService([{ name: 'berlin', kind: 'kazoo' }])
    await running.start(anna, 'Sprint review')
    await ring(running, '1050')
    await expect.poll(() => states(running)).toEqual(['1050 busy'])
    await ring(running, '1060')
    expect(states(running)).toEqual(['1050 busy', '1060 invited'])
    running.clock.advance(30_000)
    await expect.poll(() => states(running)).toEqual(['1050 busy', '1060 no-answer'])
    await ring(running, '1095')
    running.pbx().hangup(running.pbx().calls().at(-1)?.leg ?? '')
    await expect.poll(() => states(running)).toContain('1095 failed')
  })
})
