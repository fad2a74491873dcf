/** Environment variables as settings: also from files (`NAME_FILE`), and named inside other values (`${NAME}`). */
import type { Problem } from './problem.ts'

export interface Environment {
  /** The value of `NAME` or the content of the file that `NAME_FILE` names; undefined when unset or empty. */
  get(name: string): string | undefined
  /** Set in either way, if only to nothing. */
  has(name: string): boolean
  /** All names that are set. */
  readonly names: readonly string[]
  /** A value of the file refers to it. */
  isReferenced(name: string): boolean
  /** Puts values in the place of `${NAME}`; `$${` stands for `${` itself. `key` is where the text stands. */
  expand(text: string, key: string): string
}

export function createEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
  problems: Problem[],
): Environment {
  const fromFiles = new Map<string, string | undefined>()
  const referenced = new Set<string>()

  const readNamedFile = (name: string, path: string) => {
    if (env[name]) problems.push({ key: name, what: `is set, and so is ${name}_FILE. Keep one of them.` })
    try {
      return readFile(path).trimEnd() || undefined
    } catch (error) {
      problems.push({ key: `${name}_FILE`, what: `names ${path}, which cannot be read (${codeOf(error)}).` })
      return undefined
    }
  }

  const get = (name: string) => {
    const path = env[`${name}_FILE`]
    if (!path) return env[name] || undefined
    if (!fromFiles.has(name)) fromFiles.set(name, readNamedFile(name, path))
    return env[name] || fromFiles.get(name)
  }

  return {
    get,
    has: (name) => env[name] !== undefined || env[`${name}_FILE`] !== undefined,
    names: Object.keys(env).filter((name) => env[name] !== undefined),
    isReferenced: (name) => referenced.has(name.replace(/_FILE$/, '')) || referenced.has(name),
    expand(text, key) {
      return text.replaceAll(/\$?\$\{([^}]*)\}?/g, (found, name: string) => {
        if (found.startsWith('$$')) return found.slice(1)
        referenced.add(name)
        const value = get(name)
        if (value === undefined)
          problems.push({
            key,
            what: `refers to \${${name}}, but neither ${name} nor ${name}_FILE is set to anything.`,
          })
        return value ?? ''
      })
    },
  }
}

/** `ENOENT`, say: enough to act on, and never a file's content. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error'
}
