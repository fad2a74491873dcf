/** A PBX of the sandbox from the telephones' side, through the sandbox's API. */
import type { Driven, SandboxClient } from './sandbox-client.ts'

export interface PbxRoom {
  readonly number: string
  readonly subject: string
  readonly locked: boolean
  readonly recording: boolean
  readonly recordings: number
  readonly legs: readonly PbxLeg[]
  /** By the vendor's names, without PINs. */
  readonly fields: Readonly<Record<string, unknown>>
}

export interface PbxLeg {
  readonly id: string
  readonly number: string | null
  readonly state: 'ringing' | 'joined'
  readonly muted: boolean
  readonly chairman: boolean
  readonly moderator: boolean
}

export interface PbxFrame {
  readonly transport: string
  readonly direction: 'in' | 'out'
  readonly method?: string
  readonly path?: string
  readonly status?: number
  readonly body?: unknown
}

export interface PbxDriver {
  readonly name: string
  get<T = Record<string, unknown>>(call: string): Promise<T>
  post(call: string, body?: Record<string, unknown>): Promise<Driven>
  rooms(): Promise<readonly PbxRoom[]>
  /** By its number or subject; the first one unless said. Rejects where there is none. */
  room(which?: string): Promise<PbxRoom>
  /** Every call that the bot had placed, oldest first. */
  calls(): Promise<readonly { readonly number: string; readonly room: string; readonly outcome: string }[]>
  /** What went over the wire, oldest first. */
  traffic(): Promise<readonly PbxFrame[]>
  /** What it told the bot of by itself, oldest first. */
  events(): Promise<readonly { readonly name: string; readonly fate: string; readonly status: number | null }[]>
  spoil(match: string, kind: string, more?: { times?: number; retryAfter?: number }): Promise<Driven>
  mend(): Promise<Driven>
}

export function createPbxDriver(client: Pick<SandboxClient, 'get' | 'post'>, name: string): PbxDriver {
  const get: PbxDriver['get'] = (call) => client.get(`pbx/${name}/${call}`)
  const post: PbxDriver['post'] = (call, body = {}) => client.post(`pbx/${name}/${call}`, body)
  const rooms = async () => (await get<{ rooms: readonly PbxRoom[] }>('rooms')).rooms
  return {
    name,
    get,
    post,
    rooms,
    async room(which) {
      const all = await rooms()
      const found = which === undefined ? all[0] : all.find((one) => one.number === which || one.subject === which)
      if (found) return found
      const there = all.map(({ number, subject }) => `${number} ${subject}`).join(', ')
      throw new Error(`the PBX ${name} has no room ${which ?? ''}; there is: ${there}`)
    },
    async calls() {
      return (await get<{ calls: Awaited<ReturnType<PbxDriver['calls']>> }>('calls')).calls
    },
    async traffic() {
      return (await get<{ frames: readonly PbxFrame[] }>('traffic')).frames
    },
    async events() {
      return (await get<{ events: Awaited<ReturnType<PbxDriver['events']>> }>('events')).events
    },
    spoil: (match, kind, more = {}) => post('fault', { match, kind, ...more }),
    mend: () => post('mend'),
  }
}
