/**
 * KAZOO's REST calls, one function each. Sources: Crossbar, "Configuring Conferences", "User Authentication", "Account API
 * Authentication", "Token Authentication"; Vinix, "Update Conference".
 */
import { createReference } from '#lib/ids.ts'
import { type Http, type HttpCall, path } from '../http.ts'
import {
  ActionReply,
  ConferenceListReply,
  ConferenceReply,
  DialReply,
  ParticipantListReply,
  TokenReply,
} from './schema.ts'

/** 50 unless said; an administrator can set the most. */
const pageSize = 100

/** Of the bucket of 100 requests of a stock KAZOO, 10 come back each second; what Vinix allows is not documented. */
export const requestsPerMinute = 600

/** A room's own fields, as they are stored. */
export type Document = Readonly<Record<string, unknown>>

/** Of one participant or of all of them; those of all leave moderators alone, but for `kick`. */
export type ParticipantAction = 'mute' | 'unmute' | 'kick'

export interface Dial {
  readonly number: string
  /** Seconds. */
  readonly timeout: number
  /** The call id that the leg is to have. */
  readonly callId: string
}

export type LoginClient = ReturnType<typeof createLoginClient>
export type ConferenceClient = ReturnType<typeof createConferenceClient>

/** Calls that make the token that all others carry. */
export function createLoginClient(http: Http) {
  const signIn = (at: string, data: Document) =>
    http.call({ method: 'PUT', path: at, json: { data }, repeatable: true }, TokenReply)
  return {
    signInByKey: (apiKey: string) => signIn('/api_auth', { api_key: apiKey }),
    signInByUser: (data: { credentials: string; method: 'md5'; account_name?: string; account_realm?: string }) =>
      signIn('/user_auth', data),
    revoke: (headers: Readonly<Record<string, string>>, timeoutMs: number) =>
      http.call({ method: 'DELETE', path: '/token_auth', headers, json: { data: {} }, timeoutMs }),
  }
}

/** `dialHttp`: for calls that last as long as a telephone rings. */
export function createConferenceClient(http: Http, dialHttp: Http, accountId: () => Promise<string>) {
  const below = async (rest: string) => `${path`/accounts/${await accountId()}`}/conferences${rest}`
  /** The same action twice may be answered as not modified; a query that is never the same makes it another request. */
  const action = async (rest: string, json: Document): Promise<HttpCall> => ({
    method: 'PUT',
    path: await below(rest),
    query: { random: createReference() },
    json,
  })
  return {
    /** `startKey`: as the page before told it. */
    listConferences: async (startKey?: string, size = pageSize) =>
      http.call(
        {
          method: 'GET',
          path: await below(''),
          query: { page_size: size, ...(startKey !== undefined && { start_key: startKey }) },
        },
        ConferenceListReply,
      ),
    createConference: async (data: Document) =>
      http.call({ method: 'PUT', path: await below(''), json: { data } }, ConferenceReply),
    /** Of an id that is nobody's a room is answered that exists nowhere. */
    readConference: async (id: string) =>
      http.call({ method: 'GET', path: await below(path`/${id}`) }, ConferenceReply),
    patchConference: async (id: string, data: Document) =>
      http.call({ method: 'PATCH', path: await below(path`/${id}`), json: { data } }, ActionReply),
    /** What is left out is lost. */
    replaceConference: async (id: string, data: Document) =>
      http.call({ method: 'POST', path: await below(path`/${id}`), json: { data } }, ActionReply),
    deleteConference: async (id: string) =>
      http.call({ method: 'DELETE', path: await below(path`/${id}`) }, ActionReply),

    actOnConference: async (id: string, name: 'lock' | 'unlock') =>
      http.call(await action(path`/${id}`, { action: name, data: {} }), ActionReply),
    /** Answered when the call is, or will not be any more. An id that is nobody's becomes a room for this call. */
    dial: async (id: string, { number, timeout, callId }: Dial, signal: AbortSignal, timeoutMs: number) => {
      const data = { endpoints: [number], timeout, outbound_call_id: callId }
      return dialHttp.call(
        { ...(await action(path`/${id}`, { action: 'dial', data: { data } })), signal, timeoutMs },
        DialReply,
      )
    },

    listParticipants: async (id: string) =>
      http.call({ method: 'GET', path: await below(path`/${id}/participants`) }, ParticipantListReply),
    actOnAll: async (id: string, name: ParticipantAction) =>
      http.call(await action(path`/${id}/participants`, { data: { action: name } }), ActionReply),
    actOnParticipant: async (id: string, participantId: string, name: ParticipantAction) =>
      http.call(await action(path`/${id}/participants/${participantId}`, { data: { action: name } }), ActionReply),
  }
}
