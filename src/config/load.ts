/**
 * The only reader of the environment: one file, environment variables, or both (the environment wins), checked once at start
 * with all problems in one message (product.md, section 1 "Configuration").
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { z } from 'zod'
import { isLoopback } from '#lib/loopback.ts'
import type { Config } from './config.ts'
import { isRemote, isStandIn } from './loopback.ts'
import { type Providers, readPbxs } from './pbxs.ts'
import { sandboxPolicy } from './policy.ts'
import { ConfigError, listInWords, type Problem } from './problem.ts'
import { General, SandboxSettings } from './schema.ts'
import { leavesOf, type SettingsSchema } from './schema-facts.ts'
import { Secret } from './secret.ts'
import { isTreeMap, readSettings, reportUnknownKeys, withEnvironment } from './settings.ts'
import { keyNameIn, openSources, type Sources, type Surroundings } from './sources.ts'
import { misspelt, reportUnknownNames } from './unknown-names.ts'

export const slackPrefix = 'SLACK_'
export const sandboxPrefix = 'CONFBOT_SANDBOX_'

export interface ConfigSchemas<Slack = unknown> {
  readonly slackSettings: SettingsSchema & z.ZodType<Slack>
  readonly providers: Providers
}

export interface LoadOptions<Slack> extends ConfigSchemas<Slack>, Partial<Surroundings> {
  /** The caller brings the chat itself (the terminal): none need be configured, and nothing is kept. */
  readonly hasOwnChat?: boolean
}

/** Throws a `ConfigError` that names every problem. */
export function loadConfig<Slack>(options: LoadOptions<Slack>): Config<Slack> {
  const { env = process.env, cwd = process.cwd(), readFile = (path) => readFileSync(path, 'utf8') } = options
  const problems: Problem[] = []
  const warnings: string[] = []
  const sources = openSources({ env, readFile, cwd }, problems)
  const general = readGeneral(sources, problems)
  const sandbox = readSandbox(sources, problems)
  const slack = readSlack(sources, options.slackSettings, problems, warnings)
  const pbxs = readPbxs(sources, options.providers, problems)
  reportUnknownOwnNames(sources, problems)

  const hasChat = slack.isPresent || options.hasOwnChat === true
  const mode = hasChat && pbxs ? 'configured' : 'sandbox'
  if (slack.isPresent && !pbxs) problems.push(noPbx(options.providers))
  else if (pbxs && !hasChat && !sandbox?.realPbx) problems.push(noChat)
  else if (mode === 'sandbox' && sources.environment.get('NODE_ENV') === 'production') problems.push(noSandboxHere)
  if (isStandIn(slack.settings) && !sandbox?.realPbx)
    for (const pbx of pbxs ?? []) if (isRemote(pbx.settings.reveal())) problems.push(realPbxBehindSandbox(pbx.name))
  const host = general?.host ?? (mode === 'sandbox' ? '127.0.0.1' : null)
  if (mode === 'sandbox' && host !== null && !isLoopback(host)) problems.push(sandboxIsLocal)
  const names = isTreeMap(sources.file?.pbxs) ? Object.keys(sources.file.pbxs) : (pbxs ?? []).map((pbx) => pbx.name)
  if (general?.defaultPbx && !names.includes(general.defaultPbx)) problems.push(noSuchPbx(names))

  if (problems.length > 0 || !general || !sandbox) throw new ConfigError(problems)
  return {
    mode,
    slack: slack.settings === undefined ? null : new Secret(slack.settings),
    pbxs: pbxs ?? [],
    defaultPbx: general.defaultPbx ?? pbxs?.[0]?.name ?? null,
    // A bot that runs beside the terminal has a store of its own, and is the only writer of it.
    store: { path: options.hasOwnChat ? ':memory:' : storePath(general.databaseUrl, mode, cwd) },
    host,
    port: general.port,
    publicUrl: general.publicUrl?.replace(/\/+$/, '') ?? null,
    adminHost: general.adminHost,
    adminPort: general.adminPort,
    logLevel: general.logLevel ?? (mode === 'sandbox' || options.hasOwnChat ? 'warn' : 'info'),
    allow: general.allow,
    sandbox: {
      token: new Secret(sandbox.token ?? randomBytes(24).toString('base64url')),
      slackDelivery: sandbox.slackDelivery,
      policy: sandboxPolicy,
    },
    files: sources.files,
    warnings,
  }
}

