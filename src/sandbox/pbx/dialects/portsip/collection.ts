/** The query options of PortSIP's lists: filter, search, orderby, skip, top and, for servers, count. */
import { z } from 'zod'
import { compareValues, type Item, type Predicate, parseFilter } from './filter.ts'
import { invalid, parseFields } from './wire.ts'

function integerText(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,10}$/, 'a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
}

/** Options that are not named are ignored, as `$filter` and its like would be. */
const ListQuery = z.object({
  filter: z.string().optional(),
  search: z.string().optional(),
  orderby: z.string().optional(),
  skip: integerText(0, 2 ** 31 - 1).default(0),
  top: integerText(1, 100).default(100),
  count: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
})

interface Page {
  items: Item[]
  /** How many match, on all pages. */
  total: number
  /** Whether the query asked for the count. */
  countAsked: boolean
}

/**
 * `fields` can be filtered and ordered by; `searched` are the fields a free-text search looks in, which the document leaves
 * to the server. Without `orderby`, items keep their order of creation.
 */
export function selectPage(
  items: readonly Item[],
  query: URLSearchParams,
  { fields, searched }: { fields: ReadonlySet<string>; searched: readonly string[] },
): Page {
  const { filter, search, orderby, skip, top, count } = parseFields(ListQuery, Object.fromEntries(query))
  const tests: Predicate[] = []
  if (filter) tests.push(parseFilter(filter, fields))
  if (search) {
    const wanted = search.toLowerCase()
    tests.push((item) =>
      searched.some((field) =>
        String(item[field] ?? '')
          .toLowerCase()
          .includes(wanted),
      ),
    )
  }
  const matching = items.filter((item) => tests.every((test) => test(item)))
  if (orderby) matching.sort(parseOrder(orderby, fields))
  return { items: matching.slice(skip, skip + top), total: matching.length, countAsked: count }
}

/** `a asc, b desc`; ascending when neither is said; empty values first. */
function parseOrder(orderby: string, fields: ReadonlySet<string>): (left: Item, right: Item) => number {
  const keys = orderby.split(',').map((part) => {
    const [field = '', direction = 'asc', ...rest] = part.trim().split(/\s+/)
    if (!fields.has(field)) throw invalid(`orderby: no field ${field}`)
    if ((direction !== 'asc' && direction !== 'desc') || rest.length > 0) throw invalid('orderby: asc or desc expected')
    return { field, sign: direction === 'asc' ? 1 : -1 }
  })
  return (left, right) => {
    for (const { field, sign } of keys) {
      const order = compareNullable(left[field], right[field])
      if (order !== 0) return order * sign
    }
    return 0
  }
}

function compareNullable(left: unknown, right: unknown): number {
  const [leftEmpty, rightEmpty] = [left === null, right === null]
  if (leftEmpty || rightEmpty) return Number(rightEmpty) - Number(leftEmpty)
  return compareValues(left, right) ?? 0
}
