/** Programs of the machine that the system tests use, and where they are. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface Program {
  /** In the order of preference. */
  readonly names: readonly string[]
}

/** `debian`: the packages that bring it, and what it needs to be of use here. */
export const systemPrograms = {
  chromium: {
    names: ['chromium', 'chromium-browser', 'google-chrome'],
    debian: ['chromium', 'fonts-liberation', 'fonts-noto-color-emoji'],
  },
} as const satisfies Record<string, Program & { readonly debian: readonly string[] }>

/** What to run programs with: the PATH of whoever runs this, which may leave out what is for root, and then where such programs are. */
export const programPath = [process.env.PATH, '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']
  .filter(Boolean)
  .join(delimiter)

/** Its path, or undefined when it is not there. */
export function findProgram({ names }: Program): string | undefined {
  const folders = programPath.split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
