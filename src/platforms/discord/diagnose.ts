/** What `npm run doctor` asks of Discord: token, application, servers, commands, the way in, channels. Nothing is posted or changed. */
import type { DiagnosePlatform } from '../platform.ts'
import type { DiscordSettings } from './config.ts'

export const diagnoseDiscord: DiagnosePlatform<DiscordSettings> = () => {
  throw new Error('not there yet')
}
