/**
 * The only reader of the environment: one file, environment variables, or both (the environment wins), checked once at start
 * with all problems in one message (product.md, section 1 "Configuration").
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { z } from 'zod'
import { capitalized } from '#lib/capitalized.ts'
import { isLoopback } from '#lib/loopback.ts'
import type { ChatSettings, Config } from './config.ts'
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

/** Of a chat platform's own names in the environment: `SLACK_`. */
export const chatPrefix = (id: string): string => `${id.toUpperCase()}_`
export const sandboxPrefix = 'CONFBOT_SANDBOX_'

export interface ConfigSchemas<Chats extends ChatSettings = ChatSettings> {
  readonly chats: { readonly [Id in keyof Chats]: SettingsSchema & z.ZodType<Chats[Id]> }
  readonly providers: Providers
}

export interface LoadOptions<Chats extends ChatSettings> extends ConfigSchemas<Chats>, Partial<Surroundings> {
  /** The caller brings the chat itself (the terminal): none need be configured, and nothing is kept. */
  readonly hasOwnChat?: boolean
}

/** Throws a `ConfigError` that names every problem. */
export function loadConfig<Chats extends ChatSettings>(options: LoadOptions<Chats>): Config<Chats> {
  const { env = process.env, cwd = process.cwd(), readFile = (path) => readFileSync(path, 'utf8') } = options
  const problems: Problem[] = []
  const warnings: string[] = []
  const sources = openSources({ env, readFile, cwd }, problems)
  const ids = Object.keys(options.chats)
  const general = readGeneral(sources, ids, problems)
  const sandbox = readSandbox(sources, problems)
  const chats = ids.flatMap((id) => readChat(id, options.chats, sources, problems, warnings))
  const pbxs = readPbxs(sources, options.providers, problems)
  reportUnknownOwnNames(sources, problems)

  const hasChat = chats.length > 0 || options.hasOwnChat === true
  const mode = hasChat && pbxs ? 'configured' : 'sandbox'
  if (chats[0] && !pbxs) problems.push(noPbx(chats[0].id, options.providers))
  else if (pbxs && !hasChat && !sandbox?.realPbx) problems.push(noChat(ids))
  else if (mode === 'sandbox' && sources.environment.get('NODE_ENV') === 'production') problems.push(noSandboxHere)
  if (chats.some(({ settings }) => isStandIn(settings)) && !sandbox?.realPbx)
    for (const pbx of pbxs ?? []) if (isRemote(pbx.settings.reveal())) problems.push(realPbxBehindSandbox(pbx.name))
  const host = general?.host ?? (mode === 'sandbox' ? '127.0.0.1' : null)
  if (mode === 'sandbox' && host !== null && !isLoopback(host)) problems.push(sandboxIsLocal)
  const names = isTreeMap(sources.file?.pbxs) ? Object.keys(sources.file.pbxs) : (pbxs ?? []).map((pbx) => pbx.name)
  if (general?.defaultPbx && !names.includes(general.defaultPbx)) problems.push(noSuchPbx(names))

  // A bot that runs beside the terminal has a store of its own, and is the only writer of it.
  const path = options.hasOwnChat ? ':memory:' : storePath(general?.databaseUrl, mode, cwd)
  const keeper = pbxs?.find(({ kind }) => options.providers[kind]?.needsVault)
  if (keeper && general && !general.secretKey && path !== ':memory:') problems.push(noSecretKey(keeper.name))

  if (problems.length > 0 || !general || !sandbox) throw new ConfigError(problems)
  return {
    mode,
    chats: secretsOf(options.chats, chats),
    pbxs: pbxs ?? [],
    defaultPbx: general.defaultPbx ?? pbxs?.[0]?.name ?? null,
    store: { path },
    secretKey: general.secretKey === undefined ? null : new Secret(general.secretKey),
    host,
    port: general.port,
    publicUrl: general.publicUrl?.replace(/\/+$/, '') ?? null,
    adminHost: general.adminHost,
    adminPort: general.adminPort,
    logLevel: general.logLevel ?? (mode === 'sandbox' || options.hasOwnChat ? 'warn' : 'info'),
    allow: general.allow,
    together: general.together ?? null,
    sandbox: {
      token: new Secret(sandbox.token ?? randomBytes(24).toString('base64url')),
      chats: sandbox.chats,
      pbxs: sandbox.pbxs,
      slackDelivery: sandbox.slackDelivery,
      discordDelivery: sandbox.discordDelivery,
      policy: sandboxPolicy,
    },
    files: sources.files,
    warnings,
  }
}

