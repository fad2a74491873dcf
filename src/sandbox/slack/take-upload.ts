/**
 * Takes a file's bytes at the address that was given for them: raw, or as the one part of a multipart form. 200 when they are as
 * many as announced; "a non-200 response indicates a failure" (docs.slack.dev, reference/methods/files.getUploadURLExternal).
 */
import type { HttpReply } from '../faults.ts'
import type { FileStore } from './file-store.ts'

export async function takeUpload(
  files: FileStore,
  secret: string,
  contentType: string,
  body: Buffer,
): Promise<HttpReply> {
  const file = files.bySecret(secret)
  if (!file || file.isComplete) return refuse(404, 'No upload is expected here.')
  const handed = await readParts(contentType, body)
  if (!handed) return refuse(400, 'This form does not hold one file.')
  if (handed.content.length !== file.length)
    return refuse(400, `${handed.content.length} bytes came, and ${file.length} were announced.`)
  file.content = handed.content
  file.mimeType = handed.mimeType
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: `OK - ${file.length}` }
}

const refuse = (status: number, body: string): HttpReply => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
})

/** null: a form that is none, or that holds another number of parts than one. */
async function readParts(contentType: string, body: Buffer): Promise<{ content: Buffer; mimeType: string } | null> {
  if (!contentType.startsWith('multipart/form-data'))
    return { content: body, mimeType: contentType || 'application/octet-stream' }
  const request = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
  const form = await request.formData().catch(() => null)
  const [first, ...others] = form ? [...form.values()] : []
  if (first === undefined || others.length > 0) return null
  if (typeof first === 'string') return { content: Buffer.from(first), mimeType: 'text/plain' }
  return { content: Buffer.from(await first.arrayBuffer()), mimeType: first.type || 'application/octet-stream' }
}
