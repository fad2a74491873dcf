/** `npm run doctor`: puts together what looks at every configured thing and changes none, and tells what was found. */
import { parseArgs, styleText } from 'node:util'
import { roots } from '#commands/index.ts'
import type { Config } from '#config/config.ts'
import { loadConfig } from '#config/load.ts'
import { ConfigError } from '#config/problem.ts'
import { permanentScope } from '#core/service/room-lease.ts'
import { configurationFindings, problemFindings } from '#doctor/configuration.ts'
import { machineChecks } from '#doctor/machine.ts'
import { pbxChecks } from '#doctor/pbx.ts'
import { portChecks } from '#doctor/ports.ts'
import { countOf, type Level, reportToJson, reportToText } from '#doctor/report.ts'
import { type Result, runChecks, type Section } from '#doctor/run-checks.ts'
import { settingsCheck } from '#doctor/settings.ts'
import { createIngress } from '#ingress/index.ts'
import { eventsPath } from '#ingress/pbx.ts'
import { createMovableClock, type MovableClock, sleep } from '#lib/clock.ts'
import { createSilentLogger, type Logger } from '#lib/logger.ts'
import { secretsIn } from '#lib/redact.ts'
import { type Chats, chatSettings } from '#platforms/index.ts'
import type { ChannelInUse } from '#platforms/platform.ts'
import { providers } from '#providers/index.ts'
import type { Sandbox } from '#sandbox/index.ts'
import { diagnoseStore, type StoreDiagnosis } from '#storage/diagnose.ts'
import { spanToString } from '#text/format.ts'
import { say } from '#text/message.ts'
import { connectChats, connectPbxs, sandboxFor, sandboxGuest, urlOf } from './connect.ts'

/** 0: nothing failed; 1: something did; 2: the configuration is wrong, so that nothing else was looked at. */
export type ExitCode = 0 | 1 | 2

interface Deps {
  readonly clock: MovableClock
  readonly logger: Logger
}

/** What is connected to is let go within this time. */
const closeWithinMs = 3_000

const colours: Readonly<Record<Level, 'green' | 'yellow' | 'red'>> = { ok: 'green', warn: 'yellow', fail: 'red' }

/** `args`: what follows `doctor` on the command line. `output` is coloured where it is a terminal that wants it. */
export async function runDoctor(args: string[], output: NodeJS.WritableStream): Promise<ExitCode> {
  const isJson = readArgs(args)
  if (isJson === null) {
    output.write(`${spanToString(say('doctor.usage'))}\n`)
    return 2
  }
  const tell = (results: readonly Result[], secrets: readonly string[]) => {
    const dress = (word: string, level: Level) => styleText(colours[level], word, { stream: output })
    output.write(isJson ? reportToJson(results, { secrets }) : reportToText(results, { secrets, dress }))
  }
  const part = say('doctor.part.configuration')
  let config: Config<Chats>
  try {
    config = loadConfig({ chats: chatSettings, providers })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    tell(
      problemFindings(error.problems).map((finding) => ({ part, finding })),
      [],
    )
    return 2
  }
  const deps: Deps = { clock: createMovableClock(), logger: createSilentLogger() }
  // A check may do nothing but wait, for a rate limit say, and the timers of a clock keep no process alive.
  const awake = setInterval(() => {}, closeWithinMs)
  try {
    const { sections, secrets, close } = await examine(config, deps)
    const results = await runChecks(sections, deps)
    tell(results, secrets)
    await Promise.race([close(), sleep(deps.clock, closeWithinMs)])
    return countOf(results).fail > 0 ? 1 : 0
  } finally {
    clearInterval(awake)
  }
}

/** Whether programs are told; null when something else is asked for. */
function readArgs(args: string[]): boolean | null {
  try {
    return parseArgs({ args, options: { json: { type: 'boolean' } } }).values.json ?? false
  } catch {
    return null
  }
}

