/**
 * PortSIP's REST calls, one function each. Source: PortSIP REST API 22.x, "Conference" (rooms, participants, recordings) and
 * "Authentication". Conference servers, layout and position are not here: nothing uses them yet.
 */
import type { RoomFieldValues } from '#core/contracts/conference-provider.ts'
import { type Http, path } from '../http.ts'
import {
  CreatedReply,
  ParticipantListReply,
  RecordingListReply,
  RoomListReply,
  RoomReply,
  StatusReply,
  TokenReply,
} from './schema.ts'

/** The most that one page may have. */
export const pageSize = 100

export type LoginClient = ReturnType<typeof createLoginClient>
export type RoomClient = ReturnType<typeof createRoomClient>

/** Calls that make the token that all others carry. */
export function createLoginClient(http: Http) {
  const token = (form: Readonly<Record<string, string>>) =>
    http.call({ method: 'POST', path: '/login/oauth/token', form, repeatable: true }, TokenReply)
  return {
    signIn: (account: { username: string; password: string; domain: string; client_id: string }) =>
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
    invite: (id: string, number: string) => post(path`/conference_rooms/${id}/participants/invite`, { number }),
    muteParticipant: (id: string, participantId: string) =>
      post(path`/conference_rooms/${id}/participants/${participantId}/mute`),
    unmuteParticipant: (id: string, participantId: string) =>
      post(path`/conference_rooms/${id}/participants/${participantId}/unmute`),
    makeChairman: (id: string, participantId: string) =>
      post(path`/conference_rooms/${id}/participants/${participantId}/chairman`),
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
