/** Finding a room's recordings among those of the whole PBX, which names no rooms: by number and time, the newest first. */
import type { Period, Recording } from '#core/contracts/conference-provider.ts'
import type { PbxClient } from './client.ts'
import { isOfRoom, isWithin, wireToRecording } from './mapper.ts'
import { isLastPage } from './pages.ts'
import type { Recorded } from './schema.ts'
import { deviceToTimes, type Times } from './times.ts'

/** Whoever records so much that 50 pages do not reach back far enough sees the newest. */
const maxPages = 50

/**
 * `from`: an instant; older ones are not looked for. Without `during` those whose time cannot be read are among them, in it they
 * are not.
 */
export async function findRecordings(
  pbx: Pick<PbxClient, 'listRecordings' | 'readDevice'>,
  number: string,
  { from, during }: { readonly from: number; readonly during: Period | undefined },
): Promise<readonly Recording[]> {
  const found = new Map<string, Recording>()
  const seen = new Set<number>()
  let times: Times | null = null
  /** How the PBX writes times is asked of it only where a file's name does not tell when its call began. */
  const read = async (wire: Recorded): Promise<Recording> => {
    const recording = wireToRecording(wire, times)
    if (recording.startedAt !== null || times !== null) return recording
    times = deviceToTimes((await pbx.readDevice()).data)
    return wireToRecording(wire, times)
  }

  for (let page = 1; page <= maxPages; page += 1) {
    const told = await pbx.listRecordings(page)
    const known = seen.size
    let oldest = Number.POSITIVE_INFINITY
    for (const wire of told.data) {
      seen.add(wire.id)
      const recording = await read(wire)
      const { id, startedAt } = recording
      if (startedAt !== null) oldest = startedAt
      const isTimely = during ? isWithin(recording, during) : startedAt === null || startedAt >= from
      if (isOfRoom(wire, number) && isTimely) found.set(id, recording)
    }
    if (isLastPage(told, seen.size, seen.size - known) || oldest < from) break
  }
  return [...found.values()].reverse()
}
