/**
 * The calls of Yeastar P-Series' OpenAPI v1.0, one function each. Source: Yeastar P-Series developer guide: "Get Access Token" to
 * "Revoke Access Token", "Scheduled Conference", "Add an Instant Conference", "Conference Control", "Recording", "Get Menu
 * Options". Deleting is a GET, and never repeated.
 */
import { FileReply, type Http, type HttpCall } from '../http.ts'
import {
  CreatedReply,
  DeviceReply,
  DownloadReply,
  Envelope,
  ExtensionListReply,
  OngoingReply,
  OptionsReply,
  PasswordReply,
  RecordingListReply,
  RoomListReply,
  RoomReply,
  RouteListReply,
  RoutesReply,
  TokenReply,
} from './schema.ts'

/** Of rooms and recordings at once; the most that a page may have is not documented. */
export const pageSize = 100

/** A recording is fetched whole within this time. */
const fileTimeoutMs = 60_000

const api = (endpoint: string) => `/openapi/v1.0/${endpoint}`

export type LoginClient = ReturnType<typeof createLoginClient>
export type PbxClient = ReturnType<typeof createPbxClient>

/** What a room is made of: as `conference/create` and `conference/update` take it. */
export type RoomBody = Readonly<Record<string, string | number | readonly string[]>>

/** None of them is repeated: each answer that is lost may be one of the eight tokens that there can be. */
export function createLoginClient(http: Http) {
  const post = (endpoint: string, json: Readonly<Record<string, string>>) =>
    http.call({ method: 'POST', path: api(endpoint), json }, TokenReply)
  return {
    signIn: (clientId: string, clientSecret: string) =>
      post('get_token', { username: clientId, password: clientSecret }),
    refresh: (refreshToken: string) => post('refresh_token', { refresh_token: refreshToken }),
    async revoke(access_token: string, timeoutMs: number): Promise<void> {
      const call: HttpCall = { method: 'GET', path: api('del_token'), query: { access_token }, timeoutMs }
      await http.call({ ...call, repeatable: false }, Envelope)
    },
  }
}

export function createPbxClient(http: Http) {
  const get = (endpoint: string, query: HttpCall['query'] = {}): HttpCall => ({
    method: 'GET',
    path: api(endpoint),
    query,
  })
  const post = async (endpoint: string, json: unknown): Promise<void> => {
    await http.call({ method: 'POST', path: api(endpoint), json }, Envelope)
  }
  const control = (verb: string) => (number: string, channelIds: readonly string[]) =>
    post(`conference/${verb}`, { number, member_channel_id: channelIds.join(',') })

  return {
    listRooms: (page: number, page_size = pageSize) =>
      http.call(get('conference/list', { page, page_size }), RoomListReply),
    searchRooms: (search_value: string, page: number) =>
      http.call(get('conference/search', { page, page_size: pageSize, search_value }), RoomListReply),
    readRoom: (id: number) => http.call(get('conference/get', { id }), RoomReply),
    readPassword: (id: number, type: 'partic_password' | 'moderator_password') =>
      http.call(get('conference/viewpassword', { id, type }), PasswordReply),
    createRoom: (body: RoomBody) =>
      http.call({ method: 'POST', path: api('conference/create'), json: body }, CreatedReply),
    updateRoom: (id: number, body: RoomBody) => post('conference/update', { id, ...body }),
    async deleteRoom(id: number): Promise<void> {
      await http.call({ ...get('conference/delete', { id }), repeatable: false }, Envelope)
    },

    /** Of the room with this number, whether it is permanent or an instant one. */
    readOngoing: (number: string) => http.call(get('conference/query_ongoing_conference', { number }), OngoingReply),
    invite: (number: string, invited: string, dialpermission: string) =>
      post('conference/invite_member', { number, invitemembers: [invited], dialpermission }),
    /** Neither an id nor a call id comes back. */
    startInstant: (body: {
      readonly number: string
      readonly name: string
      readonly members: readonly string[]
      /** Extensions. */
      readonly moderators: readonly string[]
      readonly dialpermission: string
    }) => post('conference/start_interim_conference', body),
    mute: control('mute_member'),
    unmute: control('unmute_member'),
    kick: control('kick_member'),

    /** `menu`: `extension`, `ext_group` or `system_prompt`. */
    readOptions: (menu: string) => http.call(get('system/get_menuoptions', { menu }), OptionsReply),

    /** The newest first. */
    listRecordings: (page: number) =>
      http.call(
        get('recording/list', { page, page_size: pageSize, sort_by: 'id', order_by: 'desc' }),
        RecordingListReply,
      ),
    findDownload: (id: string) => http.call(get('recording/download', { id }), DownloadReply),
    /** `path`: below the PBX, rather than its API. */
    download: (path: string) => http.call({ method: 'GET', path, isFile: true, timeoutMs: fileTimeoutMs }, FileReply),

    readDevice: () => http.call(get('system/information'), DeviceReply),
    searchExtensions: (search_value: string) =>
      http.call(get('extension/search', { page: 1, page_size: pageSize, search_value }), ExtensionListReply),
    listRoutes: () => http.call(get('outbound_route/list', { page: 1, page_size: pageSize }), RouteListReply),
    readRoutes: (ids: readonly number[]) => http.call(get('outbound_route/query', { ids: ids.join(',') }), RoutesReply),
  }
}
