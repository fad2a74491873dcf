/**
 * Ringing somebody: into a room, or to say a code to them. Asterisk takes the request (`Originate`, asynchronous) before anything
 * rings; what becomes of it is told by events.
 */
import type { PlacedCall, ProviderDeps } from '#core/contracts/conference-provider.ts'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import { say } from '#text/message.ts'
import type { Ami } from './ami.ts'
import type { AsteriskClient } from './client.ts'
import type { AsteriskSettings } from './config.ts'
import { numberToChannel } from './mapper.ts'
import { callToRoom, createCallId } from './names.ts'
import { type CallProgress, followCall } from './progress.ts'

export interface Calls {
  /** Rejects with `provider.rejected` where the number cannot be dialled. */
  invite(room: string, number: string): Promise<PlacedCall>
  /** `code`: digits. */
  speakCode(number: string, code: string): Promise<PlacedCall>
  /** Whom this call rang; null: that is not remembered. */
  numberOf(callId: string): string | null
  /** Hangs up whoever is rung into this room, or is about to be put into it. */
  hangUpAll(room: string): Promise<void>
  /** Nobody is told of any call any more. */
  close(): void
}

/** In which an answer of Asterisk's may be late, once it gave up. */
const lateMs = 20_000
/** Of so many calls it is remembered whom they rang. */
const mostKept = 1_000

export function createCalls(
  client: Pick<AsteriskClient, 'originate' | 'listChannels' | 'hangUp'>,
  ami: Pick<Ami, 'subscribe'>,
  settings: AsteriskSettings,
  { name, clock }: Pick<ProviderDeps, 'name' | 'clock'>,
): Calls {
  const numbers = new Map<string, string>()
  const underWay = new Map<string, CallProgress>()

  const refuse = (message: 'asterisk.problem.number' | 'asterisk.problem.code') =>
    new ConfbotError('provider.rejected', { blanks: { pbx: name, message: say(message) } })

  const ring = async (
    number: string,
    purpose: string,
    to: (callId: string) => { context: string; exten: string; variables: Readonly<Record<string, string>> },
  ): Promise<PlacedCall> => {
    const channel = numberToChannel(number, settings)
    if (channel === null) throw refuse('asterisk.problem.number')
    const callId = createCallId(name, purpose)
    const { ringSeconds, callerId } = settings
    // Before it is placed, lest its first events be missed.
    const progress = followCall(ami, clock, callId, ringSeconds * 1000 + lateMs)
    underWay.set(callId, progress)
    void progress.failure.finally(() => underWay.delete(callId))
    numbers.set(callId, number)
    for (const oldest of numbers.keys()) if (numbers.size > mostKept) numbers.delete(oldest)
    try {
      await client.originate({ channel, channelId: callId, ...to(callId), callerId, ringSeconds })
    } catch (error) {
      progress.over()
      throw error
    }
    progress.placed()
    return { callId, ringing: progress.ringing, failure: progress.failure }
  }

  return {
    invite: (room, number) =>
      ring(number, room, (callId) => ({
        context: 'confbot-invited',
        exten: room,
        variables: { CONFBOT_CALL: callId },
      })),
    async speakCode(number, code) {
      if (!/^\d{1,16}$/.test(code)) throw refuse('asterisk.problem.code')
      return await ring(number, 'code', () => ({
        context: 'confbot-code',
        exten: 's',
        variables: { CONFBOT_CODE: code },
      }))
    },
    numberOf: (callId) => numbers.get(callId) ?? null,
    async hangUpAll(room) {
      const channels = await client.listChannels()
      const ofRoom = channels.filter(({ Uniqueid }) => callToRoom(Uniqueid, name) === room)
      // That it is we who gave them up is no failure of theirs.
      for (const { Uniqueid } of ofRoom) underWay.get(Uniqueid)?.over()
      await Promise.all(ofRoom.map(({ Channel }) => unlessGone(client.hangUp(Channel))))
    },
    close() {
      for (const call of underWay.values()) call.over()
    },
  }
}

/** It left, or was over, meanwhile. */
export async function unlessGone(done: Promise<void>): Promise<void> {
  await done.catch((error: unknown) => {
    if (!isConfbotError(error, 'provider.not-found')) throw error
  })
}
