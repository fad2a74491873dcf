/**
 * What becomes of a call that Asterisk was asked to place, by its events, which bear the unique id that confbot gave the channel:
 * `Newchannel`, `Newstate`, `DialState`, `HangupRequest`, `Hangup`, `OriginateResponse` (class `call`). Settled also when nothing is
 * told any more.
 */
import type { CallFailure, PlacedCall } from '#core/contracts/conference-provider.ts'
import type { Clock } from '#lib/clock.ts'
import type { Ami, AmiMessage } from './ami.ts'
import { causeToFailure, reasonToFailure } from './mapper.ts'

export interface CallProgress extends Required<Pick<PlacedCall, 'ringing' | 'failure'>> {
  /** Asterisk took the request; from now on a gap in its events leaves the end of the call untold. */
  placed(): void
  /** Nothing more will be known. */
  over(): void
}

/** `giveUpMs`: in which Asterisk surely gave up. Listens until the call is answered or over. */
export function followCall(ami: Pick<Ami, 'subscribe'>, clock: Clock, callId: string, giveUpMs: number): CallProgress {
  const ringing = Promise.withResolvers<boolean>()
  const failure = Promise.withResolvers<CallFailure | null>()
  let isPlaced = false
  let isThere = false
  let cause = 0

  const settle = (why: CallFailure | null) => {
    unsubscribe()
    cancel()
    ringing.resolve(false)
    failure.resolve(why)
  }
  const onResponse = ({ Response, Reason }: AmiMessage) => {
    if (Response === 'Success') return settle(null)
    const told = reasonToFailure(Reason)
    if (told || cause > 0) settle(told ?? causeToFailure(cause))
    // There was never a channel: nobody of that name is registered, say. Else its end tells more.
    else if (!isThere) settle('failed')
  }
  const onEvent = (event: AmiMessage | 'gap') => {
    if (event === 'gap') {
      if (isPlaced) settle(null)
      return
    }
    if ((event.Uniqueid ?? event.DestUniqueid) !== callId) return
    const told = Number(event.Cause)
    if (told > 0) cause = told
    switch (event.Event) {
      case 'Newchannel':
        isThere = true
        return
      case 'Newstate':
        if (event.ChannelStateDesc === 'Ringing') ringing.resolve(true)
        return
      case 'DialState':
        if (event.DialStatus === 'RINGING' || event.DialStatus === 'PROGRESS') ringing.resolve(true)
        return
      case 'OriginateResponse':
        return onResponse(event)
      case 'Hangup':
        return settle(causeToFailure(cause))
    }
  }
  const unsubscribe = ami.subscribe(onEvent)
  const cancel = clock.schedule(giveUpMs, () => settle(null))

  return {
    ringing: ringing.promise,
    failure: failure.promise,
    placed() {
      isPlaced = true
    },
    over: () => settle(null),
  }
}
