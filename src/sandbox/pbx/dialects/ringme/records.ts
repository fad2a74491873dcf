/**
 * RingMe's recordings by period (wiki, "Records"). Whether those of conferences are among them is not documented; here they are,
 * as rows of the type `conference`, once they are over.
 */
import type { HttpReply } from '#sandbox/faults.ts'
import type { Pbx } from '../../pbx.ts'
import type { Recording, Room } from '../../room.ts'
import { idToHex } from './calls.ts'
import type { Extensions } from './extensions.ts'
import type { Request, Route } from './route.ts'
import { deleted, gmtToInstant, instantToGmt, json, notFound, Refusal } from './wire.ts'

interface Kept {
  readonly room: Room
  readonly recording: Recording
}

/** `storageUrl`: where whoever has the digest of a file can fetch it. */
export function recordRoutes(
  pbx: Pbx,
  extensions: Extensions,
  client: string,
  storageUrl: (digest: string) => string,
): Route[] {
  const uuidOf = ({ room, recording }: Kept) => `${room.id}-${idToHex(recording.id)}`
  const all = (): Kept[] =>
    pbx.rooms().flatMap((room) => [...room.recordings.values()].map((recording) => ({ room, recording })))

  const shown = (kept: Kept) => {
    const { room, recording } = kept
    const name = `${client}*${room.number}`
    return {
      flow: 'in',
      init_time_gmt: instantToGmt(recording.startedAt),
      start_time_gmt: instantToGmt(recording.startedAt),
      hangup_time_gmt: instantToGmt(recording.endedAt),
      duration: Math.round((recording.endedAt - recording.startedAt) / 1000),
      extension_id: Number(room.id),
      extension_name: name,
      extension_type: 'conference',
      result: 'answered',
      from_username: null,
      to_username: name,
      hangup_cause: 'NORMAL_CLEARING',
      call_uuid: idToHex(`call ${recording.id}`),
      record_uuid: uuidOf(kept),
      record_file_size: recording.file.length,
      file_name: recording.fileName,
    }
  }

  const list = ({ query }: Request, isMeant: (kept: Kept) => boolean): HttpReply => {
    const { from, until } = periodOf(query)
    const rows = all().filter(
      (one) => isMeant(one) && one.recording.startedAt >= from && one.recording.startedAt <= until,
    )
    rows.sort((left, right) => left.recording.startedAt - right.recording.startedAt)
    return json(200, (query.get('order') === 'desc' ? rows.reverse() : rows).map(shown))
  }
  /** Below the client, the extension. */
  const levels: { path: string; isMeant: (request: Request) => (kept: Kept) => boolean }[] = [
    {
      path: '/client/{client_id}/record/',
      isMeant({ param }) {
        extensions.checkClient(param('client_id'))
        return () => true
      },
    },
    {
      path: '/extension/{extension_id}/record/',
      isMeant({ param }) {
        const id = param('extension_id')
        if (!extensions.exists(id)) throw notFound()
        return ({ room }) => room.id === id
      },
    },
  ]
  return levels.flatMap(({ path, isMeant }): Route[] => {
    const find = (request: Request): Kept => {
      const isOf = isMeant(request)
      const kept = all().find((one) => isOf(one) && uuidOf(one) === request.param('record_uuid'))
      if (!kept) throw notFound()
      return kept
    }
    return [
      { method: 'GET', path, run: (request) => list(request, isMeant(request)) },
      {
        method: 'GET',
        path: `${path}{record_uuid}`,
        run: (request) => ({
          status: 200,
          headers: { 'content-type': 'audio/wav' },
          body: find(request).recording.file,
        }),
      },
      {
        method: 'GET',
        path: `${path}{record_uuid}/storage_url/`,
        run: (request) => json(200, { record_url: storageUrl(find(request).recording.digest) }),
      },
      {
        method: 'DELETE',
        path: `${path}{record_uuid}`,
        run(request) {
          const { room, recording } = find(request)
          pbx.deleteRecording(room, recording)
          return deleted
        },
      },
    ]
  })
}

/** Both are required; the end may not be later than the end of the month that follows the start. */
function periodOf(query: URLSearchParams): { from: number; until: number } {
  const from = gmtToInstant(query.get('start_datetime') ?? '')
  const until = gmtToInstant(query.get('end_datetime') ?? '')
  if (from === undefined || until === undefined)
    throw new Refusal(400, 'start_datetime, end_datetime: YYYY-MM-DD HH:MM:SS')
  const start = new Date(from)
  if (until < from || until >= Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 2, 1))
    throw new Refusal(400, 'end_datetime: within the month that follows start_datetime')
  return { from, until }
}
