/** In which zone somebody means what they type, where they name none; and what is said in a form of one that there is not. */
import type { CommandContext } from '#command-kit/define-command.ts'
import { noSuchZone, noZone, textToZone } from '#command-kit/options/zone.ts'
import type { FormProblems } from '#view/form.ts'

/** Their own, as they chose it or as their profile says, else the channel's; never the server's. undefined: none is known. */
export async function zoneOf({ service, attempt, actor }: CommandContext): Promise<string | undefined> {
  const [{ zone }, channel] = await Promise.all([service.personSettings(attempt), service.channelSettings(attempt)])
  return zone ?? actor.timeZone ?? channel.zone
}

/** At the field of a form, where the service's choices cannot stand. */
export const checkZone = ({ zone }: { readonly zone?: string | undefined }): FormProblems =>
  zone === undefined || zone === noZone || textToZone(zone) !== null ? {} : { zone: noSuchZone(zone) }
