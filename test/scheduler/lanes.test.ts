import { expect, it } from 'vitest'
import { channelKey } from '#core/actor.ts'
import type { Job } from '#core/contracts/job-queue.ts'
import type { MeetingJob } from '#core/meeting-job.ts'
import { createLaneNames } from '#scheduler/lanes.ts'
import { sampleMeeting } from '#test/storage/samples.ts'
import { carol, general, other } from '#test/support/service.ts'

const job = (does: MeetingJob, meetingId: string | null): Job => ({
  key: `${does.kind}:key`,
  dueAt: 0,
  does,
  meetingId,
})
const card = (meetingId: string) => job({ kind: 'card', meetingId }, meetingId)

function lanes() {
  const asked: (readonly string[])[] = []
  const meetings = [sampleMeeting('aaaaaa'), sampleMeeting('bbbbbb'), sampleMeeting('cccccc', { place: other })]
  const lanesOf = createLaneNames({
    async whereaboutsOf(ids) {
      asked.push(ids)
      if (ids.includes('broken')) throw new Error('they cannot be read')
      const found = meetings.filter(({ id }) => ids.includes(id))
      return new Map(found.map(({ id, place, pbx }) => [id, { channelKey: channelKey(place), pbx }]))
    },
  })
  const laneOf = async (one: Job) => (await lanesOf([one]))[0]
  return { lanesOf, laneOf, asked }
}

it('what is told in one place stands in one lane, whatever it is and whichever meeting it is of', async () => {
  const { lanesOf, asked } = lanes()
  const correct = job({ kind: 'correct', delivery: 'remind:aaaaaa' }, 'aaaaaa')
  const plan = job({ kind: 'plan', meetingId: 'dddddd', since: 0 }, 'dddddd')
  const [here, ...others] = await lanesOf([card('aaaaaa'), card('bbbbbb'), correct, card('cccccc'), plan])
  expect(here).toEqual({ name: `slack:T1:${general.channelId}`, pool: 'chat' })
  expect(others.slice(0, 2)).toEqual([here, here])
  expect(others[2]).not.toEqual(here)
  // All that were claimed together are looked up at once, and only those that stand somewhere.
  expect(asked).toEqual([['aaaaaa', 'bbbbbb', 'cccccc']])
})

it('what is told to one person alone stands in a lane of theirs', async () => {
  const does = { kind: 'snooze', meetingId: 'aaaaaa', date: '2026-12-01T15:00', person: carol, at: 0 } as const
  expect(await lanes().laneOf(job(does, 'aaaaaa'))).toEqual({ name: 'slack:T1:U3', pool: 'chat' })
})

it('what waits for a PBX, or for nobody, takes no turn of what is told, nor of another PBX', async () => {
  const { laneOf } = lanes()
  const open = { kind: 'open', meetingId: 'aaaaaa', date: '2026-12-01T15:00', startAt: 0 } as const
  const tell = { kind: 'tell-pbx', meetingId: 'aaaaaa' } as const
  const { pbx } = sampleMeeting('aaaaaa')
  expect(await laneOf(job(open, 'aaaaaa'))).toEqual({ name: 'open:key', pool: `open ${pbx}` })
  expect(await laneOf(job(tell, 'aaaaaa'))).toEqual({ name: 'tell-pbx:key', pool: `pbx ${pbx}` })
  expect(await laneOf(job({ kind: 'read-pbx', pbx: 'other' }, null))).toEqual({
    name: 'read-pbx:key',
    pool: 'pbx other',
  })
  expect(await laneOf(job({ kind: 'tell-event', meetingId: 'aaaaaa' }, 'aaaaaa'))).toEqual({
    name: 'tell-event:key',
    pool: 'events',
  })
  expect(await laneOf(job({ kind: 'plan', meetingId: 'aaaaaa', since: 0 }, 'aaaaaa'))).toMatchObject({ pool: 'own' })
})

it('what belongs to a meeting that is not there, or cannot be found now, stands by itself', async () => {
  const { laneOf } = lanes()
  for (const id of ['gone', 'broken']) expect(await laneOf(card(id))).toEqual({ name: 'card:key', pool: 'chat' })
})
