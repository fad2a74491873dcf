import { describe, expect, it } from 'vitest'
import { type Conference, openConference } from '#core/conference.ts'
import { lifeStep } from '#core/life.ts'
import { inviteInto } from '#core/roster.ts'

const anna = { platform: 'slack', workspaceId: 'T1', userId: 'U1', name: 'Anna' }
const startAt = 1_000_000
const at = (minutes: number) => startAt + minutes * 60_000
const opened = openConference({
  id: 'abc234',
  subject: 'Sprint review',
  pbx: 'berlin',
  room: { id: '7', number: '8000', dialIn: null },
  hasPin: true,
  by: anna,
  place: { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' },
  at: startAt,
  longestUntil: null,
})
const conference = (more: Partial<Conference>): Conference => ({ ...opened, emptySince: null, ...more })

describe('an empty conference', () => {
  it('is ended after two minutes, without warning', () => {
    expect(lifeStep(opened, at(0))).toEqual({ do: 'nothing', nextAt: at(2) })
    expect(lifeStep(opened, at(2) - 1)).toEqual({ do: 'nothing', nextAt: at(2) })
    expect(lifeStep(opened, at(2))).toEqual({ do: 'end', reason: 'empty' })
  })

  it('waits for those who are being rung', () => {
    const invitee = { name: null, number: '1001', person: null }
    const ringing = inviteInto(opened, [invitee], anna, at(1.5))
    expect(lifeStep(ringing, at(2))).toEqual({ do: 'nothing', nextAt: at(3.5) })
    expect(lifeStep(ringing, at(3.5))).toEqual({ do: 'end', reason: 'empty' })
    const refused = {
      ...ringing,
      invitations: ringing.invitations.map((one) => ({ ...one, state: 'failed' as const })),
    }
    expect(lifeStep(refused, at(2))).toEqual({ do: 'end', reason: 'empty' })
  })
})

describe('one person alone', () => {
  const alone = conference({ aloneSince: at(20) })

  it('is warned after ten minutes and out after fifteen', () => {
    expect(lifeStep(alone, at(20))).toEqual({ do: 'nothing', nextAt: at(30) })
    expect(lifeStep(alone, at(30))).toEqual({ do: 'warn', reason: 'alone', endsAt: at(35) })
    const warned = { ...alone, warnedAt: at(30) }
    expect(lifeStep(warned, at(30))).toEqual({ do: 'nothing', nextAt: at(35) })
    expect(lifeStep(warned, at(35))).toEqual({ do: 'end', reason: 'alone' })
  })

  it('who was warned late still has five minutes', () => {
    expect(lifeStep(alone, at(50))).toEqual({ do: 'warn', reason: 'alone', endsAt: at(55) })
    const warned = { ...alone, warnedAt: at(50) }
    expect(lifeStep(warned, at(54))).toEqual({ do: 'nothing', nextAt: at(55) })
    expect(lifeStep(warned, at(55))).toEqual({ do: 'end', reason: 'alone' })
  })

  it('is warned anew when alone again later', () => {
    expect(lifeStep({ ...alone, warnedAt: at(12) }, at(30))).toMatchObject({ do: 'warn', reason: 'alone' })
  })
})

describe('a long conference', () => {
  const long = conference({})

  it('is warned of after 3 h 55 min and ended after four hours', () => {
    expect(lifeStep(long, at(1))).toEqual({ do: 'nothing', nextAt: at(235) })
    expect(lifeStep(long, at(235))).toEqual({ do: 'warn', reason: 'too-long', endsAt: at(240) })
    const warned = { ...long, warnedAt: at(235) }
    expect(lifeStep(warned, at(236))).toEqual({ do: 'nothing', nextAt: at(240) })
    expect(lifeStep(warned, at(240))).toEqual({ do: 'end', reason: 'too-long' })
  })

  it('ends at the nearer end, told once', () => {
    const alone = { ...long, aloneSince: at(228), warnedAt: at(235) }
    expect(lifeStep(alone, at(238))).toEqual({ do: 'nothing', nextAt: at(240) })
    expect(lifeStep(alone, at(240))).toEqual({ do: 'end', reason: 'too-long' })
    expect(lifeStep({ ...long, aloneSince: at(222) }, at(232))).toEqual({
      do: 'warn',
      reason: 'alone',
      endsAt: at(237),
    })
  })
})

describe('a conference that is kept open', () => {
  it('is not ended before that instant by any rule', () => {
    expect(lifeStep(conference({ keepUntil: at(300) }), at(240))).toEqual({ do: 'nothing', nextAt: at(295) })
    expect(lifeStep({ ...opened, keepUntil: at(60) }, at(59))).toEqual({ do: 'nothing', nextAt: at(60) })
    expect(lifeStep({ ...opened, keepUntil: at(60) }, at(60))).toEqual({ do: 'end', reason: 'empty' })
    const alone = conference({ aloneSince: at(0), keepUntil: at(60) })
    expect(lifeStep(alone, at(54))).toEqual({ do: 'nothing', nextAt: at(55) })
    expect(lifeStep(alone, at(55))).toEqual({ do: 'warn', reason: 'alone', endsAt: at(60) })
  })

  it('lives by the ordinary rules when that instant is past or near', () => {
    expect(lifeStep(conference({ keepUntil: at(5) }), at(10))).toEqual({ do: 'nothing', nextAt: at(235) })
  })

  it('is warned of again after it was kept in spite of a warning', () => {
    const kept = conference({ warnedAt: at(235), keepUntil: at(300) })
    expect(lifeStep(kept, at(240))).toEqual({ do: 'nothing', nextAt: at(295) })
    expect(lifeStep(kept, at(295))).toEqual({ do: 'warn', reason: 'too-long', endsAt: at(300) })
  })
})

describe('the conference of a meeting', () => {
  const schedule = { endAt: at(60), closes: false, record: 'off', lock: 'off', mutedThrough: null } as const
  const scheduled = { schedule, keepUntil: at(60), longestUntil: at(240) }
  const closing = { ...scheduled, schedule: { ...schedule, closes: true }, longestUntil: at(60) }

  it('is not ended before its scheduled end, however few are there', () => {
    expect(lifeStep({ ...opened, ...scheduled }, at(59))).toEqual({ do: 'nothing', nextAt: at(60) })
    expect(lifeStep({ ...opened, ...scheduled }, at(60))).toEqual({ do: 'end', reason: 'empty' })
    const alone = conference({ ...scheduled, aloneSince: at(5) })
    expect(lifeStep(alone, at(54))).toEqual({ do: 'nothing', nextAt: at(55) })
    expect(lifeStep(alone, at(55))).toEqual({ do: 'warn', reason: 'alone', endsAt: at(60) })
    expect(lifeStep(conference(scheduled), at(60))).toEqual({ do: 'nothing', nextAt: at(235) })
  })

  it('that closes is warned of and ended at its scheduled end, and says so, also to one person alone', () => {
    for (const aloneSince of [null, at(5)]) {
      const one = conference({ ...closing, aloneSince })
      expect(lifeStep(one, at(54))).toEqual({ do: 'nothing', nextAt: at(55) })
      expect(lifeStep(one, at(55))).toEqual({ do: 'warn', reason: 'scheduled', endsAt: at(60) })
      expect(lifeStep({ ...one, warnedAt: at(55) }, at(60))).toEqual({ do: 'end', reason: 'scheduled' })
    }
  })

  it('that closes goes on for as long as it was kept open', () => {
    const kept = conference({ ...closing, warnedAt: null, keepUntil: at(90) })
    expect(lifeStep(kept, at(60))).toEqual({ do: 'nothing', nextAt: at(85) })
    expect(lifeStep(kept, at(85))).toEqual({ do: 'warn', reason: 'scheduled', endsAt: at(90) })
  })

  it('that closes ends without a warning when nobody is there to hear it', () => {
    expect(lifeStep({ ...opened, ...closing }, at(55.1))).toEqual({ do: 'nothing', nextAt: at(60) })
    expect(lifeStep({ ...opened, ...closing }, at(60))).toEqual({ do: 'end', reason: 'empty' })
  })
})

it('nothing more is done about a conference that has ended', () => {
  expect(lifeStep({ ...opened, state: 'ended' }, at(500))).toEqual({ do: 'nothing', nextAt: null })
})

it('other times can be set', () => {
  expect(lifeStep(opened, at(0.5), { emptyMs: 30_000 })).toEqual({ do: 'end', reason: 'empty' })
  expect(lifeStep(conference({}), at(8), { tooLongMs: 600_000, warningMs: 120_000 })).toMatchObject({
    do: 'warn',
    endsAt: at(10),
  })
})

it('whoever asks as often as it says sees a warning before every end but that of an empty room', () => {
  for (const begun of [conference({ aloneSince: at(3) }), conference({}), conference({ aloneSince: at(226) })]) {
    let current = begun
    let now = startAt
    const seen: string[] = []
    for (let turns = 0; turns < 10 && seen.at(-1) !== 'end'; turns++) {
      const step = lifeStep(current, now)
      if (step.do !== 'nothing') seen.push(step.do)
      if (step.do === 'warn') current = { ...current, warnedAt: now }
      if (step.do === 'nothing') now = step.nextAt ?? now
    }
    expect(seen).toEqual(['warn', 'end'])
  }
})
