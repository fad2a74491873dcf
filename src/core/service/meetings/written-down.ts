/**
 * What a job writes down of a meeting before it does it elsewhere (on a PBX, among the events of a platform): whoever comes after a
 * process that died meanwhile knows of it.
 */
import type { z } from 'zod'
import type { Repositories } from '../../contracts/store.ts'

type Settings = Pick<Repositories, 'settings'>

export interface WrittenDown<T> {
  /** null: nothing is on its way. */
  read(from: Settings, meetingId: string): Promise<T | null>
  /** null: it was done, or given up. */
  note(to: Settings, meetingId: string, value: T | null): Promise<void>
  /** The meetings of which something is written down. */
  ids(from: Settings): Promise<readonly string[]>
}

/** `scope`: among the settings. */
export const writtenDown = <T extends object>(scope: string, schema: z.ZodType<T>): WrittenDown<T> => ({
  async read({ settings }, id) {
    const text = await settings.get(scope, id)
    return text === null ? null : schema.parse(JSON.parse(text))
  },
  note: ({ settings }, id, value) => settings.set(scope, id, value && JSON.stringify(value)),
  ids: async ({ settings }) => Object.keys(await settings.list(scope)),
})
