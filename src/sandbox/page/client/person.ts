/** The people of the workspace, and how they are shown. */

export interface Person {
  readonly id: string
  readonly name: string
  readonly realName: string
  readonly team: string
  readonly isAdmin: boolean
  readonly isGuest: boolean
  readonly isBot: boolean
  /** IANA. */
  readonly timeZone: string
}

export interface UserGroup {
  readonly id: string
  /** Without `@`. */
  readonly handle: string
  readonly name: string
}

/** As Slack shows them: by the display name, which here is what everybody is mentioned by. */
export const shownName = ({ name }: Person): string => name

/** The one app of the workspace that this sandbox is about. */
export const isTheApp = ({ name }: Person): boolean => name === 'confbot'

/** Of another workspace, met in a channel that both share. */
export const isOutsider = ({ team }: Person): boolean => team !== 'T0SANDBOX'

export function roleOf(person: Person): string {
  if (person.isBot) return 'app'
  if (person.isAdmin) return 'administrator'
  if (person.isGuest) return 'guest'
  return isOutsider(person) ? 'of another organisation' : 'member'
}

/** `New York, 7:05 AM`. */
export function whereAndWhen({ timeZone }: Person, now: number): string {
  const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
  const time = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit' }).format(now)
  return `${city}, ${time.replaceAll('\u202f', ' ')}`
}
