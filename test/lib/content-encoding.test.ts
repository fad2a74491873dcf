import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { decode } from '#lib/content-encoding.ts'

const text = Buffer.from('grüße '.repeat(1_000))

it.each([
  ['gzip', gzipSync(text)],
  ['GZIP', gzipSync(text)],
  ['x-gzip', gzipSync(text)],
  ['deflate', deflateSync(text)],
  ['deflate', deflateRawSync(text)],
  ['identity', text],
  [undefined, text],
])('makes whole what was sent with %s', async (encoding, body) => {
  expect(await decode(body, encoding, 100_000)).toEqual(text)
})

it('stops where it would become too large', async () => {
  const bomb = gzipSync(Buffer.alloc(10_000_000))
  await expect(decode(bomb, 'gzip', 1_000_000)).rejects.toMatchObject({ code: 'TOO_LARGE' })
})

it.each([
  ['gzip', gzipSync(text).subarray(0, 40)],
  ['gzip', text],
  ['br', text],
  ['gzip, gzip', gzipSync(gzipSync(text))],
])('does not guess at what it cannot read (%s)', async (encoding, body) => {
  await expect(decode(body, encoding, 100_000)).rejects.toMatchObject({ code: 'ENCODING' })
})

it('takes no body for what it is', async () => {
  expect(await decode(Buffer.alloc(0), 'gzip', 10)).toEqual(Buffer.alloc(0))
})
