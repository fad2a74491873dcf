import { expect, test } from 'vitest'
import { type ServedSandbox, serveSandbox } from '../../serve-sandbox.ts'
import { createWebClient } from '../run-bolt.ts'

const calendar = 'BEGIN:VCALENDAR\r\nSUMMARY:Präsentation\r\nEND:VCALENDAR\r\n'
const length = Buffer.byteLength(calendar)

async function setUp() {
  const served = await serveSandbox()
  const client = createWebClient(served)
  const announce = () => client.files.getUploadURLExternal({ filename: 'review.ics', length })
  const upload = (url = '', body: string | FormData = calendar, type?: string) =>
    fetch(url, { method: 'POST', body, ...(type && { headers: { 'content-type': type } }) })
  /** Announced and handed in. */
  const handIn = async () => {
    const { upload_url, file_id = '' } = await announce()
    expect((await upload(upload_url, calendar, 'text/calendar; charset=utf-8')).status).toBe(200)
    return file_id
  }
  return { ...served, client, announce, upload, handIn }
}

const read = (served: ServedSandbox, file: string, user = 'alice') =>
  served.request('GET', `slack/files?user=${user}&file=${file}`)

test('a file is shared with words beside it, and its content can be read by who is there', async () => {
  const served = await setUp()
  const id = await served.handIn()
  const blocks = [{ type: 'section', text: { type: 'plain_text', text: 'For your calendar' } }]
  const answer = await served.client.files.completeUploadExternal({
    files: [{ id, title: 'Sprint review' }],
    channel_id: 'D0ALICE',
    blocks,
  })
  expect(answer.files).toEqual([{ id, title: 'Sprint review' }])
  const [message] = await served.messages('@confbot', 'alice')
  expect(message).toMatchObject({
    subtype: 'file_share',
    upload: true,
    bot_id: 'B0CONFBOT',
    blocks: [{ text: { text: 'For your calendar' } }],
    files: [
      { id, name: 'review.ics', title: 'Sprint review', mimetype: 'text/calendar', size: length, ims: ['D0ALICE'] },
    ],
  })
  expect(await read(served, id)).toMatchObject({ status: 200, body: { file: { id }, content: calendar } })
  expect(await read(served, id, 'bob')).toMatchObject({ status: 404 })
})

test("the real client's own way goes through, and a comment takes the place of blocks", async () => {
  const served = await setUp()
  await served.client.files.uploadV2({
    channel_id: 'C0OPS',
    filename: 'review.ics',
    content: calendar,
    initial_comment: 'Here it is',
    blocks: [{ type: 'divider' }],
  })
  const [message] = await served.messages('ops', 'bob')
  expect(message).toMatchObject({ text: 'Here it is', files: [{ name: 'review.ics', size: length }] })
  expect(message).not.toHaveProperty('blocks')
})

test('an upload is as long as announced, one file, and goes where it was told to', async () => {
  const { announce, upload, client } = await setUp()
  const { upload_url = '', file_id: id = '' } = await announce()
  expect((await upload(upload_url, 'shorter')).status).toBe(400)
  expect((await upload(`${upload_url}x`)).status).toBe(404)
  const two = new FormData()
  two.append('a', calendar)
  two.append('b', calendar)
  expect((await upload(upload_url, two)).status).toBe(400)
  expect((await upload(upload_url, 'no form', 'multipart/form-data; boundary=x')).status).toBe(400)
  await expect(client.files.completeUploadExternal({ files: [{ id }] })).rejects.toThrow('file_not_found')
})

test('an upload is completed once, and takes nothing more', async () => {
  const { announce, upload, client } = await setUp()
  const { upload_url, file_id: id = '' } = await announce()
  await upload(upload_url)
  expect(await client.files.completeUploadExternal({ files: [{ id }] })).toMatchObject({ ok: true })
  await expect(client.files.completeUploadExternal({ files: [{ id }] })).rejects.toThrow('file_not_found')
  expect((await upload(upload_url)).status).toBe(404)
})

test.each([
  ['a person instead of a conversation', { channel_id: 'U0ALICE' }, 'invalid_arguments'],
  ['a conversation that is not there', { channel_id: 'C0NOWHERE' }, 'channel_not_found'],
  ['a public channel that the bot is not in', { channel_id: 'C0LOUNGE' }, 'not_in_channel'],
  ['an archived channel', { channel_id: 'C0ATTIC' }, 'posting_to_channel_denied'],
  ['blocks that are none', { channel_id: 'C0OPS', blocks: [{ type: 'nothing' }] }, 'invalid_blocks'],
  ['a markdown block', { channel_id: 'C0OPS', blocks: [{ type: 'markdown', text: '*x*' }] }, 'internal_error'],
  ['a thread that is not there', { channel_id: 'C0OPS', thread_ts: '1700000000.000100' }, 'thread_not_found'],
])('a file is not shared into %s, and can still be shared elsewhere', async (_, where, error) => {
  const { handIn, client } = await setUp()
  const files: [{ id: string }] = [{ id: await handIn() }]
  await expect(client.files.completeUploadExternal({ files, ...where })).rejects.toThrow(error)
  expect(await client.files.completeUploadExternal({ files, channel_id: 'C0OPS' })).toMatchObject({ ok: true })
})

test('an empty file, one too large, and any without the scope are refused', async () => {
  const { client, post } = await setUp()
  const announce = (bytes: number) => client.files.getUploadURLExternal({ filename: 'x.ics', length: bytes })
  await expect(announce(0)).rejects.toThrow('missing_argument')
  await expect(announce(2 ** 21)).rejects.toThrow('file_upload_size_restricted')
  await post('slack/scopes', { scopes: ['chat:write'] })
  await expect(announce(1)).rejects.toThrow('missing_scope')
})

test('a deleted message takes its file out of sight', async () => {
  const served = await setUp()
  const id = await served.handIn()
  await served.client.files.completeUploadExternal({ files: [{ id }], channel_id: 'C0OPS' })
  const [message] = await served.messages('ops', 'alice')
  await served.client.chat.postMessage({ channel: 'C0OPS', text: 'Thanks', thread_ts: String(message?.ts) })
  await served.post('slack/delete', { user: 'alice', message: { channel: 'ops', ts: message?.ts } })
  const [tombstone] = await served.messages('ops', 'alice')
  expect(tombstone).toMatchObject({ subtype: 'tombstone' })
  expect(tombstone).not.toHaveProperty('files')
})
