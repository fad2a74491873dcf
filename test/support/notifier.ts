/** A chat that remembers what was sent to it, and refuses or dawdles when told to. */
import type { Person, Place } from '#core/actor.ts'
import { ConfbotError } from '#core/errors.ts'
import type { Card } from '#view/card.ts'
import type { FileToSend, MessageRef, Notifier } from '#view/notifier.ts'

export interface RecordedChat {
  readonly notifier: Notifier
  readonly posts: {
    readonly place: Place
    readonly card: Card
    readonly asker: Person | undefined
    readonly mark?: string
  }[]
  readonly told: { readonly person: Person; readonly card: Card; readonly mark?: string }[]
  readonly files: { readonly person: Person; readonly file: FileToSend; readonly said: Card }[]
  /** Also those that were refused. */
  readonly updates: { readonly message: MessageRef; readonly card: Card }[]
  readonly removed: MessageRef[]
  /** The next calls are refused with these, one each. */
  refuse(...errors: unknown[]): void
  /** The same for what is posted alone. */
  refusePosts(...errors: unknown[]): void
  /** How many were refused. */
  refused(): number
  /** The next ones are posted (or told), and nobody hears of it; with no error, not for ever. */
  swallow(...errors: (unknown | undefined)[]): void
  /** Whether messages can be looked for; they can at first. */
  see(isSeeing: boolean): void
  /** Forgets this mark: what has it was not posted. */
  unmark(mark: string): void
  /** The next update is not answered until the returned function is called. */
  hold(): () => void
  /** This message is gone, or every one. */
  lose(messageId?: string): void
  find(): void
}

export function recordNotifier(): RecordedChat {
  const posts: RecordedChat['posts'] = []
  const told: RecordedChat['told'] = []
  const files: RecordedChat['files'] = []
  const marked = new Map<string, MessageRef>()
  const remember = (message: MessageRef, mark: string | undefined) => {
    if (mark !== undefined) marked.set(mark, message)
    return message
  }
  const updates: RecordedChat['updates'] = []
  const removed: MessageRef[] = []
  const refusals: unknown[] = []
  let held: Promise<void> | null = null
  const postRefusals: unknown[] = []
  const swallowed: unknown[] = []
  let isBlind = false
  /** After it was posted. */
  const answered = async (message: MessageRef) => {
    if (swallowed.length === 0) return message
    const error = swallowed.shift()
    return error === undefined ? new Promise<never>(() => {}) : Promise.reject(error)
  }
  let lost: string | null = null
  let refused = 0
  const refuseOnce = (errors = refusals) => {
    if (errors.length === 0) return
    refused++
    throw errors.shift()
  }
  return {
    posts,
    told,
    files,
    updates,
    removed,
    refuse: (...errors) => void refusals.push(...errors),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return resolve
    },
    refusePosts: (...errors) => void postRefusals.push(...errors),
    refused: () => refused,
    swallow: (...errors) => void swallowed.push(...errors),
    see(isSeeing) {
      isBlind = !isSeeing
    },
    unmark: (mark) => void marked.delete(mark),
    lose(messageId = '') {
      lost = messageId
    },
    find() {
      lost = null
    },
    notifier: {
      async post(place, card, asker, mark) {
        refuseOnce()
        refuseOnce(postRefusals)
        posts.push({ place, card, asker, ...(mark !== undefined && { mark }) })
        return answered(remember({ place, messageId: `m${posts.length}` }, mark))
      },
      async tell(person, card, mark) {
        refuseOnce()
        told.push({ person, card, ...(mark !== undefined && { mark }) })
        const { platform, workspaceId, userId } = person
        const place = { platform, workspaceId, channelId: `D-${userId}`, kind: 'direct' } as const
        return answered(remember({ place, messageId: `d${told.length}` }, mark))
      },
      async find(_where, mark) {
        refuseOnce()
        if (isBlind) throw new ConfbotError('chat.unconfirmed')
        return marked.get(mark) ?? null
      },
      async sendFile(person, file, said) {
        refuseOnce()
        files.push({ person, file, said })
      },
      async update(message, card) {
        updates.push({ message, card })
        const waiting = held
        held = null
        await waiting
        refuseOnce()
        return lost === null || (lost !== '' && lost !== message.messageId)
      },
      async remove(message) {
        removed.push(message)
        refuseOnce()
      },
    },
  }
}
