/** A real Bolt app connected to the sandbox, over Socket Mode or signed HTTP, and the bare Web API client. */
import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { onTestFinished } from 'vitest'
import { serve } from '#test/support/local-server.ts'
import { type ServedSandbox, serveSandbox } from '../serve-sandbox.ts'

const retryConfig = { retries: 0 }

/** The clients report every refusal, and refusals are what most tests are about. */
const logger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}

export function createWebClient({ sandbox }: ServedSandbox, token = sandbox.credentials().botToken): WebClient {
  const { slackApiUrl } = sandbox.credentials()
  return new WebClient(token, { slackApiUrl, retryConfig, rejectRateLimitedCalls: true, logger })
}

async function startSocketApp({ sandbox }: ServedSandbox, listen: (app: App) => void): Promise<App> {
  const { slackApiUrl, botToken, appToken } = sandbox.credentials()
  const receiver = new SocketModeReceiver({
    appToken,
    clientPingTimeout: 1000,
    logger,
    installerOptions: { clientOptions: { slackApiUrl, retryConfig } },
  })
  const clientOptions = { slackApiUrl, retryConfig, rejectRateLimitedCalls: true }
  const app = new App({ token: botToken, receiver, clientOptions, logger })
  listen(app)
  await app.start()
  onTestFinished(async () => {
    await app.stop()
  })
  return app
}

/** A sandbox and one Bolt app on it, over Socket Mode. */
export async function runSocketBot(listen: (app: App) => void) {
  const served = await serveSandbox()
  const app = await startSocketApp(served, listen)
  return { ...served, app, addApp: () => startSocketApp(served, listen) }
}

/** A sandbox and one Bolt app on it, over signed HTTP. */
export async function runHttpBot(listen: (app: App) => void, retryDelaysMs?: readonly number[]) {
  let requestUrl = ''
  const served = await serveSandbox({
    delivery: 'http',
    requestUrl: () => requestUrl,
    ...(retryDelaysMs && { retryDelaysMs }),
  })
  const { slackApiUrl, botToken, signingSecret } = served.sandbox.credentials()
  const receiver = new HTTPReceiver({ signingSecret, logger })
  const clientOptions = { slackApiUrl, retryConfig, rejectRateLimitedCalls: true }
  const app = new App({ token: botToken, receiver, clientOptions, logger })
  listen(app)
  const { origin } = await serve((req, res) => receiver.requestListener(req, res))
  requestUrl = `${origin}/slack/events`
  return { ...served, app }
}
