/** The adapter for KAZOO against the simulated one, over real sockets. */
import { onTestFinished } from 'vitest'
import { createMovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { KazooSettings } from '#providers/kazoo/config.ts'
import { createKazoo, type KazooDeps } from '#providers/kazoo/provider.ts'
import { createSandboxPbx, type SandboxPbxOptions } from '#sandbox/pbx/index.ts'
import { serve } from '#test/support/local-server.ts'

export async function serveKazoo(options: Partial<SandboxPbxOptions> = {}) {
  const clock = createMovableClock()
  const account = { username: 'Bot', password: 'correct horse', domain: 'acme' }
  const pbx = createSandboxPbx({ name: 'office', dialect: 'kazoo', clock, account, ...options })
  const pathOf = (url: string | undefined) => new URL(url ?? '/', 'http://sandbox').pathname
  const { origin, server } = await serve((req, res) => void pbx.handle(req, res, pathOf(req.url)))
  server.on('upgrade', (req, socket, head) => {
    if (!pbx.upgrade(req, socket, head, pathOf(req.url))) socket.destroy()
  })
  onTestFinished(() => pbx.close())

  const open = (settings: Readonly<Record<string, unknown>> = {}, deps: Partial<KazooDeps> = {}) => {
    const provider = createKazoo(KazooSettings.parse({ ...pbx.settings(origin), ...settings }), {
      name: 'office',
      clock,
      logger: createSilentLogger(),
      ...deps,
    })
    onTestFinished(() => provider.close().catch(() => undefined))
    return provider
  }
  return { pbx, clock, origin, open }
}
