/**
 * RingMe's calls, one function each; the slashes at the end belong to the documented paths. Sources: RingMe API ver1.0, the page of
 * each resource, and Telphin's clients of it for single recordings.
 */
import { FileReply, type Http, path } from '../http.ts'
import {
  CallbackReply,
  ConferenceReply,
  ExtensionListReply,
  ExtensionReply,
  HookListReply,
  HookReply,
  RecordListReply,
  StorageUrlReply,
  TokenReply,
} from './schema.ts'

const api = '/api/ver1.0'

export type LoginClient = ReturnType<typeof createLoginClient>
export type RingmeClient = ReturnType<typeof createRingmeClient>

export interface NewExtension {
  readonly name: string
  readonly type: 'conference'
  readonly status: 'active'
  readonly label?: string
}

export interface Callback {
  /** Rung first: each of them, until one answers. */
  readonly src_num: readonly string[]
  readonly dst_num: string
  /** Keyed as soon as `dst_num` answers. */
  readonly dst_dtmf?: string
}

/** Makes the token that all other calls carry. */
export const createLoginClient = (http: Http) => ({
  signIn: (application: { readonly client_id: string; readonly client_secret: string }) =>
    http.call(
      {
        method: 'POST',
        path: '/oauth/token',
        form: { grant_type: 'client_credentials', ...application },
        repeatable: true,
      },
      TokenReply,
    ),
})

/** `client`: whose extensions, an id or `@me`, which stands in the path as it is. */
export function createRingmeClient(http: Http, client: string) {
  const ofClient = `${api}/client/${client}`
  const extensions = `${ofClient}/extension/`
  const extension = (id: string) => extensions + path`${id}`
  const conference = (id: string) => api + path`/extension/${id}/conference/`
  const record = (uuid: string) => ofClient + path`/record/${uuid}`
  const hooks = (id: string) => api + path`/extension/${id}/event/`
  return {
    /** undefined: the first page. */
    listConferences: (page?: number) =>
      http.call(
        { method: 'GET', path: extensions, query: { type: 'conference', ...(page !== undefined && { page }) } },
        ExtensionListReply,
      ),
    readExtension: (id: string) => http.call({ method: 'GET', path: extension(id) }, ExtensionReply),
    createExtension: (json: NewExtension) => http.call({ method: 'POST', path: extensions, json }, ExtensionReply),
    deleteExtension: (id: string) => http.call({ method: 'DELETE', path: extension(id) }),

    readConference: (id: string) => http.call({ method: 'GET', path: conference(id) }, ConferenceReply),
    writeConference: (id: string, json: object) =>
      http.call({ method: 'PUT', path: conference(id), json }, ConferenceReply),

    callBack: (id: string, json: Callback) =>
      http.call({ method: 'POST', path: api + path`/extension/${id}/callback/`, json }, CallbackReply),

    listRecords: (id: string, period: { readonly start_datetime: string; readonly end_datetime: string }) =>
      http.call(
        { method: 'GET', path: api + path`/extension/${id}/record/`, query: { ...period, order: 'asc' } },
        RecordListReply,
      ),
    readRecord: (uuid: string) => http.call({ method: 'GET', path: record(uuid), isFile: true }, FileReply),
    readStorageUrl: (uuid: string) =>
      http.call({ method: 'GET', path: `${record(uuid)}/storage_url/` }, StorageUrlReply),
    deleteRecord: (uuid: string) => http.call({ method: 'DELETE', path: record(uuid) }),

    listHooks: (id: string) => http.call({ method: 'GET', path: hooks(id) }, HookListReply),
    /** `secret`: what nobody may see of the address. */
    createHook: (
      id: string,
      json: { readonly url: string; readonly event_type: string; readonly method: 'POST' },
      secret: string,
    ) => http.call({ method: 'POST', path: hooks(id), json, secrets: [secret] }, HookReply),
    deleteHook: (id: string, hookId: string, timeoutMs: number) =>
      http.call({ method: 'DELETE', path: hooks(id) + path`${hookId}`, timeoutMs }),
  }
}
