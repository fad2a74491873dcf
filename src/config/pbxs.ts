/** The configured PBXs: any number from the file, or one from the environment. */
import { z } from 'zod'
import { Policy } from './policy.ts'
import type { Problem } from './problem.ts'
import { type Leaf, leavesOf, type SettingsSchema } from './schema-facts.ts'
import { Secret } from './secret.ts'
import {
  isTreeMap,
  type KeyName,
  readSettings,
  reportUnknownKeys,
  type Tree,
  type TreeMap,
  withEnvironment,
} from './settings.ts'
import { keyNameIn, type Sources } from './sources.ts'
import { reportUnknownNames } from './unknown-names.ts'

/** By id: what each kind of PBX must be told, and whether it has confbot keep what is secret (`ProviderDefinition.needsVault`). */
export type Providers = Readonly<Record<string, { readonly settings: SettingsSchema; readonly needsVault?: true }>>

export interface PbxConfig {
  /** As it is called in chat and in addresses. */
  readonly name: string
  /** Id of the provider. */
  readonly kind: string
  /** Checked against the provider's own schema. */
  readonly settings: Secret<unknown>
  readonly policy: Policy
}

const prefix = 'PBX_'
const namePattern = /^[a-z0-9][a-z0-9-]{0,31}$/

const kindSchema = (providers: Providers) =>
  z.object({ kind: z.enum(Object.keys(providers)).describe('What kind of PBX it is.') })

/** What is said of every PBX, of whatever kind. */
export const commonPbxLeaves = (providers: Providers): { readonly kind: Leaf[]; readonly policy: Leaf[] } => ({
  kind: leavesOf(kindSchema(providers), prefix),
  policy: leavesOf(Policy, prefix),
})

/** What is said of a PBX of this kind alone. */
export const providerLeaves = (settings: SettingsSchema): Leaf[] => leavesOf(settings, prefix)

/** undefined when none is configured, which is not the same as one that is wrong. */
export function readPbxs(sources: Sources, providers: Providers, problems: Problem[]): PbxConfig[] | undefined {
  const { environment, file } = sources
  const names = environment.names.filter((name) => name.startsWith(prefix) && !environment.isReferenced(name))
  if (file && 'pbxs' in file) {
    for (const name of names)
      problems.push({
        key: name,
        what: `has no effect beside the file's pbxs. Name it there as \${${name}}, or unset it.`,
      })
    return readFromFile(file.pbxs, sources, providers, problems)
  }
  return names.length > 0 ? readFromEnvironment(names, sources, providers, problems) : undefined
}

function readFromFile(
  pbxs: Tree | undefined,
  sources: Sources,
  providers: Providers,
  problems: Problem[],
): PbxConfig[] {
  const entries = isTreeMap(pbxs) ? Object.entries(pbxs) : []
  if (entries.length === 0)
    problems.push({ key: 'pbxs', what: 'is empty. Expected the name of each PBX, and below it its settings.' })
  return entries.flatMap(([name, tree]) => {
    const key = `pbxs.${name}`
    if (!namePattern.test(name)) problems.push({ key, what: 'is not a valid name. Expected a-z, 0-9 and hyphens.' })
    if (isTreeMap(tree)) return readPbx(name, tree, keyNameIn(['pbxs', name], [], sources), providers, problems)
    problems.push({ key, what: 'is not valid. Expected keys with values.' })
    return []
  })
}

function readFromEnvironment(
  names: readonly string[],
  sources: Sources,
  providers: Providers,
  problems: Problem[],
): PbxConfig[] {
  const { environment } = sources
  const kind = environment.get(`${prefix}KIND`)
  const common = commonPbxLeaves(providers)
  const meant = kind === undefined ? undefined : providers[kind]
  const specific = (meant ? [meant] : Object.values(providers)).flatMap(({ settings }) => providerLeaves(settings))
  const leaves = [...common.kind, ...specific, ...common.policy]
  const known = leaves.map((leaf) => leaf.envName)
  reportUnknownNames(names, known, problems)
  const tree = withEnvironment({}, leaves, environment)
  return readPbx(kind ?? 'pbx', tree, keyNameIn(['pbxs'], leaves, sources), providers, problems)
}

function readPbx(
  name: string,
  tree: TreeMap,
  keyName: KeyName,
  providers: Providers,
  problems: Problem[],
): PbxConfig[] {
  const known = readSettings(kindSchema(providers), tree, keyName, problems)
  const policy = readSettings(Policy, tree, keyName, problems)
  const provider = known && providers[known.kind]
  if (!provider) return []
  reportUnknownKeys(tree, [kindSchema(providers), Policy, provider.settings], keyName, problems)
  const settings = readSettings(provider.settings, tree, keyName, problems)
  return settings && policy ? [{ name, kind: known.kind, settings: new Secret(settings), policy }] : []
}
