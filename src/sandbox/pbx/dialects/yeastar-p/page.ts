/** The paging that the P-Series' lists share: `page` and `page_size` from 1, `sort_by`, `order_by`. */
import { z } from 'zod'

const positive = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'a whole number from 1')
  .transform(Number)

/** Those of extensions and recordings may be left out. */
export const Paging = z.object({
  page: positive.default(1),
  page_size: positive.default(50),
  sort_by: z.string().optional(),
  order_by: z.enum(['asc', 'desc']).default('asc'),
})
export type Paging = z.output<typeof Paging>

/** Those of rooms may not: "page: Yes", "page_size: Yes". A largest page is not documented: there is none. */
export const RoomPaging = Paging.extend({
  page: positive,
  page_size: positive,
  sort_by: z.enum(['number', 'name']).default('number'),
})

type Item = Readonly<Record<string, unknown>>

/** What is not to be sorted by stays in its order. */
export function pageOf<One extends Item>(all: readonly One[], { page, page_size, sort_by, order_by }: Paging) {
  const sign = order_by === 'desc' ? -1 : 1
  const sorted =
    sort_by === undefined ? [...all] : all.toSorted((left, right) => sign * compare(left[sort_by], right[sort_by]))
  return { items: sorted.slice((page - 1) * page_size, page * page_size), total: all.length }
}

function compare(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  const [one, other] = [String(left), String(right)]
  return one === other ? 0 : one < other ? -1 : 1
}
