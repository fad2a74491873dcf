/**
 * KAZOO's recordings, which belong to the account (applications/crossbar/doc/recordings.md, call_recordings.json). Where those of a
 * conference are kept is not documented; here they are among them, with the conference's number as who was called.
 */
import type { Pbx } from '../../pbx.ts'
import type { Recording, Room } from '../../room.ts'
import { selectPage } from './page.ts'
import type { Request, Route } from './route.ts'
import { badIdentifier, ok, toGregorian } from './wire.ts'

const collection = '/accounts/{account_id}/recordings'
const member = `${collection}/{recording_id}`

export function recordingRoutes(pbx: Pbx): Route[] {
  const all = () =>
    pbx
      .rooms()
      .flatMap((room) => [...room.recordings.values()].map((recording) => ({ id: recording.id, room, recording })))
  const find = (request: Request) => {
    const id = request.param('recording_id')
    const found = all().find((one) => one.id === id)
    if (!found) throw badIdentifier(id)
    return found
  }

  return [
    {
      method: 'GET',
      path: collection,
      run({ query }) {
        const page = selectPage(all(), query)
        return { status: 200, data: page.items.map(shown), envelope: page.envelope }
      },
    },
    {
      method: 'GET',
      path: member,
      run(request) {
        const found = find(request)
        const wanted = request.query.get('accept') ?? request.headers.accept ?? ''
        if (!wanted.includes('audio/')) return ok(shown(found))
        return { file: { status: 200, headers: { 'content-type': 'audio/wav' }, body: found.recording.file } }
      },
    },
    {
      method: 'DELETE',
      path: member,
      run(request) {
        const found = find(request)
        pbx.deleteRecording(found.room, found.recording)
        return ok(shown(found))
      },
    },
  ]
}

const shown = ({ room, recording }: { room: Room; recording: Recording }) => ({
  id: recording.id,
  name: recording.fileName,
  start: toGregorian(recording.startedAt),
  duration: Math.round((recording.endedAt - recording.startedAt) / 1000),
  duration_ms: recording.endedAt - recording.startedAt,
  media_type: 'wav',
  content_type: 'audio/wav',
  to: room.number,
})
