/** Recordings as files, and which parts an Asterisk has, over ARI. Source: Asterisk 22, ARI `recordings`, `asterisk`, `sounds`: lists name and format, and nothing of size or length. */

import { z } from 'zod'
import { isConfbotError } from '#core/errors.ts'
import { FileReply, type Http, path } from '../http.ts'
import { noFolder } from './mapper.ts'
import { StoredRecordings } from './schema.ts'

/** What ARI says with the status 404 where the module that serves a path is not loaded. Seen with 22.10. */
const noSuchPath = 'Resource not found'

/** The header of every request. */
export const ariLogin = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})

export type AriClient = ReturnType<typeof createAriClient>

export function createAriClient(http: Http) {
  /** null: this ARI serves no such paths. */
  const isThere = async (where: string): Promise<boolean | null> => {
    try {
      await http.call({ method: 'GET', path: where }, z.unknown())
      return true
    } catch (error) {
      if (!isConfbotError(error, 'provider.not-found')) throw error
      return error.cause instanceof Error && error.cause.message.includes(noSuchPath) ? null : false
    }
  }

  return {
    hasModule: (name: string) => isThere(path`/asterisk/modules/${name}`),
    hasSound: (name: string) => isThere(path`/sounds/${name}`),
    /** None, also where none was ever made. */
    async listRecordings(): Promise<StoredRecordings> {
      try {
        return await http.call({ method: 'GET', path: '/recordings/stored' }, StoredRecordings)
      } catch (error) {
        if (isConfbotError(error, 'provider.rejected') && error.details.blanks?.message === noFolder) return []
        throw error
      }
    },
    fetchRecording: (name: string) =>
      http.call({ method: 'GET', path: path`/recordings/stored/${name}/file`, isFile: true }, FileReply),
    deleteRecording: (name: string) => http.call({ method: 'DELETE', path: path`/recordings/stored/${name}` }),
  }
}