async function examine(config: Config<Chats>, deps: Deps) {
  const guest = config.mode === 'sandbox' ? await hostSandbox(config, deps) : null
  const credentials = guest?.sandbox.credentials()
  const chats = connectChats(config, guest?.sandbox ?? null)
  const store = diagnoseStore({ path: config.store.path, ...deps })
  // As a confbot that runs would tell them, lest a login of doctor sends a PBX's events elsewhere.
  const publicUrl = config.publicUrl ?? guest?.address ?? null
  const pbxs = connectPbxs(config, credentials?.pbxs ?? null, {
    ...deps,
    eventsUrl: (name) => publicUrl && `${publicUrl}${eventsPath(name)}`,
    port: config.port || undefined,
  })

  const sections: Section[] = [
    {
      part: say('doctor.part.configuration'),
      checks: [
        {
          what: say('doctor.part.configuration'),
          run: async () =>
            configurationFindings({ ...config, chats: namesOf(config), keepsLogins: keepsLogins(config) }),
        },
      ],
    },
    { part: say('doctor.part.machine'), checks: machineChecks(process.versions) },
    { part: say('doctor.part.ports'), checks: portChecks(config) },
    {
      part: say('doctor.part.store'),
      checks: [...store.checks, settingsCheck(store.contents.settings, [...pbxs.keys()])],
    },
    ...(await chatSections(chats, deps, store)),
    ...[...pbxs.values()].map((pbx) => ({
      part: say('doctor.part.pbx', { name: pbx.name }),
      checks: pbxChecks(pbx, () => roomUse(store, pbx.name)),
    })),
  ]
  return {
    sections,
    secrets: secretsIn({
      chats,
      standIns: [...(credentials?.pbxs.values() ?? [])],
      pbxs: config.pbxs.map(({ settings }) => settings.reveal()),
    }),
    close: () =>
      Promise.allSettled([
        store.close(),
        Promise.all([...pbxs.values()].map(({ provider }) => provider.close())).then(guest?.close),
      ]),
  }
}

/** The sandbox forgets its logins as it forgets everything. */
const keepsLogins = ({ mode, secretKey }: Config<Chats>) => mode === 'sandbox' || secretKey !== null

const chatNames: Readonly<Record<keyof Chats, string>> = { slack: 'Slack', discord: 'Discord' }

const namesOf = ({ chats }: Config<Chats>): readonly string[] => {
  const { slack, discord } = chats
  return [...(slack ? [chatNames.slack] : []), ...(discord ? [chatNames.discord] : [])]
}

/** Each platform brings a large library, so that only what is used is loaded. */
async function chatSections({ slack, discord }: Partial<Chats>, deps: Deps, store: StoreDiagnosis): Promise<Section[]> {
  const depsOf = (platform: string) => ({ ...deps, channelsInUse: () => channelsInUse(store, platform) })
  const sections: Section[] = []
  if (slack) {
    const { diagnoseSlack } = await import('#platforms/slack/diagnose.ts')
    sections.push({ part: chatNames.slack, checks: diagnoseSlack(slack, depsOf('slack')) })
  }
  if (discord) {
    const { diagnoseDiscord } = await import('#platforms/discord/diagnose.ts')
    sections.push({ part: chatNames.discord, checks: diagnoseDiscord(discord, { ...depsOf('discord'), roots }) })
  }
  return sections
}

/** The sandbox as `npm start` would have it, on a port of its own. */
async function hostSandbox(
  config: Config,
  deps: Deps,
): Promise<{ sandbox: Sandbox; address: string; close: () => Promise<unknown> }> {
  const host = '127.0.0.1'
  let address = ''
  const sandbox = await sandboxFor(config, deps, () => address)
  const ingress = createIngress({ host, port: 0, logger: deps.logger, ...sandboxGuest(sandbox) })
  address = urlOf(host, (await ingress.start()).port)
  return { sandbox, address, close: () => Promise.all([sandbox.close(), ingress.stop()]) }
}

/** Where a conference is live, or something was set. */
async function channelsInUse({ contents }: StoreDiagnosis, platform: string): Promise<readonly ChannelInUse[]> {
  const [live, settings] = await Promise.all([contents.live(), contents.settings()])
  const channels = new Map<string, ChannelInUse>()
  for (const { place } of live)
    if (place.platform === platform && place.kind === 'channel')
      channels.set(place.channelId, { workspaceId: place.workspaceId, channelId: place.channelId, isLive: true })
  for (const { scope } of settings) {
    const [kind, of, workspaceId = '', channelId = ''] = scope.split(':')
    if (kind === 'channel' && of === platform && !channels.has(channelId))
      channels.set(channelId, { workspaceId, channelId, isLive: false })
  }
  return [...channels.values()]
}

async function roomUse({ contents }: StoreDiagnosis, name: string) {
  const [leases, settings] = await Promise.all([contents.leases(name), contents.settings()])
  const kept = settings.filter(({ scope }) => scope === permanentScope({ name })).map((setting) => setting.name)
  return { leased: new Set(leases), permanent: new Set(kept) }
}
