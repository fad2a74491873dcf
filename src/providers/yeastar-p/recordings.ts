/** Finding a room's recordings among those of the whole PBX, which names no rooms: by number and time, the newest first. */
import type { Period, Recording } from '#core/contracts/conference-provider.ts'
import { type PbxClient, pageSize } from './client.ts'
import { isOfRoom, isWithin, wireToRecording } from './mapper.ts'

/** Whoever records so much that 50 pages do not reach back far enough sees the newest. */
const maxPages = 50

/**
 * `from`: an instant; older ones are not looked for. Without `during` those whose time cannot be read are among them, in it they
 * are not.
 */
export async function findRecordings(
  read: PbxClient['listRecordings'],
  number: string,
  { from, during }: { readonly from: number; readonly during: Period | undefined },
): Promise<readonly Recording[]> {
  const found = new Map<string, Recording>()
  for (let page = 1; page <= maxPages; page += 1) {
    const { data } = await read(page)
    const recordings = data.map((wire) => ({ wire, recording: wireToRecording(wire) }))
    for (const { wire, recording } of recordings) {
      const isTimely = during
        ? isWithin(recording, during)
        : recording.startedAt === null || recording.startedAt >= from
      if (isOfRoom(wire, number) && isTimely) found.set(recording.id, recording)
    }
    const oldest = recordings.findLast(({ recording }) => recording.startedAt !== null)?.recording.startedAt
    if (data.length < pageSize || (typeof oldest === 'number' && oldest < from)) break
  }
  return [...found.values()].reverse()
}
