/** The peer: a Bolt app over signed HTTP that acknowledges `/conf` and does nothing else. Prints its address. */
import bolt from '@slack/bolt'

const { App, HTTPReceiver, LogLevel } = bolt
const receiver = new HTTPReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET ?? '', logLevel: LogLevel.ERROR })
const app = new App({
  receiver,
  token: process.env.SLACK_BOT_TOKEN ?? '',
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL ?? '' },
  logLevel: LogLevel.ERROR,
})
app.command('/conf', async ({ ack }) => ack())
const server = await app.start(0)
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('no port')
console.log(`http://127.0.0.1:${address.port}`)
process.on('SIGTERM', () => process.exit(0))
