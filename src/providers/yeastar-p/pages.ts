/**
 * Lists that come in pages. The largest page is not documented, so that one with fewer entries than were asked for may be followed by
 * others: `total_number` tells.
 */
import { pageSize } from './client.ts'

interface Page<Item> {
  readonly total_number?: number | null | undefined
  readonly data: readonly Item[]
}

/** Whether nothing follows a page after which `seen` entries were told, `fresh` of them by this page. */
export const isLastPage = ({ total_number, data }: Page<unknown>, seen: number, fresh: number): boolean =>
  fresh === 0 || (typeof total_number === 'number' ? seen >= total_number : data.length < pageSize)

/** All that `read` gives; what slips to the next page meanwhile counts once. */
export async function readPages<Item extends { readonly id: number }>(
  read: (page: number) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const all = new Map<number, Item>()
  for (let number = 1; ; number += 1) {
    const page = await read(number)
    const known = all.size
    for (const item of page.data) all.set(item.id, item)
    if (isLastPage(page, all.size, all.size - known)) return [...all.values()]
  }
}
