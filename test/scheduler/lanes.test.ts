import { expect, it } from 'vitest'
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
  const asked: string[] = []
  const meetings = [sampleMeeting('aaaaaa'), sampleMeeting('bbbbbb'), sampleMeeting('cccccc', { place: other })]
  const laneOf = createLaneNames({
    async get(id) {
      asked.push(id)
      if (id === 'broken') throw new Error('it cannot be read')
      return meetings.find((one) => one.id === id) ?? null
    },
  })
  return { laneOf, asked }
}

it('what is told in one place stands in one lane, whatever it is and whichever meeting it is of', async () => {
  const { laneOf, asked } = lanes()
  const here = await laneOf(card('aaaaaa'))
  expect(here).toEqual({ name: `slack:T1:${general.channelId}`, pool: 'chat' })
  expect(await laneOf(card('bbbbbb'))).toEqual(here)
  const correct = job({ kind: 'correct', delivery: 'remind:aaaaaa' }, 'aaaaaa')
  expect(await laneOf(correct)).toEqual(here)
  expect(await laneOf(card('cccccc'))).not.toEqual(here)
  // A meeting is read once.
  expect(asked).toEqual(['aaaaaa', 'bbbbbb', 'cccccc'])
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
  expect(await laneOf(job({ kind: 'plan', meetingId: 'aaaaaa', since: 0 }, 'aaaaaa'))).toMatchObject({ pool: 'own' })
})

it('what belongs to a meeting that is not there, or cannot be read, stands by itself', async () => {
  const { laneOf } = lanes()
  for (const id of ['gone', 'broken']) expect(await laneOf(card(id))).toEqual({ name: 'card:key', pool: 'chat' })
})
