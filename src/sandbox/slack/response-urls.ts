/** response_urls: five posts in half an hour, to the place of the interaction (docs.slack.dev, interactivity/handling-user-interaction). */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '#lib/clock.ts'
import { botUserId } from './identity.ts'
import type { MessageContent, MessageStore, StoredMessage } from './message-store.ts'
import type { RateLimits } from './rate-limits.ts'
import { SlackRefusal } from './refusal.ts'
import { parseAttachments, parseMessageBlocks } from './rules/message.ts'

const lifetimeMs = 30 * 60_000
const maxUses = 5

/** Where an interaction happened. */
interface ResponsePlace {
  channel: string
  user: string
  /** The message that held the button; absent for a command. */
  source?: { ts: string } | undefined
}

export interface ResponseUrls {
  issue(place: ResponsePlace): string
  /** Posts to the URL with that secret. Throws SlackRefusal: used_url, expired_url, … */
  post(secret: string, body: unknown): void
  /** Puts an answer in place as a post to the URL does; also what an acknowledgement of a command carries. */
  respond(place: ResponsePlace, body: unknown): void
  clear(): void
}

const Response = z.looseObject({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
})
type Response = z.infer<typeof Response>

interface ResponseUrlDeps {
  clock: Clock
  baseUrl: () => string
  messages: MessageStore
  limits: RateLimits
}

export function createResponseUrls({ clock, baseUrl, messages, limits }: ResponseUrlDeps): ResponseUrls {
  const urls = new Map<string, { place: ResponsePlace; issuedAt: number; uses: number }>()

  const respond = (place: ResponsePlace, body: unknown) => {
    const parsed = Response.safeParse(body)
    if (!parsed.success) throw new SlackRefusal('invalid_payload')
    const response = parsed.data
    const source = place.source && messages.find(place.channel, place.source.ts)
    // A message shortcut starts from anyone's message; only the app's own can be replaced.
    const original = source?.user === botUserId ? source : undefined
    if (response.delete_original) {
      if (original) messages.remove(original)
      return
    }
    const content = parseContent(response)
    if (original && replaces(response, original)) messages.change(original, content)
    else {
      if (limits.postingWait(place.channel) > 0) throw new SlackRefusal('ratelimited')
      messages.add({
        channel: place.channel,
        user: botUserId,
        ...content,
        threadTs: response.thread_ts ?? source?.threadTs,
        visibleTo: response.response_type === 'in_channel' ? undefined : place.user,
      })
    }
  }

  return {
    issue(place) {
      const secret = randomBytes(18).toString('base64url')
      urls.set(secret, { place, issuedAt: clock.now(), uses: 0 })
      return `${baseUrl()}/sandbox/slack/hooks/${secret}`
    },
    post(secret, body) {
      const url = urls.get(secret)
      if (!url || clock.now() - url.issuedAt > lifetimeMs) throw new SlackRefusal('expired_url')
      if (url.uses >= maxUses) throw new SlackRefusal('used_url')
      url.uses += 1
      respond(url.place, body)
    },
    respond,
    clear: () => urls.clear(),
  }
}

/** A reply into the thread that does not say `replace_original: false` overwrites the message above it. */
function replaces(response: Response, original: StoredMessage): boolean {
  if (response.replace_original !== undefined) return response.replace_original
  return response.thread_ts !== undefined && original.visibleTo === undefined
}

function parseContent(response: Response): MessageContent {
  const blocks = response.blocks === undefined ? undefined : parseMessageBlocks(response.blocks)
  const attachments = response.attachments === undefined ? undefined : parseAttachments(response.attachments)
  if (!response.text && !blocks?.length && !attachments?.length) throw new SlackRefusal('no_text')
  return { text: response.text ?? '', blocks, attachments }
}