function readGeneral(sources: Sources, problems: Problem[]): General | undefined {
  const { file, environment } = sources
  const { slack: _slack, pbxs: _pbxs, ...tree } = file ?? {}
  const leaves = leavesOf(General, '')
  const keyName = keyNameIn([], leaves, sources)
  reportUnknownKeys(tree, [General], keyName, problems, ['slack', 'pbxs'])
  return readSettings(General, withEnvironment(tree, leaves, environment), keyName, problems)
}

function readSandbox(sources: Sources, problems: Problem[]) {
  const leaves = leavesOf(SandboxSettings, sandboxPrefix)
  const keyName = keyNameIn(['sandbox'], leaves, { ...sources, file: null })
  return readSettings(SandboxSettings, withEnvironment({}, leaves, sources.environment), keyName, problems)
}

function readSlack<Slack>(
  sources: Sources,
  schema: SettingsSchema & z.ZodType<Slack>,
  problems: Problem[],
  warnings: string[],
): { readonly isPresent: boolean; readonly settings: Slack | undefined } {
  const { file, environment } = sources
  const leaves = leavesOf(schema, slackPrefix)
  const isPresent = (file !== null && 'slack' in file) || leaves.some(({ envName }) => environment.has(envName))
  const names = environment.names.filter((name) => name.startsWith(slackPrefix) && !environment.isReferenced(name))
  const known = leaves.map((leaf) => leaf.envName)
  for (const { name, meant } of misspelt(names, known)) {
    // Others have names of this kind too, so that one alone is no error, unless it would leave us in the sandbox.
    if (isPresent) warnings.push(`${name} is not known. Is ${meant} meant?`)
    else problems.push({ key: name, what: `is not known. Did you mean ${meant}?` })
  }
  if (!isPresent) return { isPresent, settings: undefined }
  const given = file?.slack
  if (given !== undefined && given !== '' && !isTreeMap(given)) {
    problems.push({ key: 'slack', what: 'is not valid. Expected keys with values.' })
    return { isPresent, settings: undefined }
  }
  const tree = isTreeMap(given) ? given : {}
  const keyName = keyNameIn(['slack'], leaves, sources)
  reportUnknownKeys(tree, [schema], keyName, problems)
  return { isPresent, settings: readSettings(schema, withEnvironment(tree, leaves, environment), keyName, problems) }
}

function reportUnknownOwnNames({ environment }: Sources, problems: Problem[]): void {
  const leaves = [...leavesOf(General, ''), ...leavesOf(SandboxSettings, sandboxPrefix)]
  const isOurs = (name: string) => name.startsWith('CONFBOT_')
  const known = ['CONFBOT_CONFIG', ...leaves.map((leaf) => leaf.envName).filter(isOurs)]
  const names = environment.names.filter((name) => isOurs(name) && !environment.isReferenced(name))
  reportUnknownNames(names, known, problems)
}

function storePath(configured: string | undefined, mode: Config['mode'], cwd: string): string {
  // The sandbox forgets its messages and rooms when it stops: what is known of them must go with them.
  const path = configured ?? (mode === 'sandbox' ? ':memory:' : 'data/confbot.db')
  return path === ':memory:' ? path : resolve(cwd, path)
}

const noPbx = (providers: Providers): Problem => ({
  key: 'pbxs (or PBX_KIND)',
  what: `is missing: Slack is configured, but no PBX. Expected ${listInWords(Object.keys(providers))}.`,
})
const noChat: Problem = {
  key: 'slack (or SLACK_BOT_TOKEN)',
  what: 'is missing: a PBX is configured, but no chat.',
  where: `To try the PBX from the sandbox's chat, set ${sandboxPrefix}REAL_PBX=1.`,
}
const noSandboxHere: Problem = {
  key: 'NODE_ENV',
  what: 'is production, where the sandbox does not run. Expected a chat and a PBX to be configured.',
}
const sandboxIsLocal: Problem = {
  key: 'host (or CONFBOT_HOST)',
  what: 'is not valid. Expected 127.0.0.1, since the sandbox is for this machine alone.',
}
const noSuchPbx = (names: readonly string[]): Problem => ({
  key: 'defaultPbx (or CONFBOT_DEFAULT_PBX)',
  what: `is not the name of a PBX. Expected ${listInWords(names)}.`,
})
const realPbxBehindSandbox = (name: string): Problem => ({
  key: `PBX ${name}`,
  what: 'is not on this machine, while the chat is: that is a sandbox, which must not ring real telephones by accident.',
  where: `If it may, set ${sandboxPrefix}REAL_PBX=1.`,
})
