/**
 * What people in a conference are told by sound: that it is recorded, and whoever is muted that they are. By helpers of the dialplan
 * (`confbot-say`, `confbot-tell` of docs/asterisk/extensions.conf). One that fails is noted and nothing else: what it is about was done.
 */
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import { errorFacts } from '#core/errors.ts'
import { createTurnstile } from '#lib/turnstile.ts'
import type { AsteriskClient, OriginateCall } from './client.ts'

export interface Announcements {
  /** Nobody waits for them. */
  nowRecording(room: string): void
  /** To this person alone. */
  muted(legId: string): void
  unmuted(legId: string): void
}

/** Asked for at once, when all are muted. */
const atOnce = 4

export function createAnnouncements(
  { originate }: Pick<AsteriskClient, 'originate'>,
  { name, logger }: Pick<ProviderDeps, 'name' | 'logger'>,
): Announcements {
  const turn = createTurnstile(atOnce)
  const announce = (sound: string, call: Omit<OriginateCall, 'variables'>, more: Record<string, string> = {}) => {
    const variables = { CONFBOT_SOUND: sound, ...more }
    turn(() => originate({ ...call, variables })).catch((error: unknown) =>
      logger.info({ pbx: name, sound, ...errorFacts(error) }, 'an announcement could not be made'),
    )
  }
  const tell = (legId: string, sound: string) =>
    announce(
      sound,
      { channel: 'Local/tell@confbot-helper/n', context: 'confbot-tell', exten: 's' },
      { CONFBOT_LEG: legId },
    )

  return {
    nowRecording: (room) =>
      announce('conf-now-recording', {
        channel: `Local/${room}@confbot-helper/n`,
        context: 'confbot-say',
        exten: room,
      }),
    muted: (legId) => tell(legId, 'conf-now-muted'),
    unmuted: (legId) => tell(legId, 'conf-now-unmuted'),
  }
}
