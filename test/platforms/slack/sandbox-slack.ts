/** The Slack platform as it runs, connected to a sandbox of its own; both end with the test. */
import { onTestFinished } from 'vitest'
import type { CommandKit } from '#command-kit/request.ts'
import { roots } from '#commands/index.ts'
import type { Person, Place } from '#core/actor.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createSlack, SlackSettings } from '#platforms/slack/index.ts'
import { botScopes } from '#sandbox/slack/scopes.ts'
import { startSandboxServer } from '#test/support/sandbox-server.ts'

const workspaceId = 'T0SANDBOX'

export const personOf = (name: string): Person => ({
  platform: 'slack',
  workspaceId,
  userId: `U0${name.toUpperCase()}`,
  name,
})
export const placeOf = (channelId: string, given: Partial<Place> = {}): Place => ({
  platform: 'slack',
  workspaceId,
  channelId,
  kind: 'channel',
  ...given,
})

/** `start` false: it has not signed in yet. */
export async function connectSlack({
  kit,
  start = true,
}: {
  readonly kit?: CommandKit
  readonly start?: boolean
} = {}) {
  const sandbox = await startSandboxServer()
  const { env, slack, clock, pageUrl } = sandbox
  const platform = createSlack({
    kit: kit ?? { plan: () => ({ kind: 'run', run: async () => {} }), suggest: () => [] },
    roots,
    clock,
    logger: createSilentLogger(),
    settings: SlackSettings.parse({
      mode: 'socket',
      botToken: env.SLACK_BOT_TOKEN,
      appToken: env.SLACK_APP_TOKEN,
      apiUrl: env.SLACK_API_URL,
      workspaces: [env.SLACK_WORKSPACES],
    }),
  })
  onTestFinished(async () => {
    await platform.stop()
    await sandbox.stop()
  })
  if (start) await platform.start()
  /** Takes these from what the manifest asks for. */
  const withhold = (...scopes: readonly string[]) =>
    slack.post('slack/scopes', { scopes: botScopes.filter((scope) => !scopes.includes(scope)) })
  const fault = (match: string, kind: string, given: object = {}) =>
    slack.post('slack/fault', { match, kind, ...given })
  return { platform, notifier: platform.notifier, slack, clock, pageUrl, withhold, fault }
}
