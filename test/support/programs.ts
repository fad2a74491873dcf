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

/** Its path, or undefined when it is not there. */
export function findProgram({ names }: Program): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
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
