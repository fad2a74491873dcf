/** The secret of a private calendar address: 128 random bits, of which only the hash is kept. */
import { createHash, randomBytes } from 'node:crypto'

/** 22 characters of `[A-Za-z0-9_-]`. */
export const createCalendarSecret = (): string => randomBytes(16).toString('base64url')

export const isCalendarSecret = (text: string): boolean => /^[A-Za-z0-9_-]{22}$/.test(text)

/** SHA-256 in hex. No salt: nobody can guess 128 random bits. */
export const hashCalendarSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')
