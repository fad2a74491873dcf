/** The body of a request: JSON, or a form whose `payload_json` is that and whose parts `files[n]` are files (reference, "Uploading Files"). */
import type { UploadedFile } from '../attachment-store.ts'
import { invalidForm, refusal } from '../refusal.ts'

export interface RequestBody {
  body: unknown
  files: readonly UploadedFile[]
}

/** Of every server without boosts, in bytes. */
const maxFileBytes = 10 * 1024 * 1024

/** Throws 50109, 50035, 50045. */
export async function readRequestBody(contentType: string, bytes: Buffer): Promise<RequestBody> {
  if (bytes.length === 0) return { body: undefined, files: [] }
  if (contentType.startsWith('application/json')) return { body: parseJson(bytes.toString('utf8')), files: [] }
  if (contentType.startsWith('multipart/form-data')) return readForm(contentType, bytes)
  throw invalidForm([
    {
      path: [],
      code: 'CONTENT_TYPE_INVALID',
      message: 'Expected "Content-Type" header to be one of {application/json, multipart/form-data}.',
    },
  ])
}

async function readForm(contentType: string, bytes: Buffer): Promise<RequestBody> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => {
      throw invalidForm([{ path: [], code: 'FORM_INVALID', message: 'The form cannot be read.' }])
    })
  let body: unknown
  const files: UploadedFile[] = []
  for (const [name, part] of form) {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1]
    if (name === 'payload_json' && typeof part === 'string') body = parseJson(part)
    else if (index !== undefined && typeof part !== 'string') {
      const content = Buffer.from(await part.arrayBuffer())
      if (content.length > maxFileBytes) throw refusal(50045)
      files.push({
        index: Number(index),
        filename: part.name,
        contentType: part.type || 'application/octet-stream',
        bytes: content,
      })
    } else throw invalidForm([{ path: [name], code: 'UNKNOWN_FIELD', message: 'This field is not documented here.' }])
  }
  return { body: body ?? {}, files: files.toSorted((a, b) => a.index - b.index) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refusal(50109)
  }
}
