/** A configuration as the environment would give it, on free ports and away from any file. */
import type { Config } from '#config/config.ts'
import { loadConfig } from '#config/load.ts'
import { type Chats, chatSettings } from '#platforms/index.ts'
import { providers } from '#providers/index.ts'

export function configFrom(env: Readonly<Record<string, string>>): Config<Chats> {
  return loadConfig({
    env: { PORT: '0', ADMIN_PORT: '0', LOG_LEVEL: 'silent', ...env },
    cwd: '/nowhere',
    readFile: () => {
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
    },
    chats: chatSettings,
    providers,
  })
}
