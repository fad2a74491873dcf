/** Giving files (docs.slack.dev, reference/methods/files.getUploadURLExternal and files.completeUploadExternal). */
import { z } from 'zod'
import type { Channel } from '../directory.ts'
import type { StoredFile } from '../file-store.ts'
import { botUserId } from '../identity.ts'
import { SlackRefusal, schemaRefusal } from '../refusal.ts'
import type { Block } from '../rules/blocks.ts'
import { checkBlockTextLength, parseMessageBlocks } from '../rules/message.ts'
import type { Workspace } from '../workspace.ts'
import type { Arguments } from './arguments.ts'
import { threadParent } from './chat.ts'
import { type Call, knownChannel, type Method } from './method.ts'

/** As much as the sandbox reads. */
const maxBytes = 1 << 20
export const uploadPath = '/sandbox/slack/upload/v1/'

function announce({ args, workspace }: Call): Record<string, unknown> {
  const name = args.required('filename')
  const length = args.count('length')
  // "Typically only occurs when the `length` provided is 0."
  if (length === undefined || length < 1) throw new SlackRefusal('missing_argument')
  if (length > maxBytes) throw new SlackRefusal('file_upload_size_restricted')
  const file = workspace.files.announce(name, length)
  return { upload_url: `${workspace.baseUrl()}${uploadPath}${file.secret}`, file_id: file.id }
}

const Named = z.array(
  z.strictObject({ id: z.string(), title: z.string().optional(), highlight_type: z.string().optional() }),
)

/** Those that were handed in and not completed yet: "this method can only be called once". Throws file_not_found. */
function handedIn({ args, workspace }: Call): StoredFile[] {
  const { data: named = [] } = Named.safeParse(args.structure('files'))
  if (named.length === 0) throw schemaRefusal('invalid_arguments', ['must be a list of files [json-pointer:/files]'])
  return named.map(({ id, title }) => {
    const file = workspace.files.byId(id)
    if (!file?.content || file.isComplete) throw new SlackRefusal('file_not_found')
    if (title !== undefined) file.title = title
    return file
  })
}

/** Where the bot is; null: nowhere, the files stay its own. A person's id is refused (slackapi/bolt-js issue 2115). */
function target(workspace: Workspace, args: Arguments): Channel | null {
  if (args.has('channels')) throw schemaRefusal('invalid_arguments', ['the sandbox takes `channel_id` alone'])
  const id = args.text('channel_id')
  if (id === undefined) return null
  if (!/^[CGDZ][A-Z0-9]+$/.test(id))
    throw schemaRefusal('invalid_arguments', [
      'input must match regex pattern: ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]',
    ])
  const channel = knownChannel(workspace, id)
  if (!channel.members.has(botUserId)) throw new SlackRefusal('not_in_channel')
  if (channel.isArchived) throw new SlackRefusal('posting_to_channel_denied')
  return channel
}

/** "If the `initial_comment` field is provided, the `blocks` field is ignored." */
function said(args: Arguments): { text: string; blocks?: Block[] } {
  const text = args.text('initial_comment') ?? ''
  if (text !== '' || !args.has('blocks')) return { text }
  const blocks = parseMessageBlocks(args.structure('blocks'))
  // Here, and nowhere else (slackapi/python-slack-sdk issue 1756).
  if (blocks.some(({ type }) => type === 'markdown')) throw new SlackRefusal('internal_error')
  checkBlockTextLength(blocks)
  return { text, blocks }
}

function complete(call: Call): Record<string, unknown> {
  const { args, workspace } = call
  const channel = target(workspace, args)
  const files = handedIn(call)
  if (channel) {
    const content = said(args)
    const threadTs = threadParent(workspace, channel, args)
    const wait = workspace.limits.postingWait(channel.id)
    if (wait > 0) throw new SlackRefusal('ratelimited', { retryAfter: wait })
    for (const file of files) file.sharedIn.add(channel.id)
    const presented = files.map(workspace.files.present)
    workspace.messages.add({ ...content, files: presented, channel: channel.id, user: botUserId, threadTs })
  }
  for (const file of files) file.isComplete = true
  return { files: files.map(({ id, title }) => ({ id, title })) }
}

const scopes = ['files:write']
export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': { tier: 'tier4', scopes, run: announce },
  'files.completeUploadExternal': { tier: 'tier4', scopes, run: complete },
}
