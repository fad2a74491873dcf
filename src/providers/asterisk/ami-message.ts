/**
 * Messages of Asterisk's manager interface as bytes and back: lines of `Name: value`, closed by an empty one. What is sent can hold
 * no second line; what comes is bounded in size.
 *
 * https://docs.asterisk.org/Configuration/Interfaces/Asterisk-Manager-Interface-AMI/
 */
import { isUtf8 } from 'node:buffer'

/** Names of headers as Asterisk writes them; values of one that came several times are joined by line feeds. */
export type AmiMessage = Readonly<Record<string, string>>

/** An action and its headers; one with several values is sent several times (`Variable`, say). */
export interface AmiAction {
  readonly Action: string
  readonly [header: string]: string | readonly string[]
}

/** It cannot be sent as it is; nothing was. */
export class AmiEncodingError extends Error {
  override readonly name = 'AmiEncodingError'
}
/** What came is no message of the manager interface, or larger than any is. */
export class AmiFormatError extends Error {
  override readonly name = 'AmiFormatError'
  readonly code: 'NOT_AMI' | 'TOO_LARGE'

  constructor(code: AmiFormatError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** Asterisk reads lines into 1025 bytes, the line end and a closing zero among them, and at most 128 headers of an action. */
const maxSentLineBytes = 1_020
const maxSentHeaders = 128
const maxLineBytes = 64 * 1024
const maxMessageBytes = 1024 * 1024

/** Throws an `AmiEncodingError` that names the header and never its value, which may be secret. */
export function encodeAction(action: AmiAction): string {
  const headers = Object.entries(action).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => headerOf(name, one)),
  )
  if (headers.length > maxSentHeaders) throw new AmiEncodingError('an action of too many headers')
  return `${headers.join('\r\n')}\r\n\r\n`
}

function headerOf(name: string, value: string): string {
  if (!/^[A-Za-z][\w-]*$/.test(name)) throw new AmiEncodingError('the name of a header is none')
  if (/[\r\n\0]/.test(value)) throw new AmiEncodingError(`the header ${name} holds the end of a line`)
  const line = `${name}: ${value}`
  if (Buffer.byteLength(line) > maxSentLineBytes) throw new AmiEncodingError(`the header ${name} is too long`)
  return line
}

export interface AmiDecoder {
  /** Told of each whole message in what has come so far. Throws an `AmiFormatError`, after which nothing can be read any more. */
  push(bytes: Uint8Array): void
}

export interface DecoderEvents {
  /** The first line, by which Asterisk says what it is: `Asterisk Call Manager/11.0.0`. */
  onGreeting(version: string): void
  onMessage(message: AmiMessage): void
}

const lineFeed = 10

export function createAmiDecoder({ onGreeting, onMessage }: DecoderEvents): AmiDecoder {
  /** Of the line that has no end yet. */
  let pieces: Uint8Array[] = []
  let lineBytes = 0
  let headers = new Map<string, string>()
  let messageBytes = 0
  let isGreeted = false

  const keep = (bytes: Uint8Array) => {
    lineBytes += bytes.length
    messageBytes += bytes.length
    if (lineBytes > maxLineBytes || messageBytes > maxMessageBytes)
      throw new AmiFormatError('TOO_LARGE', 'a message of the manager interface has no end')
    pieces.push(bytes)
  }
  const endLine = () => {
    const line = textOf(Buffer.concat(pieces)).replace(/\r$/, '')
    pieces = []
    lineBytes = 0
    if (!isGreeted) greeted(line)
    else if (line === '') endMessage()
    else addHeader(headers, line)
  }
  const greeted = (line: string) => {
    const version = /^Asterisk Call Manager\/(\S{1,40})$/.exec(line)?.[1]
    if (version === undefined) throw new AmiFormatError('NOT_AMI', 'no manager interface of an Asterisk answered')
    isGreeted = true
    messageBytes = 0
    onGreeting(version)
  }
  const endMessage = () => {
    const message = Object.fromEntries(headers)
    const isMessage = headers.size > 0
    headers = new Map()
    messageBytes = 0
    if (isMessage) onMessage(message)
  }

  return {
    push(bytes) {
      let start = 0
      for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
        keep(bytes.subarray(start, end))
        start = end + 1
        endLine()
      }
      if (start < bytes.length) keep(bytes.slice(start))
    },
  }
}

/** A line that names no header belongs to nothing that is documented, and is passed over. */
function addHeader(headers: Map<string, string>, line: string): void {
  const colon = line.indexOf(':')
  if (colon < 1) return
  const name = line.slice(0, colon).trimEnd()
  const value = line.slice(colon + 1).replace(/^ /, '')
  const before = headers.get(name)
  headers.set(name, before === undefined ? value : `${before}\n${value}`)
}

/** Names are as telephones and administrators wrote them, which is not UTF-8 everywhere. */
const textOf = (bytes: Buffer): string => bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1')
