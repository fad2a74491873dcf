/** The connection under a line of the manager interface, plain or by TLS; and how it and what is said on it can fail. */
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { HttpFailureReason } from '#lib/http-client.ts'
import { checkPin, type TlsTrust, trustOptions } from '#lib/tls-trust.ts'
import type { AmiSettings } from './ami.ts'
import { AmiEncodingError, AmiFormatError } from './ami-message.ts'

/** `unreachable`: nothing was sent; `broken`: lost before the answer; `refused`: the login is not accepted. */
export class AmiLineError extends Error {
  override readonly name = 'AmiLineError'
  readonly reason: Exclude<HttpFailureReason, 'aborted'> | 'refused'
  /** Of the system, or a word of ours; for the log. */
  readonly code: string

  constructor(reason: AmiLineError['reason'], code: string, message: string, cause?: unknown) {
    super(`${message} (${code})`, { cause })
    this.reason = reason
    this.code = code
  }
}

export function lineErrorOf(error: unknown): AmiLineError {
  if (error instanceof AmiLineError) return error
  if (error instanceof AmiFormatError) return new AmiLineError('malformed', error.code, error.message, error)
  // Of what is sent before anything is asked there is only the user's name.
  if (error instanceof AmiEncodingError) return new AmiLineError('refused', 'NO_LOGIN', error.message, error)
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'CLOSED'
  return new AmiLineError('unreachable', code, 'no connection to the manager interface', error)
}

export interface SocketEvents {
  onBytes(bytes: Uint8Array): void
  /** With what went wrong, where anything did. May be told more than once. */
  onGone(error?: unknown): void
}

export function openAmiSocket(settings: AmiSettings, { onBytes, onGone }: SocketEvents): Socket {
  const { host, port } = settings
  const trust: TlsTrust = { certificate: settings.tlsCertificate, fingerprint: settings.tlsFingerprint }
  const secure = settings.tls ? connectTls({ host, port, ...trustOptions(trust) }) : null
  const socket = secure ?? connectPlain({ host, port })
  socket.setNoDelay(true)
  if (!secure) socket.on('data', onBytes)
  // Whoever is not the pinned one is neither listened to nor spoken to.
  secure?.once('secureConnect', () => {
    const problem = checkPin(secure, trust)
    if (problem) secure.destroy(problem)
    else secure.on('data', onBytes)
  })
  socket.on('error', onGone)
  socket.on('close', () => onGone())
  return socket
}
