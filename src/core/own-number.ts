/**
 * Which number is a person's own: what an administrator entered, else what they proved to hear by a spoken code, else what stands
 * in their profile.
 */
import type { Contact } from './contracts/store.ts'

/** A number at which a person heard a spoken code. */
export interface ProvenNumber {
  /** E.164 or an extension. */
  readonly number: string
  /** The configured PBX whose extension it is: on another one it is somebody else's. null: it is the same from everywhere. */
  readonly pbx: string | null
}

export interface OwnNumber extends Pick<ProvenNumber, 'pbx'> {
  readonly phone: string | null
  /** null: it is nobody's word but the profile's, or there is none. */
  readonly verifiedBy: 'administrator' | 'code' | null
}

/**
 * `pbx`: where it is to be rung; absent: wherever. A proven number that an administrator gave to somebody else since then holds no
 * more.
 */
export function ownNumber(
  userId: string,
  known: {
    readonly contacts: readonly Contact[]
    readonly proven: ProvenNumber | null
    readonly profile: string | null | undefined
  },
  pbx?: string,
): OwnNumber {
  const { contacts, proven, profile } = known
  const entered = enteredNumber(contacts, userId)
  if (entered !== null) return { phone: entered, pbx: null, verifiedBy: 'administrator' }
  if (proven && isReachable(proven, pbx) && !isSomebodyElses(proven.number, contacts, userId))
    return { phone: proven.number, pbx: proven.pbx, verifiedBy: 'code' }
  return { phone: profile ?? null, pbx: null, verifiedBy: null }
}

const isReachable = (proven: ProvenNumber, pbx: string | undefined) =>
  proven.pbx === null || pbx === undefined || proven.pbx === pbx

/** What an administrator entered for this user; null: nothing. */
export const enteredNumber = (contacts: readonly Contact[], userId: string): string | null =>
  contacts.find((one) => one.userId === userId)?.number ?? null

/** Whether an administrator entered it for another user. One that belongs to a name alone may be anybody's. */
export const isSomebodyElses = (number: string, contacts: readonly Contact[], userId: string): boolean =>
  contacts.some((one) => one.number === number && one.userId !== null && one.userId !== userId)

/** As it is kept: `+4930901802`, or `1007@office` for an extension. */
export const provenToText = ({ number, pbx }: ProvenNumber): string => (pbx === null ? number : `${number}@${pbx}`)

/** null: nothing is kept. */
export function textToProven(text: string | null | undefined): ProvenNumber | null {
  if (!text) return null
  const at = text.indexOf('@')
  return at < 0 ? { number: text, pbx: null } : { number: text.slice(0, at), pbx: text.slice(at + 1) }
}
