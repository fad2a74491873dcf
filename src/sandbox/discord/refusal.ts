/** Discord's error answers (topics/opcodes-and-status-codes, "JSON"; reference, "Error Messages"), thrown by whatever finds the reason. */

/** The code's status and words. */
const known = {
  0: [401, '401: Unauthorized'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  10070: [404, 'Unknown Guild Scheduled Event'],
  20012: [403, 'You are not authorized to perform this action on this application'],
  30032: [400, 'Maximum number of application commands reached (100)'],
  30034: [400, 'Max number of daily application command creates has been reached (200)'],
  30015: [400, 'Maximum number of attachments in a message reached (10)'],
  30038: [400, 'Maximum number of uncompleted guild scheduled events reached (100)'],
  30046: [400, 'Maximum number of edits to messages older than 1 hour reached. Try again later'],
  40005: [413, 'Request entity too large'],
  40041: [400, 'An application command with that name already exists'],
  40060: [400, 'Interaction has already been acknowledged'],
  40094: [400, 'This interaction has hit the maximum number of follow up messages'],
  50001: [403, 'Missing Access'],
  50003: [403, 'Cannot execute action on a DM channel'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50021: [403, 'Cannot execute action on a system message'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50033: [400, 'Invalid Recipient(s)'],
  50035: [400, 'Invalid Form Body'],
  50041: [400, 'Invalid API version provided'],
  50045: [413, 'File uploaded exceeds the maximum size'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  50278: [403, 'Cannot send messages to this user due to having no mutual guilds'],
  160002: [400, 'Cannot reply without permission to read message history'],
  160005: [400, 'Thread is locked'],
  180000: [400, 'Cannot update a finished event'],
} as const satisfies Record<number, readonly [status: number, message: string]>
export type RefusalCode = keyof typeof known

/** What is wrong with one field of a body. */
export interface Problem {
  /** Of the field: property names and positions. */
  path: readonly (string | number)[]
  /** E.g. BASE_TYPE_REQUIRED. */
  code: string
  message: string
}

export class DiscordRefusal extends Error {
  readonly status: number
  readonly code: number
  /** Further fields of the answer, e.g. `errors`. */
  readonly fields: Readonly<Record<string, unknown>>

  constructor(status: number, code: number, message: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.name = 'DiscordRefusal'
    this.status = status
    this.code = code
    this.fields = fields
  }
}

export function refusal(code: RefusalCode): DiscordRefusal {
  const [status, message] = known[code]
  return new DiscordRefusal(status, code, message)
}

/** 50035 with each problem as `_errors` at its place in `errors`. */
export function invalidForm(problems: readonly Problem[]): DiscordRefusal {
  const [status, message] = known[50035]
  return new DiscordRefusal(status, 50035, message, { errors: nest(problems) })
}

type ErrorTree = { [key: string]: ErrorTree | { code: string; message: string }[] }

/** Without a prototype: the names of fields come from outside. */
const emptyTree = (): ErrorTree => Object.create(null)

function nest(problems: readonly Problem[]): ErrorTree {
  const root = emptyTree()
  for (const { path, code, message } of problems) {
    let node = root
    for (const key of path) {
      const inner = node[key]
      if (inner && !Array.isArray(inner)) node = inner
      else {
        const made = emptyTree()
        node[key] = made
        node = made
      }
    }
    const listed = node._errors
    node._errors = [...(Array.isArray(listed) ? listed : []), { code, message }]
  }
  return root
}
