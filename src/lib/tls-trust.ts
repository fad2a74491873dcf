/**
 * Which certificates of a server are taken, beside those that anybody trusts: what a company's own authority signed, or the one
 * that was pinned. A certificate is never taken unseen.
 */
import { connect, type TLSSocket } from 'node:tls'

export interface TlsTrust {
  /** PEM: the server's own certificate or that of whoever signed it, in the place of the public authorities. Host names are still compared. */
  readonly certificate?: string | undefined
  /** As `fingerprintOf` writes it: of this certificate alone, whatever host it names and whoever signed it. */
  readonly fingerprint?: string | undefined
}

/** The certificate is not the one that was pinned. Nothing was sent. */
export class PinError extends Error {
  override readonly name = 'PinError'
  readonly code = 'ERR_TLS_PIN_MISMATCH'
}

/** For `tls.connect`. With a pin the handshake accepts every certificate, so that `checkPin` must decide before anything is sent. */
export const trustOptions = ({ certificate, fingerprint }: TlsTrust) => {
  if (fingerprint !== undefined) return { rejectUnauthorized: false }
  return certificate === undefined ? {} : { ca: certificate, allowPartialTrustChain: true }
}

/** Of a connection whose handshake is over. The handshake has shown that the server holds the certificate's key. */
export function checkPin(socket: TLSSocket, { fingerprint }: TlsTrust): PinError | null {
  if (fingerprint === undefined || socket.getPeerCertificate().fingerprint256 === fingerprint) return null
  return new PinError('the certificate is another one than the pinned')
}

/** SHA-256 in hex, in whatever way it is written (`openssl x509 -fingerprint -sha256` among them), as `AB:CD:…`; null: it is none. */
export function fingerprintOf(text: string): string | null {
  const hex = text
    .replace(/^.*[=\s]/s, '')
    .replace(/^sha-?256:/i, '')
    .replaceAll(':', '')
  return /^[0-9a-f]{64}$/i.test(hex) ? (hex.toUpperCase().match(/../g)?.join(':') ?? null) : null
}

/** The fingerprint of what a server shows, without a word said to it; null: it shows nothing within the time, which is the system's. */
export function seenFingerprint(host: string, port: number, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    // To look at it, not to talk: the connection ends with the handshake.
    const socket = connect({ host, port, rejectUnauthorized: false, ...(isName(host) && { servername: host }) })
    const finish = (seen: string | null) => {
      socket.destroy()
      resolve(seen)
    }
    AbortSignal.timeout(timeoutMs).addEventListener('abort', () => finish(null))
    socket.once('error', () => finish(null))
    socket.once('secureConnect', () => finish(socket.getPeerCertificate().fingerprint256 ?? null))
  })
}

const isName = (host: string) => !/^[\d.]+$|:/.test(host)
