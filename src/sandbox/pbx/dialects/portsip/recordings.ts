/** PortSIP's recordings of a room, and the files behind them. */
import type { Pbx } from '../../pbx.ts'
import type { Recording } from '../../room.ts'
import { instantToWire } from './date-time.ts'
import type { Rooms } from './rooms.ts'
import type { Request, Route } from './route.ts'
import { destroyed, done, json, notFound } from './wire.ts'

const collection = '/conference_rooms/{id}/recordings'

export function recordingRoutes(pbx: Pbx, rooms: Rooms): Route[] {
  const findRoom = (request: Request) => rooms.find(request.param('id'))
  const findRecording = (request: Request): Recording => {
    const recording = findRoom(request).recordings.get(request.param('recording_id'))
    if (!recording) throw notFound()
    return recording
  }

  /** The read mark can be set, but is shown nowhere. */
  const shown = (recording: Recording) => ({
    id: recording.id,
    answered_at: instantToWire(recording.startedAt),
    ended_at: instantToWire(recording.endedAt),
    duration: Math.round((recording.endedAt - recording.startedAt) / 1000),
    file_name: recording.fileName,
    file_size: recording.file.length,
    // As the vendor has it, whatever path this stand-in is served under.
    file_url: `/api/blobs/${recording.digest}`,
  })

  const mark = (name: string, read: boolean): Route => ({
    method: 'POST',
    path: `${collection}/{recording_id}/${name}`,
    run(request) {
      findRecording(request).read = read
      return done
    },
  })

  return [
    {
      // Whether a running recording is listed is not documented: here it appears once it has stopped.
      method: 'GET',
      path: collection,
      run(request) {
        const items = [...findRoom(request).recordings.values()].map(shown)
        return json(200, { count: items.length, items })
      },
    },
    {
      method: 'POST',
      path: `${collection}/{recording_id}/destroy`,
      run(request) {
        pbx.deleteRecording(findRoom(request), findRecording(request))
        return destroyed
      },
    },
    mark('set_read', true),
    mark('set_unread', false),
    {
      // The document declares no security for this one.
      method: 'GET',
      path: '/blobs/{digest}',
      open: true,
      run(request) {
        const file = pbx.recordingFile(request.param('digest'))
        if (!file) throw notFound()
        return { status: 200, headers: { 'content-type': 'audio/wav' }, body: file }
      },
    },
  ]
}
