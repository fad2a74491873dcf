import { describe, expect, it, vi } from 'vitest'
import type { Actor, Place } from '#core/actor.ts'
import type { Store } from '#core/contracts/store.ts'
import { ConfbotError } from '#core/errors.ts'
import { createSuggestions } from '#core/service/suggest.ts'
import { anna, ben, carol, general, other, startService, words } from '#test/support/service.ts'
import { soon } from '#test/support/soon.ts'

async function suggest(around: (directory: Store['directory']) => Partial<Store['directory']> = () => ({})) {
  const running = await startService()
  const { store } = running
  const directory = { ...store.directory, ...around(store.directory) }
  const source = createSuggestions({
    ...running,
    store: { directory, meetings: store.meetings, settings: store.settings },
  })
  return {
    ...running,
    values: (kind: Parameters<typeof source>[0], place = general) => source(kind, place, ben).map(({ value }) => value),
    labels: (kind: Parameters<typeof source>[0], place = general) => source(kind, place, ben).map(({ label }) => label),
    addContact: (name: string, number: string) =>
      running.service.putContact(
        running.attempt(),
        running.service.pbxOf('berlin'),
        { name, number, userId: null },
        false,
      ),
  }
}

describe('suggestions', () => {
  it('are the people in the room, by code, with names or masked numbers', async () => {
    const { start, values, labels } = await suggest()
    await start(anna, 'Sprint review', '1001', '+4930901844')
    expect(values('participant')).toEqual(['p1', 'p2'])
    expect(labels('participant')).toEqual(['Bob', '+49 ···844'])
    expect(values('participant', other)).toEqual([])
  })

  it('are the live conferences, those of this channel first', async () => {
    const { service, attempt, values, labels } = await suggest()
    const here = await service.start(attempt(), { subject: 'Here', who: [] })
    const there = await service.start(attempt(anna, 'conf start', other), { subject: 'There', who: [] })
    expect(values('conference')).toEqual([here.conference.id, there.conference.id])
    expect(labels('conference', other)).toEqual(['There (8001)', 'Here (8000)'])
    expect(values('room')).toEqual(['8000', '8001'])
  })

  it('are rooms that were made to stay, of the PBX that the channel has', async () => {
    const { service, attempt, values, labels } = await suggest()
    await service.start(attempt(anna, 'conf start', other), { subject: 'Secret', who: [] })
    const assignments = { extension_number: '8050', mode: 'AUDIO', subject: 'Board room', capacity: '9' }
    await service.createRoom(attempt(), { assignments })
    expect(values('offered-room')).toEqual([])
    await soon(() => expect(values('offered-room')).toEqual(['8050']))
    expect(labels('offered-room')).toEqual(['8050 · Board room'])
  })

  it('are the rooms of the range without their subjects where none can be made', async () => {
    const rooms = ['8001', '9000'].map((number) => ({ number, subject: 'Secret', capacity: 9 }))
    const running = await startService([{ name: 'berlin', kind: 'yeastar-s', rooms }])
    const source = createSuggestions(running)
    source('offered-room', general, ben)
    await soon(() => expect(source('offered-room', general, ben)).toEqual([{ value: '8001', label: '8001' }]))
  })

  it('are contacts and lists once they were read, with numbers masked', async () => {
    const { service, attempt, addContact, values, labels } = await suggest()
    await addContact('Dora', '+4930901844')
    await service.putList(attempt(), 'Board', words('Dora', '1001'))
    // The first question is answered at once, with what is known.
    expect(values('invitee')).toEqual([])
    await soon(() => expect(values('invitee')).toEqual(['Dora', 'Board']))
    expect(labels('invitee')).toEqual(['Dora · +49 ···844', 'Board (2)'])
    expect(values('contact')).toEqual(['Dora'])
    expect(values('list')).toEqual(['Board'])
    expect(values('contact', { ...general, workspaceId: 'T2' })).toEqual([])
  })

  it('are the meetings of this channel and of the asker, once they were read, and those that are new', async () => {
    const { service, attempt, clock, events, values, labels } = await suggest()
    const schedule = (actor: Actor, subject: string, place: Place) =>
      service.schedule(attempt(actor, 'conf schedule', place), { subject, when: '2026-12-01 10:00', zone: 'UTC' })
    const here = await schedule(anna, 'Here', general)
    await schedule(anna, 'Elsewhere', other)
    const mine = await schedule(ben, 'Mine', other)
    expect(values('meeting')).toEqual([])
    await soon(() => expect(values('meeting')).toEqual([here.meeting.id, mine.meeting.id]))
    expect(labels('meeting')).toEqual([`Here (${here.meeting.id})`, `Mine (${mine.meeting.id})`])
    const added = await schedule(anna, 'Added', general)
    events.publish({ kind: 'meeting-changed', meeting: added.meeting })
    await soon(() => expect(labels('meeting').join()).toContain('Added'))
    expect(clock.offsetMs).toBe(0)
  })

  it('read the directory at most twice in a minute, however much is typed, and see what is new then', async () => {
    let readings = 0
    const { addContact, values, clock } = await suggest((directory) => ({
      contacts(key) {
        readings++
        return directory.contacts(key)
      },
    }))
    await addContact('Dora', '1001')
    for (let count = 0; count < 20; count++) values('contact')
    await soon(() => expect(values('contact')).toEqual(['Dora']))
    expect(readings).toBe(1)
    await addContact('Emil', '1002')
    expect(values('contact')).toEqual(['Dora'])
    clock.advance(30_000)
    await soon(() => expect(values('contact')).toEqual(['Dora', 'Emil']))
    expect(readings).toBe(2)
  })

  it('stay what they were while the store does not answer', async () => {
    let isBroken = false
    const { addContact, values, clock, logger } = await suggest((directory) => ({
      contacts: (key) => (isBroken ? Promise.reject(new ConfbotError('store.unavailable')) : directory.contacts(key)),
    }))
    const warn = vi.spyOn(logger, 'warn')
    await addContact('Dora', '1001')
    values('contact')
    await soon(() => expect(values('contact')).toEqual(['Dora']))
    isBroken = true
    clock.advance(30_000)
    values('contact')
    await soon(() => expect(warn).toHaveBeenCalledOnce())
    expect(values('contact')).toEqual(['Dora'])
  })

  it('are first the zones of meetings here, then those of the most people, then all others', async () => {
    const { service, attempt, values } = await suggest()
    for (const [subject, zone] of [
      ['One', 'Asia/Kathmandu'],
      ['Two', 'Australia/Perth'],
      ['Three', 'Australia/Perth'],
    ] as const)
      await service.schedule(attempt(anna), { subject, when: '2026-12-01 10:00', zone })
    const common = ['Europe/London', 'Europe/Berlin', 'America/New_York']
    expect(values('zone').slice(0, 3)).toEqual(common)
    await soon(() => expect(values('zone').slice(0, 5)).toEqual(['Australia/Perth', 'Asia/Kathmandu', ...common]))
    expect(values('zone')).toContain('Africa/Abidjan')
    expect(new Set(values('zone')).size).toBe(values('zone').length)
  })

  it('are the PBXs and the time zones, and nothing where others know better', async () => {
    const { values } = await suggest()
    expect(values('pbx')).toEqual(['berlin'])
    expect(values('zone')).toContain('Europe/Berlin')
    expect(values('recording')).toEqual([])
    expect(values('command')).toEqual([])
  })
})

const abroad: Place = { ...general, workspaceId: 'T2' }
const secret: Place = { ...other, channelId: 'C3', isPrivate: true }

async function prepare() {
  const running = await startService()
  const { service, attempt } = running
  for (const [subject, place] of [
    ['Here', general],
    ['There', other],
    ['Board', secret],
    ['Abroad', abroad],
  ] as const)
    await service.start(attempt(ben, 'conf start', place), { subject, who: [] })
  const suggest = createSuggestions(running)
  return (kind: 'room' | 'conference', place: Place, asker: Actor) =>
    suggest(kind, place, asker).map(({ label }) => label.replace(/[^A-Za-z]/g, ''))
}

describe('suggestions of rooms and conferences', () => {
  it.each(['room', 'conference'] as const)('(%s) are those of the workspace that the asker may see', async (kind) => {
    const labels = await prepare()
    expect(labels(kind, general, carol).toSorted()).toEqual(['Here', 'There'])
    expect(labels(kind, general, ben).toSorted()).toEqual(['Board', 'Here', 'There'])
    expect(labels(kind, secret, carol).toSorted()).toEqual(['Board', 'Here', 'There'])
    expect(labels(kind, abroad, carol)).toEqual(['Abroad'])
  })
})
