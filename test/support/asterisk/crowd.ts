/** Who is in a conference: as Asterisk's own command line has it, and as confbot shows it. One line a person, so that both compare. */
import type { SlackMessage } from '../sandbox-client.ts'
import type { Asterisk } from './server.ts'

export interface Attendee {
  /** The whole name of the channel. */
  readonly channel: string
  readonly number: string
  readonly isMuted: boolean
}

/** Without confbot's own channels. */
export async function attendees(asterisk: Asterisk, room: string): Promise<readonly Attendee[]> {
  const listed = await asterisk.cli(`confbridge list ${room}`)
  return listed.split('\n').flatMap((line) => {
    const [channel = '', flags = '', profile, , , caller = ''] = line.split(/ +/)
    // Without a flag the column is empty.
    if (profile !== 'confbot_user') return []
    const endpoint = /^PJSIP\/(\S+)-[0-9a-f]{8}$/.exec(channel)?.[1] ?? ''
    return { channel, number: endpoint === 'anonymous' ? caller : endpoint, isMuted: flags.includes('m') }
  })
}

const lineOf = (number: string, isMuted: boolean) => (isMuted ? `${number} muted` : number)

export const listed = (people: readonly Attendee[]): string[] =>
  people.map(({ number, isMuted }) => lineOf(number, isMuted)).toSorted()

/** Those who are there by the rows of a card, or of a page of all people. */
export const shown = ({ text }: Pick<SlackMessage, 'text'>): string[] =>
  text
    .split('\n')
    .flatMap((line) => {
      const [, number, state] = /^• (\S+) · ((?:joined|talking).*)$/.exec(line) ?? []
      return number === undefined || state === undefined ? [] : lineOf(number, /\bmuted\b/.test(state))
    })
    .toSorted()

/** How many people a card says are in the room. */
export function counted({ text }: Pick<SlackMessage, 'text'>): number {
  const [, words = ''] = /· (nobody in the room|\d+ (?:person|people))/.exec(text) ?? []
  return Number.parseInt(words, 10) || 0
}
