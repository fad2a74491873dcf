/** Bodies that were made smaller for the way, made whole again. Source: RFC 9110, 8.4.1. */
import { promisify } from 'node:util'
import { gunzip, inflate, inflateRaw } from 'node:zlib'

/** A body that is small on the wire and would not fit once it is whole, or that nobody here can read. */
class ContentEncodingError extends Error {
  override readonly name = 'ContentEncodingError'
  readonly code: 'TOO_LARGE' | 'ENCODING'

  constructor(code: ContentEncodingError['code']) {
    super(code)
    this.code = code
  }
}

const decoders = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
])
/** What many servers mean by deflate: without the frame that the standard asks for. */
const bareDeflate = promisify(inflateRaw)

/** Rejects with an error whose `code` is `ENCODING`, or, as soon as more than `maxBytes` show, `TOO_LARGE`. */
export async function decode(body: Buffer, encoding: string | undefined, maxBytes: number): Promise<Buffer> {
  const named = encoding?.trim().toLowerCase()
  if (!named || named === 'identity' || body.length === 0) return body
  const isFramed = named !== 'deflate' || ((body[0] ?? 0) & 0x0f) === 8
  const whole = isFramed ? decoders.get(named) : bareDeflate
  if (!whole) throw new ContentEncodingError('ENCODING')
  try {
    return await whole(body, { maxOutputLength: maxBytes })
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw new ContentEncodingError(isTooLarge ? 'TOO_LARGE' : 'ENCODING')
  }
}
