/** What the bot token must be granted, as manifest.yml asks for it, and what does not work without each. */
import { type Finding, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { type MessageKey, type Span, say } from '#text/message.ts'

export const requiredScopes = {
  'app_mentions:read': 'doctor.slack.without.app-mentions',
  'chat:write': 'doctor.slack.without.chat-write',
  'chat:write.public': 'doctor.slack.without.chat-write-public',
  commands: 'doctor.slack.without.commands',
  'im:history': 'doctor.slack.without.im-history',
  'im:write': 'doctor.slack.without.im-write',
  'users:read': 'doctor.slack.without.users-read',
} as const satisfies Record<string, MessageKey>

/** By the kind of conversation in which a message that Slack did not confirm can be looked for. */
export const historyScopes = {
  'channels:history': 'doctor.slack.kind.public',
  'groups:history': 'doctor.slack.kind.private',
  'mpim:history': 'doctor.slack.kind.group',
} as const satisfies Record<string, MessageKey>

/** What can be looked for wherever reminders go: channels of both kinds, and direct messages. Group messages are told by `doctor`. */
const searchScopes = ['channels:history', 'groups:history', 'im:history']

/** Whether a message that Slack did not confirm is looked for, rather than reported. */
export const canSearch = (granted: readonly string[]): boolean => searchScopes.every((scope) => granted.includes(scope))

/** What is nice to have. */
export const otherScopes = { 'files:write': 'doctor.slack.no-files' } as const satisfies Record<string, MessageKey>

/** By the kind of channel of which can be told whether the bot is in it. */
export const readScopes = {
  'channels:read': 'doctor.slack.kind.public',
  'groups:read': 'doctor.slack.kind.private',
} as const satisfies Record<string, MessageKey>

export function scopeFindings(granted: readonly string[]): readonly Finding[] {
  const lacking = Object.entries(requiredScopes).filter(([scope]) => !granted.includes(scope))
  const refused = lacking.map(([scope, without]) =>
    fail(say('doctor.slack.scope', { scope, without: { kind: 'message', key: without, blanks: {} } }), grantRequired),
  )
  return [
    ...(refused.length > 0 ? refused : [ok(say('doctor.slack.scopes'))]),
    historyFinding(granted),
    ...lackingOf(readScopes, granted).map((kinds) =>
      warn(say('doctor.slack.read', kinds), grantOptional(kinds.scopes)),
    ),
    ...(granted.includes('channels:read') ? [] : [warn(say('doctor.slack.mentions'), grantOptional('channels:read'))]),
    ...Object.entries(otherScopes)
      .filter(([scope]) => !granted.includes(scope))
      .map(([scope, key]) => warn({ kind: 'message', key, blanks: {} }, grantOptional(scope))),
  ]
}

/** Whether a message that Slack did not confirm is looked for, or reported and left to the person. */
function historyFinding(granted: readonly string[]): Finding {
  const [lacking] = lackingOf(historyScopes, granted)
  if (!lacking) return ok(say('doctor.slack.history'))
  return warn(say('doctor.slack.no-history', lacking), grantOptional(lacking.scopes))
}

/** The scopes that are not granted with what they are for; nothing when all are. */
function lackingOf(scopes: Readonly<Record<string, MessageKey>>, granted: readonly string[]) {
  const lacking = Object.entries(scopes).filter(([scope]) => !granted.includes(scope))
  if (lacking.length === 0) return []
  return [{ scopes: lacking.map(([scope]) => scope).join(', '), kinds: inWords(lacking.map(([, key]) => key)) }]
}

const inWords = ([first, second, third]: readonly MessageKey[]): Span => {
  const words = [first, second, third].flatMap((key): Span[] => (key ? [{ kind: 'message', key, blanks: {} }] : []))
  return words.reduce((left, right) => say('doctor.and', { left, right }))
}

const grantRequired = say('doctor.slack.scope.next')
const grantOptional = (scopes: string) => say('doctor.slack.optional.next', { scopes })
