/**
 * Yeastar S-Series' calls, one function each: all are POST with JSON but for the two downloads. Those that only read may be
 * repeated. Source: S-Series API v2.0.0; muting and kicking by the pages of its sister products, which share the text.
 */
import type { z } from 'zod'
import { FileReply, type Http } from '../http.ts'
import {
  DeviceReply,
  DoneReply,
  ExtensionListReply,
  LoginReply,
  RandomReply,
  RoomListReply,
  RouteListReply,
  SessionListReply,
} from './schema.ts'

/** Where events are sent, by the vendor's names. */
export interface EventTarget {
  readonly port: string
  readonly url: string
  /** 1: `url` is absolute. */
  readonly urltag: '1'
}

/** Without it events come in the form of version 1.0.0. */
const version = '2.0.0'

export type LoginClient = ReturnType<typeof createLoginClient>
export type RoomClient = ReturnType<typeof createRoomClient>

/**
 * Calls that make, lengthen and end the token that all others carry. A login is not repeated: each may be one of the five failures
 * that lock our address.
 */
export function createLoginClient(http: Http) {
  return {
    signIn: (account: { username: string; password: string }, target: EventTarget | null) =>
      http.call({ method: 'POST', path: '/login', json: { ...account, version, ...target } }, LoginReply),
    heartbeat: (token: string, ipaddr: string, target: EventTarget | null) =>
      http.call(
        {
          method: 'POST',
          path: '/heartbeat',
          query: { token },
          json: { ipaddr, version, ...target },
          repeatable: true,
        },
        DoneReply,
      ),
    signOut: (token: string, timeoutMs: number) =>
      http.call({ method: 'POST', path: '/logout', query: { token }, json: {}, timeoutMs }, DoneReply),
  }
}

export function createRoomClient(http: Http) {
  const read = <Reply extends z.ZodType>(path: string, json: unknown, reply: Reply) =>
    http.call({ method: 'POST', path, json, repeatable: true }, reply)
  const act = async (path: string, json: unknown) => {
    await http.call({ method: 'POST', path, json }, DoneReply)
  }
  const member = (verb: 'mute' | 'unmute' | 'kick') => (number: string, operator: string, membernumber: string) =>
    act(`/conference/${verb}_member`, { number, operator, membernumber })
  return {
    /** `number`: one room, or `all`. */
    queryRooms: (number: string) => read('/conference/query', { number }, RoomListReply),
    updateRoom: (number: string, values: Readonly<Record<string, string>>) =>
      act('/conference/update', { ...values, number }),
    /** One room: with several the whole call fails when the first is empty (change log). */
    querySession: (number: string) => read('/conference/query_in_session', { number }, SessionListReply),
    addMember: (number: string, operator: string, invitemember: string, dialpermission: string) =>
      act('/conference/add_member', { number, operator, invitemember, dialpermission }),
    /** Lists are joined by commas. Only a status comes back. */
    startInstant: (values: {
      readonly number: string
      readonly name: string
      readonly moderators: string
      readonly members: string
      readonly dialpermission: string
    }) => act('/instant_conference/start', values),
    muteMember: member('mute'),
    unmuteMember: member('unmute'),
    kickMember: member('kick'),

    listExtensions: () => read('/extension/list', {}, ExtensionListReply),
    queryRoutes: () => read('/outroute/query', { id: 'all' }, RouteListReply),
    queryDevice: () => read('/deviceinfo/query', {}, DeviceReply),

    /** What is downloaded with it: once, within 30 s. Times are those of the PBX's own zone. */
    cdrRandom: (period: { starttime: string; endtime: string }) =>
      read('/cdr/get_random', { number: 'all', ...period }, RandomReply),
    downloadCdr: (period: { starttime: string; endtime: string }, random: string) =>
      http.call(
        { method: 'GET', path: '/cdr/download', query: { number: 'all', ...period, random }, isFile: true },
        FileReply,
      ),
    recordingRandom: (recording: string) => read('/recording/get_random', { recording }, RandomReply),
    downloadRecording: (recording: string, random: string) =>
      http.call({ method: 'GET', path: '/recording/download', query: { recording, random }, isFile: true }, FileReply),
  }
}
