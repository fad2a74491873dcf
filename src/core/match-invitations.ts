/**
 * Which invitation somebody came on: by the PBX's own id of the call, else by equal number. Never by order or likeness, since a
 * name on the wrong leg gets the wrong person muted (product.md, section 4).
 */
import { parsePhoneNumber } from '#lib/phone-number.ts'
import { type Conference, type Invitation, presentParticipants } from './conference.ts'
import type { ProviderParticipant } from './contracts/conference-provider.ts'
import { isShort } from './dial-guard.ts'

/**
 * By leg id: the invitation that each leg without one answers. The newest invitation of a number goes first; each is taken once.
 * `country` as in `isSameNumber`.
 */
export function matchInvitations(
  conference: Conference,
  legs: ReadonlyMap<string, ProviderParticipant>,
  country?: string,
): ReadonlyMap<string, Invitation> {
  const staying = presentParticipants(conference).filter((one) => legs.has(one.legId))
  const taken = new Set(staying.map((one) => one.invitation))
  const free = new Set(conference.invitations.filter((one) => !taken.has(one.code)).reverse())
  const matched = new Set(staying.filter((one) => one.invitation !== null).map((one) => one.legId))
  const matches = new Map<string, Invitation>()
  const match = (isMeant: (leg: ProviderParticipant, invitation: Invitation) => boolean) => {
    for (const leg of legs.values()) {
      if (matched.has(leg.legId) || matches.has(leg.legId)) continue
      const found = free.values().find((invitation) => isMeant(leg, invitation))
      if (!found) continue
      matches.set(leg.legId, found)
      free.delete(found)
    }
  }
  match((leg, invitation) => leg.callId !== null && leg.callId === invitation.callId)
  match((leg, invitation) => leg.number !== null && isSameNumber(invitation.number, leg.number, country))
  return matches
}

/**
 * `invited` is E.164 or an extension; PBXs show E.164 with or without the plus, with 00, or as it is dialled at home. Home is
 * `country`, that of the PBX's national numbers (ISO 3166 alpha-2), or where that is not known the country of `invited`.
 */
export function isSameNumber(invited: string, shown: string, country?: string): boolean {
  if (shown === invited) return true
  const digits = shown.replace(/\D/g, '')
  // Reading a number costs far more than this look at its end.
  if (!invited.startsWith('+') || !digits.endsWith(invited.slice(-4))) return false
  if (digits === invited.slice(1)) return true
  if (isShort(shown)) return false
  const home = country ?? parsePhoneNumber(invited, undefined)?.country ?? undefined
  return parsePhoneNumber(shown, home)?.e164 === invited
}
