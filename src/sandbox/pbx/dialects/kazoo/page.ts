/** Crossbar's pages: 50 in each unless said, from an opaque key on, or all at once (applications/crossbar/doc/basics.md, "Pagination"). */
import { invalidField } from './wire.ts'

const defaultSize = 50

export interface Page<Item> {
  readonly items: readonly Item[]
  /** `page_size`, `start_key` and, where there is more, `next_start_key`. */
  readonly envelope: Readonly<Record<string, unknown>>
}

const idToKey = (id: string) => Buffer.from(id).toString('base64url')
const keyToId = (key: string) => Buffer.from(key, 'base64url').toString()

/** Ordered by id, the highest first, as the view is unless it is asked otherwise. */
export function selectPage<Item extends { readonly id: string }>(
  items: readonly Item[],
  query: URLSearchParams,
): Page<Item> {
  const all = [...items].sort((left, right) => (left.id < right.id ? 1 : -1))
  if (query.get('paginate') === 'false') return { items: all, envelope: { page_size: all.length } }
  const size = Number(query.get('page_size') ?? defaultSize)
  if (!Number.isInteger(size) || size < 1)
    throw invalidField('page_size', 'minimum', 'page size must be at least 1', { target: 1 })
  const key = query.get('start_key')
  const from = key === null ? all : all.filter(({ id }) => id <= keyToId(key))
  const page = from.slice(0, size)
  const [first] = page
  const next = from[size]
  return {
    items: page,
    envelope: {
      page_size: page.length,
      ...(first && { start_key: key ?? idToKey(first.id) }),
      ...(next && { next_start_key: idToKey(next.id) }),
    },
  }
}
