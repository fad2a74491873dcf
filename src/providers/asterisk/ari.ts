/** Recordings as files, over ARI. Source: Asterisk 22, ARI `recordings`: lists name and format, and nothing of size or length. */
import { isConfbotError } from '#core/errors.ts'
import { FileReply, type Http, path } from '../http.ts'
import { noFolder } from './mapper.ts'
import { StoredRecordings } from './schema.ts'

/** The header of every request. */
export const ariLogin = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})

export type AriClient = ReturnType<typeof createAriClient>

export function createAriClient(http: Http) {
  return {
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
