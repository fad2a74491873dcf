/** The question of the dialplan who may enter (`confbot-ask` of docs/asterisk/extensions.conf): a form, and one line in answer. */
import type { EntryQuestion, PbxEventRequest } from '#core/contracts/conference-provider.ts'
import { isSameSecret } from '#lib/same-secret.ts'
import { callerToNumber } from './mapper.ts'

/** Nothing that is asked is longer. */
const maxBytes = 4_096
const maxKeyed = 32
const maxCallId = 150

/**
 * undefined: the secret is wrong, or it is no such question. `numberOf`: whom the call rang that has this id, as far as it is
 * remembered: such a call shows confbot's own number.
 */
export function requestToQuestion(
  request: PbxEventRequest,
  secret: string,
  numberOf: (callId: string) => string | null,
): EntryQuestion | undefined {
  const isOurs = isSameSecret(request.secret, secret)
  if (!isOurs || request.method !== 'POST' || request.body.length > maxBytes) return undefined
  const form = new URLSearchParams(Buffer.from(request.body).toString('utf8'))
  const room = form.get('room') ?? ''
  const pin = form.get('pin') || null
  const callId = form.get('call') || null
  if (!/^\d{1,20}$/.test(room)) return undefined
  if ((pin?.length ?? 0) > maxKeyed || (callId?.length ?? 0) > maxCallId) return undefined
  const caller = callId === null ? callerToNumber(form.get('caller')) : numberOf(callId)
  return { roomId: room, caller, callId, pin }
}
