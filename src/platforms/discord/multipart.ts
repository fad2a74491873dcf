/** What goes to Discord with files beside it, as a form in bytes (reference, "Uploading Files"). */
import type { CallOptions } from './api.ts'

/**
 * For a request of discord.js that passes its body through. The form that it would make itself is refused as soon as anything has
 * loaded another version of undici into the process: requests then go through that one, which takes forms of its own alone.
 */
export async function toMultipart(
  body: unknown,
  files: NonNullable<CallOptions['files']>,
): Promise<{ readonly body: Uint8Array; readonly headers: Record<string, string>; readonly passThroughBody: true }> {
  const form = new FormData()
  form.set('payload_json', JSON.stringify(body ?? {}))
  for (const [index, { name, data, contentType }] of files.entries())
    form.set(`files[${index}]`, new Blob([data], { type: contentType }), name)
  const encoded = new Response(form)
  return {
    body: await encoded.bytes(),
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
    passThroughBody: true,
  }
}
