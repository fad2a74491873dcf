/** Conferences through JSON and back, whatever they hold. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person, Place } from '#core/actor.ts'
import type { Conference, Invitation, Participant } from '#core/conference.ts'
import type { Store } from '#core/contracts/store.ts'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { openStore } from '#storage/index.ts'

// Any UTF-16 code unit: NUL, quotes, halves of surrogate pairs.
const text = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  maxLength: 12,
})
const instant = fc.maxSafeNat()
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })

const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { noNullPrototype: true })

const person: fc.Arbitrary<Person> = record({ platform: text, workspaceId: text, userId: text, name: text })
const place: fc.Arbitrary<Place> = fc.record(
  {
    platform: text,
    workspaceId: text,
    channelId: text,
    threadId: text,
    kind: fc.constantFrom('channel', 'direct', 'people'),
  },
  { requiredKeys: ['platform', 'workspaceId', 'channelId', 'kind'], noNullPrototype: true },
)
const invitation: fc.Arbitrary<Invitation> = record({
  code: text,
  name: orNull(text),
  number: text,
  person: orNull(person),
  invitedBy: person,
  invitedAt: instant,
  state: fc.constantFrom(
    'not-rung',
    'invited',
    'ringing',
    'joined',
    'left',
    'busy',
    'no-answer',
    'wrong-number',
    'failed',
    'not-joined',
  ),
  callId: orNull(text),
})
const participant: fc.Arbitrary<Participant> = record({
  code: text,
  legId: text,
  name: orNull(text),
  number: orNull(text),
  person: orNull(person),
  invitation: orNull(text),
  joinedAt: instant,
  leftAt: orNull(instant),
  muted: orNull(fc.boolean()),
  mutedBy: orNull(person),
  chairman: orNull(fc.boolean()),
  talking: orNull(fc.boolean()),
})
const conference: fc.Arbitrary<Omit<Conference, 'id' | 'revision'>> = record({
  subject: text,
  pbx: text,
  occurrence: orNull(record({ meetingId: text, date: text })),
  schedule: orNull(
    record({
      endAt: instant,
      closes: fc.boolean(),
      record: fc.constantFrom('off', 'due', 'done'),
      lock: fc.constantFrom('off', 'due', 'done'),
      mutedThrough: orNull(instant),
    }),
  ),
  roomId: text,
  roomNumber: text,
  dialIn: orNull(text),
  hasPin: fc.boolean(),
  state: fc.constantFrom('live', 'ended'),
  startedAt: instant,
  startedBy: person,
  chair: person,
  place,
  endedAt: orNull(instant),
  endReason: orNull(fc.constantFrom('command', 'empty', 'alone', 'too-long', 'scheduled', 'room-gone', 'pbx-gone')),
  endedBy: orNull(person),
  locked: orNull(fc.boolean()),
  recording: orNull(fc.boolean()),
  changedAt: instant,
  invitations: fc.array(invitation, { maxLength: 3 }),
  participants: fc.array(participant, { maxLength: 3 }),
  keptOut: fc.array(record({ number: text, until: instant }), { maxLength: 2 }),
  emptySince: orNull(instant),
  aloneSince: orNull(instant),
  warnedAt: orNull(instant),
  keepUntil: orNull(instant),
  longestUntil: orNull(instant),
  recordingCount: orNull(fc.nat()),
})

let store: Store
beforeAll(async () => {
  const clock = createSystemClock()
  store = await openStore({ kind: 'sqlite', path: ':memory:', logger: createSilentLogger(), clock })
})
afterAll(() => store.close())

describe('a stored conference', () => {
  it('comes back exactly as it was saved, at its first revision and at the next', async () => {
    let count = 0
    await fc.assert(
      fc.asyncProperty(conference, conference, async (first, next) => {
        count += 1
        const id = count.toString(36).padStart(6, '0')
        for (const saved of [
          { ...first, id, revision: 1 },
          { ...next, id, revision: 2 },
        ]) {
          await store.conferences.save(saved)
          expect(await store.conferences.get(id)).toStrictEqual(saved)
        }
      }),
      { numRuns: 500 },
    )
  })
})
