/**
 * `GET /calendar/<secret>.ics`: whoever knows the secret reads the calendar. An unknown, a renewed and a revoked address look
 * alike, and so does that of somebody who has left.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Person } from '#core/actor.ts'
import { hashCalendarSecret, isCalendarSecret } from '#core/calendar-secret.ts'
import type { PeopleSource } from '#core/contracts/announcer.ts'
import type { Store } from '#core/contracts/store.ts'
import type { Clock } from '#lib/clock.ts'
import { spanToString } from '#text/format.ts'
import { say } from '#text/message.ts'
import { meetingsToIcs } from './meetings-to-ics.ts'

export interface CalendarServerDeps {
  readonly store: Pick<Store, 'calendars' | 'meetings'>
  readonly people: PeopleSource
  readonly clock: Clock
}

/** Where it is served: `calendarPath('…')` is the address's path. */
export const calendarPath = (secret: string) => `/calendar/${secret}.ics`

const maxMeetings = 1000
/** Calendar programs ask every few minutes at the most; who has left is found out within this time. */
const knownMs = 15 * 60_000

export function createCalendarServer({ store, people, clock }: CalendarServerDeps) {
  const known = new Map<string, { readonly name: string | null; readonly until: number }>()

  /** null: there is no such person any more. Who cannot be asked for counts as still there. */
  const nameOf = async (person: Omit<Person, 'name'>, scope: string): Promise<string | null> => {
    const found = known.get(scope)
    if (found && clock.now() < found.until) return found.name
    const actor = await people.find(person).catch(() => undefined)
    const name = actor === undefined ? person.userId : (actor?.name ?? null)
    known.set(scope, { name, until: clock.now() + knownMs })
    return name
  }

  const read = async (secret: string): Promise<string | null> => {
    if (!isCalendarSecret(secret)) return null
    const calendar = await store.calendars.find(hashCalendarSecret(secret))
    if (!calendar) return null
    const [kind, platform = '', workspaceId = '', id = ''] = calendar.scope.split(':')
    const key = calendar.scope.slice(calendar.scope.indexOf(':') + 1)
    const ofPerson = kind === 'person'
    const owner = ofPerson ? await nameOf({ platform, workspaceId, userId: id }, calendar.scope) : ''
    if (owner === null) return null
    const name = ofPerson ? say('calendar.name.person', { name: owner }) : say('calendar.name.channel')
    const meetings = await store.meetings.upcoming({
      ...(ofPerson ? { personKey: key } : { channelKey: key }),
      limit: maxMeetings,
    })
    return meetingsToIcs(meetings, { name: spanToString(name), now: clock.now() })
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = ''] = (request.url ?? '').split('?')
    const secret = /^\/calendar\/([^/]+)\.ics$/.exec(path)?.[1] ?? ''
    const content = await read(secret)
    // An address is a secret: it is kept by no shared cache, told to no other site, and found by no search.
    response.setHeader('referrer-policy', 'no-referrer')
    response.setHeader('x-robots-tag', 'noindex')
    response.setHeader('x-content-type-options', 'nosniff')
    if (content === null) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
      response.end(`${spanToString(say('calendar.unknown'))}\n`)
      return
    }
    response.writeHead(200, {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'inline; filename="confbot.ics"',
      'cache-control': 'private, max-age=300',
    })
    response.end(content)
  }
}
