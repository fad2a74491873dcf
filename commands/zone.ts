/** In which zone somebody means what they type, where they name none. */
import type { CommandContext } from '#command-kit/define-command.ts'

/** Their own, as they chose it or as their profile says, else the channel's; never the server's. undefined: none is known. */
export async function zoneOf({ service, attempt, actor }: CommandContext): Promise<string | undefined> {
  const [{ zone }, channel] = await Promise.all([service.personSettings(attempt), service.channelSettings(attempt)])
  return zone ?? actor.timeZone ?? channel.zone
}
