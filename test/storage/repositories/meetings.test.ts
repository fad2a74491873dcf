/** Meetings through JSON and back, whatever they hold; and what finding them costs however many there are. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person, Place } from '#core/actor.ts'
import type { PbxSchedule } from '#core/contracts/conference-provider.ts'
import type { Store } from '#core/contracts/store.ts'
import type { Meeting, MeetingEvent, OccurrenceChange } from '#core/meeting.ts'
import type { Word } from '#core/word.ts'
import { createSystemClock } from '#lib/clock.ts'
import type { WallTime } from '#lib/wall-time.ts'
import { openStore } from '#storage/index.ts'
import { createLogBook } from '#test/support/log-book.ts'
import { property } from '#test/support/property.ts'
import { general, sampleDelivery, sampleMeeting } from '../samples.ts'
import { planOf, type SentStatements, watchStatements } from '../sent-statements.ts'

// Any UTF-16 code unit: NUL, quotes, halves of surrogate pairs.
const text = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  maxLength: 12,
})
const instant = fc.maxSafeNat()
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { noNullPrototype: true })

const wall: fc.Arbitrary<WallTime> = fc
  .date({ min: new Date('0001-01-01T00:00Z'), max: new Date('9999-12-31T23:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 16))
const person: fc.Arbitrary<Person> = record({ platform: text, workspaceId: text, userId: text, name: text })
const place: fc.Arbitrary<Place> = fc.record(
  {
    platform: text,
    workspaceId: text,
    channelId: text,
    threadId: text,
    kind: fc.constantFrom('channel', 'direct', 'people'),
    isPrivate: fc.constant(true),
  },
  { requiredKeys: ['platform', 'workspaceId', 'channelId', 'kind'], noNullPrototype: true },
)
const schedule: fc.Arbitrary<PbxSchedule> = record({
  subject: text,
  startAt: instant,
  endAt: instant,
  timeZone: text,
  externalInvitees: orNull(text),
})
const change: fc.Arbitrary<OccurrenceChange> = fc.oneof(
  record({ kind: fc.constant('skipped') }),
  fc.record(
    { kind: fc.constant('changed'), start: wall, durationMinutes: fc.nat(), subject: text },
    { requiredKeys: ['kind'], noNullPrototype: true },
  ),
)
const found = { subject: text, startAt: instant, endAt: instant }
const shownRoom = record({ number: text, dialIn: orNull(text), hasPin: fc.boolean() })
const event: fc.Arbitrary<MeetingEvent> = record({
  date: wall,
  id: orNull(text),
  told: record({ ...found, room: orNull(shownRoom) }),
  interested: record({ count: fc.nat(), people: fc.array(person, { maxLength: 2 }) }),
  conflict: orNull(record({ found: orNull(record(found)), seenAt: instant })),
})
const userId = fc.stringMatching(/^[A-Z0-9]{1,9}$/)
const mentions = fc.constantFrom('<@U1>', '<@!U2>', '<@>', '<@U1> <@U2>', '+4930901802')
const word: fc.Arbitrary<Word> = record({
  text: fc.oneof(text, mentions),
  quoted: fc.boolean(),
  afterComma: fc.boolean(),
})
const required: fc.Arbitrary<Omit<Meeting, 'id' | 'revision' | 'continuedBy' | 'names'>> = record({
  start: wall,
  timeZone: text,
  durationMinutes: fc.nat(),
  rule: orNull(text),
  changes: fc.dictionary(wall, change, { maxKeys: 3, noNullPrototype: true }),
  subject: text,
  state: fc.constantFrom('scheduled', 'cancelled', 'over'),
  owner: person,
  place,
  pbx: text,
  room: orNull(record({ id: text, number: text, dialIn: orNull(text), hasPin: fc.boolean() })),
  who: fc.array(word, { maxLength: 4 }),
  externalInvitees: orNull(text),
  reminderMinutes: fc.array(fc.nat(), { maxLength: 3 }),
  areRemindersPaused: fc.boolean(),
  options: record({
    ring: fc.boolean(),
    record: fc.boolean(),
    lock: fc.boolean(),
    muteOnEntry: fc.boolean(),
    close: fc.boolean(),
    event: fc.boolean(),
  }),
  createdAt: instant,
  changedAt: instant,
  sequence: fc.nat(),
  onPbx: orNull(schedule),
  conflict: orNull(record({ found: orNull(schedule), seenAt: instant })),
  event: orNull(event),
})
const meeting = fc
  .tuple(required, orNull(text), orNull(fc.dictionary(userId, text, { maxKeys: 3, noNullPrototype: true })))
  .map(([rest, continuedBy, names]) => ({
    ...rest,
    ...(continuedBy !== null && { continuedBy }),
    ...(names && { names }),
  }))

let folder: string
let path: string
const log = createLogBook()
let statements: SentStatements
let store: Store
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'confbot-meetings-'))
  path = join(folder, 'confbot.sqlite')
  statements = watchStatements()
  store = await openStore({ kind: 'sqlite', path, logger: log.logger, clock: createSystemClock() })
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

describe('a stored meeting', () => {
  property(
    'comes back exactly as it was saved, at its first revision and at the next',
    'storage.meeting',
    fc.tuple(meeting, meeting, orNull(instant)),
    { runs: 300, inputsIn: () => 2 },
    () => {
      let count = 0
      return async ([first, next, nextAt]) => {
        count += 1
        const id = count.toString(36).padStart(6, '0')
        for (const saved of [
          { ...first, id, revision: 1 },
          { ...next, id, revision: 2 },
        ]) {
          await store.meetings.save(saved, nextAt)
          expect(await store.meetings.get(id)).toStrictEqual(saved)
        }
      }
    },
  )

  it('that cannot be read is told by its code, and hides no other', async () => {
    const channelKey = 'slack:T1:broken'
    const meeting = sampleMeeting('broken', { place: { ...general, channelId: 'broken' } })
    await store.meetings.save(meeting, 1)
    await store.meetings.save({ ...meeting, id: 'intact' }, 2)
    const edit = (sql: string) => {
      using file = new DatabaseSync(path)
      file.exec(sql)
    }
    edit(`update meetings set document = '{}' where id = 'broken'`)
    await expect(store.meetings.get('broken')).rejects.toThrow('the stored meeting broken cannot be read')
    edit(`update meetings set document_version = 9 where id = 'broken'`)
    const later = expect.objectContaining({ message: 'unknown version 9 of a stored meeting' })
    await expect(store.meetings.get('broken')).rejects.toMatchObject({ cause: later })
    const found = [{ ...meeting, id: 'intact' }]
    expect(await store.meetings.upcoming({ channelKey, limit: 10 })).toStrictEqual(found)
    expect((await store.meetings.unplanned(9_999)).filter(({ id }) => id === 'intact')).toStrictEqual(found)
    const line = expect.objectContaining({ level: 50, meeting: 'broken' })
    expect(log.of('a meeting cannot be read, and is left out')).toEqual([line, line])
  })
})

describe('saving a meeting', () => {
  const save = async (given: Partial<Meeting>) =>
    (await statements.during(() => store.meetings.save(sampleMeeting('counts', given), 10))).length

  it('is one statement, unless it has other people than before', async () => {
    const who = [{ text: '<@U2>', quoted: false, afterComma: false }]
    expect(await save({})).toBe(3)
    expect(await save({ revision: 2, subject: 'Another' })).toBe(1)
    expect(await save({ revision: 3, who })).toBe(5)
    expect(await save({ revision: 4, who })).toBe(1)
    expect((await statements.during(() => store.meetings.setNext('counts', 20))).length).toBe(1)
  })

  it('keeps nobody in mind for one that is cancelled or over, of which there will be very many', async () => {
    await store.meetings.save(sampleMeeting('ended1'), 10)
    const people = () => {
      using file = new DatabaseSync(path, { readOnly: true })
      return file.prepare(`select person_key from meeting_people where meeting_id = 'ended1'`).all()
    }
    expect(people()).toEqual([{ person_key: 'slack:T1:U1' }])
    await store.meetings.save(sampleMeeting('ended1', { state: 'over', revision: 2 }), null)
    expect(people()).toEqual([])
  })
})

describe('finding meetings', () => {
  const channelKey = 'slack:T1:C1'
  const workspaceKey = 'slack:T1'
  const personKey = 'slack:T1:U1'
  const plansOf = async (run: () => Promise<unknown>) =>
    (await statements.during(run)).map((statement) => planOf(path, statement))

  it.each([
    [{ channelKey }, 'meetings_by_channel (channel_key=? AND next_at>?)'],
    [{ channelKey, before: 10 }, 'meetings_by_channel (channel_key=? AND next_at>? AND next_at<?)'],
    [{ workspaceKey }, 'meetings_by_workspace (workspace_key=? AND next_at>?)'],
    [{ workspaceKey, before: 10 }, 'meetings_by_workspace (workspace_key=? AND next_at>? AND next_at<?)'],
    [{ pbx: 'main' }, 'meetings_by_pbx (pbx=? AND next_at>?)'],
    [{ pbx: 'main', before: 10 }, 'meetings_by_pbx (pbx=? AND next_at>? AND next_at<?)'],
    [{ before: 10 }, 'meetings_by_start (next_at>? AND next_at<?)'],
    [{}, 'meetings_by_start (next_at>?)'],
  ])('that come of %j reads no more than are found, in their order', async (filter, index) => {
    const plans = await plansOf(() => store.meetings.upcoming({ ...filter, limit: 200 }))
    expect(plans).toEqual([[`SEARCH meetings USING INDEX ${index}`]])
  })

  it.each([[{ personKey }], [{ personKey, before: 10 }], [{ personKey, workspaceKey, channelKey, pbx: 'main' }]])(
    'that come of %j reads those of that person',
    async (filter) => {
      const plans = await plansOf(() => store.meetings.upcoming({ ...filter, limit: 200 }))
      expect(plans).toEqual([
        [
          'SEARCH meeting_people USING COVERING INDEX meeting_people_by_person (person_key=?)',
          'SEARCH meetings USING INDEX sqlite_autoindex_meetings_1 (id=?)',
          'USE TEMP B-TREE FOR ORDER BY',
        ],
      ])
    },
  )

  it('for which nothing is planned compares two indexes, and reads those alone', async () => {
    const [plan = []] = await plansOf(() => store.meetings.unplanned(200))
    expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual([
      'SCAN meetings USING COVERING INDEX meetings_scheduled',
      'SCAN jobs USING COVERING INDEX jobs_by_meeting',
    ])
  })

  it('and all that belongs to them looks everything up in indexes', async () => {
    const occurrence = { meetingId: 'm00001', date: '2026-12-01T15:00' }
    const person: Person = { platform: 'slack', workspaceId: 'T1', userId: 'U1', name: 'Alice' }
    const plans = await plansOf(async () => {
      await store.conferences.ofOccurrence(occurrence)
      await store.deliveries.begin(sampleDelivery('remind:1'))
      await store.deliveries.settle('remind:1', 'sent', 1)
      await store.deliveries.ofMeeting('m00001')
      await store.deliveries.ofMeeting('m00001', occurrence.date)
      await store.deliveries.count(1)
      await store.deliveries.prune(1)
      await store.answers.put(occurrence, { person, answer: 'late', startAt: 1, at: 1 })
      await store.answers.of(occurrence)
      await store.answers.ofPerson('slack:T1:U1', ['m00001', 'm00002'])
      await store.calendars.find('a')
      await store.calendars.ofScope('b')
      await store.roomLeases.pass('main', '8000', 'a', 'b')
    })
    expect(plans).toHaveLength(13)
    expect(plans.flat().filter((step) => step.startsWith('SCAN'))).toEqual([])
  })
})
