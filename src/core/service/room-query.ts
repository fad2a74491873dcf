/** One page of the rooms of a PBX: as the PBX chooses and sorts them; where it cannot, out of all of them, as far as that is the same. */
import { foldName } from '#lib/fold-name.ts'
import type { ListQuery, Page, Pbx, Room } from '../contracts/conference-provider.ts'
import { canDo, need } from './deps.ts'

/** Without a question all rooms. Rejects with `capability.unsupported` what only a PBX itself could read: its own filters and orders. */
export async function queryRooms(pbx: Pbx, query: ListQuery): Promise<Page<Room>> {
  const { filter, search, orderby, skip, top } = query
  const isAsked = [filter, search, orderby, skip, top].some((one) => one !== undefined)
  if (isAsked && (canDo(pbx, 'queryRooms') || filter !== undefined || orderby !== undefined))
    return need(pbx, 'queryRooms').queryRooms(query)
  const all = await pbx.provider.listRooms()
  const wanted = foldName(search ?? '')
  const found = all.filter(({ number, subject }) => [number, subject].some((one) => foldName(one).includes(wanted)))
  const from = skip ?? 0
  return { items: found.slice(from, top === undefined ? undefined : from + top), total: found.length }
}