function readGeneral(sources: Sources, chatIds: readonly string[], problems: Problem[]): General | undefined {
  const { file, environment } = sources
  const parts = [...chatIds, 'pbxs']
  const tree = Object.fromEntries(Object.entries(file ?? {}).filter(([key]) => !parts.includes(key)))
  const leaves = leavesOf(General, '')
  const keyName = keyNameIn([], leaves, sources)
  reportUnknownKeys(tree, [General], keyName, problems, parts)
  return readSettings(General, withEnvironment(tree, leaves, environment), keyName, problems)
}

function readSandbox(sources: Sources, problems: Problem[]) {
  const leaves = leavesOf(SandboxSettings, sandboxPrefix)
  const keyName = keyNameIn(['sandbox'], leaves, { ...sources, file: null })
  return readSettings(SandboxSettings, withEnvironment({}, leaves, sources.environment), keyName, problems)
}

/** A platform that something is said of; its settings are undefined where that is not right. */
interface GivenChat {
  readonly id: string
  readonly settings: unknown
}

/** None, or the one of this id. */
function readChat<Chats extends ChatSettings>(
  id: keyof Chats & string,
  schemas: ConfigSchemas<Chats>['chats'],
  sources: Sources,
  problems: Problem[],
  warnings: string[],
): readonly GivenChat[] {
  const { file, environment } = sources
  const schema = schemas[id]
  const prefix = chatPrefix(id)
  const leaves = leavesOf(schema, prefix)
  const isPresent = (file !== null && id in file) || leaves.some(({ envName }) => environment.has(envName))
  const names = environment.names.filter((name) => name.startsWith(prefix) && !environment.isReferenced(name))
  const known = leaves.map((leaf) => leaf.envName)
  for (const { name, meant } of misspelt(names, known)) {
    // Others have names of this kind too, so that one alone is no error, unless it would leave us in the sandbox.
    if (isPresent) warnings.push(`${name} is not known. Is ${meant} meant?`)
    else problems.push({ key: name, what: `is not known. Did you mean ${meant}?` })
  }
  if (!isPresent) return []
  const given = file?.[id]
  if (given !== undefined && given !== '' && !isTreeMap(given)) {
    problems.push({ key: id, what: 'is not valid. Expected keys with values.' })
    return [{ id, settings: undefined }]
  }
  const tree = isTreeMap(given) ? given : {}
  const keyName = keyNameIn([id], leaves, sources)
  reportUnknownKeys(tree, [schema], keyName, problems)
  return [{ id, settings: readSettings(schema, withEnvironment(tree, leaves, environment), keyName, problems) }]
}

function secretsOf<Chats extends ChatSettings>(
  schemas: ConfigSchemas<Chats>['chats'],
  given: readonly GivenChat[],
): Config<Chats>['chats'] {
  const secretOf = (id: string) => {
    const settings = given.find((chat) => chat.id === id)?.settings
    return settings === undefined ? null : new Secret(settings)
  }
  // Each was read with the schema of its own id.
  return Object.fromEntries(Object.keys(schemas).map((id) => [id, secretOf(id)])) as Config<Chats>['chats']
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

const noPbx = (chat: string, providers: Providers): Problem => ({
  key: 'pbxs (or PBX_KIND)',
  what: `is missing: ${capitalized(chat)} is configured, but no PBX. Expected ${listInWords(Object.keys(providers))}.`,
})
const noChat = (ids: readonly string[]): Problem => ({
  key: ids.join(' or '),
  what: 'is missing: a PBX is configured, but no chat.',
  where: `To try the PBX from the sandbox's chat, set ${sandboxPrefix}REAL_PBX=1.`,
})
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
const noSecretKey = (pbx: string): Problem => ({
  key: 'secretKey (or CONFBOT_SECRET_KEY)',
  what: `is missing. Expected at least 24 characters that nobody guesses, since confbot itself keeps the rooms and PINs of the PBX ${pbx}, sealed in the database.`,
  where:
    'Take what "openssl rand -base64 32" prints, and keep it: with another key those rooms cannot be read any more.',
})
const realPbxBehindSandbox = (name: string): Problem => ({
  key: `PBX ${name}`,
  what: 'is not on this machine, while the chat is: that is a sandbox, which must not ring real telephones by accident.',
  where: `If it may, set ${sandboxPrefix}REAL_PBX=1.`,
})
