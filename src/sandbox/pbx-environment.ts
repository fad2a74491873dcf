/** One simulated PBX as the environment of a bot that is to use it. */
import type { SandboxPbxCredentials } from './index.ts'

export const pbxToEnvironment = ({ kind, settings }: SandboxPbxCredentials): Record<string, string> => ({
  PBX_KIND: kind,
  ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`PBX_${toUpperSnake(name)}`, String(value)])),
})

/** `clientId` as `CLIENT_ID`. */
const toUpperSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
