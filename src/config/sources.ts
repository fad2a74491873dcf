/** Where settings come from: the file, `.env` beside it, and the environment. */
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { parseDocument } from 'yaml'
import { codeOf, createEnvironment, type Environment } from './environment.ts'
import { ConfigError, type Problem } from './problem.ts'
import type { Leaf } from './schema-facts.ts'
import { isTreeMap, type KeyName, type Tree, type TreeMap } from './settings.ts'

export interface Sources {
  /** null when there is no file. */
  readonly file: TreeMap | null
  readonly environment: Environment
  /** Names of the files that were read. */
  readonly files: readonly string[]
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** As `readFileSync(path, 'utf8')`. */
  readonly readFile: (path: string) => string
  /** What relative paths start from. */
  readonly cwd: string
}

const defaultFile = 'confbot.yaml'

/** Variables of the process win over those of `.env`. Throws a `ConfigError` when the file is not even readable. */
export function openSources({ env, readFile, cwd }: Surroundings, problems: Problem[]): Sources {
  const readHere = (path: string) => readFile(resolve(cwd, path))
  const dotEnv = readIfThere(readHere, '.env', problems)
  const environment = createEnvironment({ ...(dotEnv && parseEnv(dotEnv)), ...env }, readHere, problems)
  const path = environment.get('CONFBOT_CONFIG')
  const file = readConfigFile(path, readHere, problems)
  const files = [...(file ? [path ?? defaultFile] : []), ...(dotEnv === undefined ? [] : ['.env'])]
  return { environment, file: file && expandMap(file, environment, []), files }
}

const expandMap = (map: TreeMap, environment: Environment, path: readonly string[]): TreeMap =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, expandTree(value, environment, [...path, key])]))

/** Puts values in the place of every `${NAME}`. */
function expandTree(tree: Tree, environment: Environment, path: readonly string[]): Tree {
  if (typeof tree === 'string') return environment.expand(tree, path.join('.'))
  if (isTreeMap(tree)) return expandMap(tree, environment, path)
  return tree.map((item) => expandTree(item, environment, path))
}

function readConfigFile(
  named: string | undefined,
  readFile: (path: string) => string,
  problems: Problem[],
): TreeMap | null {
  const path = named ?? defaultFile
  const text = readIfThere(readFile, path, problems)
  if (text === undefined) {
    if (named) problems.push({ key: 'CONFBOT_CONFIG', what: `names ${path}, which is not there.` })
    return null
  }
  // Only texts: which type a value has, its schema knows best ("0123" is an extension, "no" is Norway).
  const document = parseDocument(text, { schema: 'failsafe' })
  const [broken] = document.errors
  if (broken) {
    // Anything further would only follow from this.
    problems.push({ key: path, what: `is not readable as YAML: ${broken.message.split('\n', 1)[0]}` })
    throw new ConfigError(problems)
  }
  const tree: Tree | null = document.toJS()
  if (tree && isTreeMap(tree)) return tree
  problems.push({
    key: path,
    what: tree ? 'must hold keys with values.' : 'is empty. Remove it, or say in it what to use.',
  })
  return {}
}

function readIfThere(readFile: (path: string) => string, path: string, problems: Problem[]): string | undefined {
  try {
    return readFile(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') problems.push({ key: path, what: `cannot be read (${codeOf(error)}).` })
    return undefined
  }
}

/** Names the keys of a part by the place in the file, or by the environment where the value stands there or should. */
export function keyNameIn(part: readonly string[], leaves: readonly Leaf[], { file, environment }: Sources): KeyName {
  const isInFile = file !== null && (part[0] === undefined || part[0] in file)
  return (path) => {
    const leaf = leaves.find((one) => one.path.join('.') === path.join('.'))
    const isFromEnvironment = leaf && (!isInFile || environment.get(leaf.envName) !== undefined)
    return isFromEnvironment ? leaf.envName : [...part, ...path].join('.')
  }
}
