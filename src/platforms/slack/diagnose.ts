/** What `npm run doctor` asks of Slack: tokens, scopes, the way in, and the channels that are in use. Nothing is posted or joined. */
import { type AuthTestResponse, WebClient } from '@slack/web-api'
import { clockDifferenceMs, clockFindings, type DatedAnswer } from '#core/clock-difference.ts'
import { type Check, type Finding, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { type Message, say } from '#text/message.ts'
import type { DiagnosePlatform } from '../platform.ts'
import { clientOptions } from './clients.ts'
import type { SlackSettings } from './config.ts'
import { channelFindings } from './diagnose-channels.ts'
import { failureOf, failureWords } from './failure.ts'
import { limits } from './limits.ts'
import { scopeFindings } from './scopes.ts'

interface SignedIn {
  readonly account: AuthTestResponse
  readonly answer: DatedAnswer
}

export const diagnoseSlack: DiagnosePlatform<SlackSettings> = (settings, { clock, logger, channelsInUse }) => {
  const clientOf = (token: string, onDate: (date: string | undefined) => void = () => {}) => {
    const { fetch: send = fetch, ...options } = clientOptions(settings, logger, () => {})
    return new WebClient(token, {
      ...options,
      fetch: async (url, init) => {
        const response = await send(url, init)
        onDate(response.headers.get('date') ?? undefined)
        return response
      },
    })
  }
  const bot = clientOf(settings.botToken)

  const signIn = once(async (): Promise<SignedIn> => {
    let date: string | undefined
    const askedAt = clock.now()
    const client = clientOf(settings.botToken, (told) => {
      date = told
    })
    return { account: await client.auth.test(), answer: { askedAt, answeredAt: clock.now(), date } }
  })
  /** Nothing where the bot token is refused: that is told of the token itself. */
  const onceSignedIn = async (look: (granted: readonly string[] | undefined) => Promise<readonly Finding[]>) => {
    const signedIn = await signIn().catch(() => null)
    return signedIn ? look(signedIn.account.response_metadata?.scopes) : []
  }

  const token: Check = {
    what: say('doctor.slack.what.token'),
    async run() {
      try {
        const { account, answer } = await signIn()
        return [accountFinding(account, settings), ...clockOf(answer, settings.mode)]
      } catch (error) {
        return [failureFinding(error, say('doctor.slack.token'), say('doctor.slack.token.next'))]
      }
    },
  }
  const scopes: Check = {
    what: say('doctor.slack.what.scopes'),
    run: () =>
      onceSignedIn(async (granted) =>
        granted ? scopeFindings(granted) : [warn(say('doctor.slack.scopes-untold'), say('doctor.slack.scope.next'))],
      ),
  }
  const channels: Check = {
    what: say('doctor.slack.what.channels'),
    run: () =>
      onceSignedIn(async (granted = []) => {
        try {
          return await channelFindings({ client: bot, granted, inUse: await channelsInUse() })
        } catch (error) {
          return [unreachedFinding(failureWords(error))]
        }
      }),
  }

  const entrance: Check =
    settings.mode === 'http'
      ? { what: say('doctor.slack.what.secret'), run: async () => secretFindings(settings.signingSecret) }
      : {
          what: say('doctor.slack.what.app-token'),
          async run() {
            try {
              await clientOf(settings.appToken).apps.connections.open({})
              const ofBot = await appOfBot(bot, signIn)
              return [appTokenFinding(settings.appToken, ofBot)]
            } catch (error) {
              // Slack itself cannot be asked: one says it for both.
              if (failureOf(error).kind !== 'refused' && !(await signIn().catch(() => null))) return []
              return [failureFinding(error, say('doctor.slack.app-token'), say('doctor.slack.app-token.next'))]
            }
          },
        }
  return [token, entrance, scopes, channels]
}

function accountFinding(
  { user = '', team = '', team_id, enterprise_id, bot_id }: AuthTestResponse,
  { workspaces }: SlackSettings,
): Finding {
  const id = team_id ?? '?'
  if (!bot_id) return fail(say('doctor.slack.no-bot'), say('doctor.slack.token.next'))
  if ([team_id, enterprise_id].some((one) => one !== undefined && workspaces.includes(one)))
    return ok(say('doctor.slack.workspace', { user, team, id }))
  return fail(say('doctor.slack.not-served', { team, id }), say('doctor.slack.not-served.next', { id }))
}

/** Only signed requests depend on it: Slack's are refused when they seem too old or from the future. */
function clockOf(answer: DatedAnswer, mode: SlackSettings['mode']): readonly Finding[] {
  const differenceMs = Math.abs(clockDifferenceMs(answer) ?? 0)
  if (mode !== 'http' || differenceMs <= limits.signatureSkewMs) return clockFindings(answer, 'Slack')
  const minutes = Math.round(differenceMs / 60_000)
  return [fail(say('doctor.slack.clock', { minutes }), say('doctor.clock.next'))]
}

/** `token`: says which one Slack refuses. */
function failureFinding(error: unknown, token: Message, next: Message): Finding {
  const failure = failureOf(error)
  const problem = failure.kind === 'refused' ? failure.error : failureWords(error)
  if (failure.kind === 'refused' && !problem.startsWith('http_'))
    return fail(say('doctor.slack.refused', { token, problem }), next)
  return unreachedFinding(problem)
}

const unreachedFinding = (problem: string): Finding =>
  fail(say('doctor.slack.unreached', { problem }), say('doctor.slack.unreached.next'))

/** A token of another app connects as well, and nothing ever comes over that connection. Such tokens hold the id of their app. */
function appTokenFinding(appToken: string, ofBot: string | undefined): Finding {
  const [, ofToken] = /^xapp-\d+-(A[A-Z0-9]+)-/.exec(appToken) ?? []
  if (ofBot === undefined || ofToken === undefined || ofToken === ofBot) return ok(say('doctor.slack.connects'))
  return fail(say('doctor.slack.other-app', { ofToken, ofBot }), say('doctor.slack.app-token.next'))
}

/** undefined where it cannot be told; why not is said elsewhere. */
async function appOfBot(bot: WebClient, signIn: () => Promise<SignedIn>): Promise<string | undefined> {
  try {
    const { bot_id } = (await signIn()).account
    return bot_id && (await bot.bots.info({ bot: bot_id })).bot?.app_id
  } catch {
    return undefined
  }
}

/** Slack's are 32 hexadecimal digits; whether this is the right one, only a request of Slack's can show. */
const secretFindings = (signingSecret: string): readonly Finding[] => [
  /^[0-9a-f]{32}$/i.test(signingSecret)
    ? ok(say('doctor.slack.secret'))
    : warn(say('doctor.slack.secret-odd'), say('doctor.slack.secret-odd.next')),
  ok(say('doctor.slack.address')),
]

function once<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= run()
    return result
  }
}
