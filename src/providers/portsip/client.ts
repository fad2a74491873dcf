/**
 * PortSIP's REST calls, one function each. Source: PortSIP REST API 22.3, "Conference", and "Authentication". The reading of one
 * participant is not here: nothing needs it beside that of all.
 */
import type { ListQuery, RoomFieldValues } from '#core/contracts/conference-provider.ts'
import { type Http, path } from '../http.ts'
import {
  CreatedReply,
  ParticipantListReply,
  RecordingListReply,
  RoomListReply,
  RoomReply,
  ServerListReply,
  ServerReply,
  ServerStatusReply,
  StatusReply,
  TokenReply,
} from './schema.ts'

/** The most that one page may have. */
export const pageSize = 100

export type LoginClient = ReturnType<typeof createLoginClient>
export type ServerClient = ReturnType<typeof createServerClient>

/** Calls that make the token that all others carry. */
export function createLoginClient(http: Http) {
  const token = (form: Readonly<Record<string, string>>) =>
    http.call({ method: 'POST', path: '/login/oauth/token', form, repeatable: true }, TokenReply)
  return {
    /** A system administrator belongs to no domain. */
    signIn: (account: { username: string; password: string; domain?: string; client_id: string }) =>
      token({ grant_type: 'password', scope: 'all', ...account }),
    refresh: (login: { refresh_token: string; client_id: string }) => token({ grant_type: 'refresh_token', ...login }),
    revoke: (accessToken: string, timeoutMs: number) =>
      http.call({
        method: 'POST',
        path: '/login/oauth/revoke',
        headers: { authorization: `Bearer ${accessToken}` },
        json: {},
        timeoutMs,
      }),
  }
}

export function createRoomClient(http: Http) {
  const post = (to: string, json?: unknown) =>
    http.call({ method: 'POST', path: to, ...(json !== undefined && { json }) })
  return {
    listRooms: (skip: number, top = pageSize) =>
      http.call({ method: 'GET', path: '/conference_rooms', query: { skip, top } }, RoomListReply),
    queryRooms: (query: Omit<ListQuery, 'count'>) =>
      http.call({ method: 'GET', path: '/conference_rooms', query: listQuery(query) }, RoomListReply),
    createRoom: (values: RoomFieldValues) =>
      http.call({ method: 'POST', path: '/conference_rooms', json: values }, CreatedReply),
    readRoom: (id: string) => http.call({ method: 'GET', path: path`/conference_rooms/${id}` }, RoomReply),
    updateRoom: (id: string, values: RoomFieldValues) => post(path`/conference_rooms/${id}`, values),
    destroyRoom: (id: string) => post(path`/conference_rooms/${id}/destroy`),
    readStatus: (id: string) => http.call({ method: 'GET', path: path`/conference_rooms/${id}/status` }, StatusReply),
    muteRoom: (id: string) => post(path`/conference_rooms/${id}/mute`),
    unmuteRoom: (id: string) => post(path`/conference_rooms/${id}/unmute`),
    lockRoom: (id: string) => post(path`/conference_rooms/${id}/lock`),
    unlockRoom: (id: string) => post(path`/conference_rooms/${id}/unlock`),
    startRecording: (id: string) => post(path`/conference_rooms/${id}/start_recording`),
    stopRecording: (id: string) => post(path`/conference_rooms/${id}/stop_recording`),

    listParticipants: (id: string) =>
      http.call({ method: 'GET', path: path`/conference_rooms/${id}/participants` }, ParticipantListReply),
    setLayout: (id: string, participantIds: readonly string[]) =>
      post(path`/conference_rooms/${id}/participants/layout`, { items: participantIds }),
    invite: (id: string, number: string) => post(path`/conference_rooms/${id}/participants/invite`, { number }),
    muteParticipant: (id: string, participantId: string) =>
      post(path`/conference_rooms/${id}/participants/${participantId}/mute`),
    unmuteParticipant: (id: string, participantId: string) =>
      post(path`/conference_rooms/${id}/participants/${participantId}/unmute`),
    makeChairman: (id: string, participantId: string) =>
      post(path`/conference_rooms/${id}/participants/${participantId}/chairman`),
    setPosition: (id: string, participantId: string, position: number) =>
      post(path`/conference_rooms/${id}/participants/${participantId}/position`, { position }),
    destroyParticipant: (id: string, participantId: string) =>
      post(path`/conference_rooms/${id}/participants/${participantId}/destroy`),

    listRecordings: (id: string) =>
      http.call({ method: 'GET', path: path`/conference_rooms/${id}/recordings` }, RecordingListReply),
    destroyRecording: (id: string, recordingId: string) =>
      post(path`/conference_rooms/${id}/recordings/${recordingId}/destroy`),
    setRecordingRead: (id: string, recordingId: string) =>
      post(path`/conference_rooms/${id}/recordings/${recordingId}/set_read`),
    setRecordingUnread: (id: string, recordingId: string) =>
      post(path`/conference_rooms/${id}/recordings/${recordingId}/set_unread`),
  }
}

/** Only with the token of a system administrator. */
export function createServerClient(http: Http) {
  const post = (to: string, json?: unknown) =>
    http.call({ method: 'POST', path: to, ...(json !== undefined && { json }) })
  return {
    listServers: (query: ListQuery) =>
      http.call({ method: 'GET', path: '/conference_servers', query: listQuery(query) }, ServerListReply),
    createServer: (values: RoomFieldValues) =>
      http.call({ method: 'POST', path: '/conference_servers', json: values }, CreatedReply),
    readServer: (id: string) => http.call({ method: 'GET', path: path`/conference_servers/${id}` }, ServerReply),
    updateServer: (id: string, values: RoomFieldValues) => post(path`/conference_servers/${id}`, values),
    readServerStatus: (id: string) =>
      http.call({ method: 'GET', path: path`/conference_servers/${id}/status` }, ServerStatusReply),
    destroyServer: (id: string) => post(path`/conference_servers/${id}/destroy`),
  }
}

/** As it was given: what an administrator writes in the vendor's own language is not changed on its way. */
function listQuery({ filter, search, orderby, skip, top, count }: ListQuery): Record<string, string | number> {
  return {
    ...(filter !== undefined && { filter }),
    ...(search !== undefined && { search }),
    ...(orderby !== undefined && { orderby }),
    ...(skip !== undefined && { skip }),
    ...(top !== undefined && { top }),
    ...(count !== undefined && { count: String(count) }),
  }
}
