/** What administrators ask of lists that a PBX keeps: what of them, in which order, and which page. */
import { option } from '#command-kit/options/index.ts'
import type { ListQuery } from '#core/contracts/conference-provider.ts'
import { say } from '#text/message.ts'
import { actions, button, type CardNode, note } from '#view/card.ts'

/** The most that one page may have. */
const maxTop = 100
const maxSkip = 2 ** 31 - 1

export const listOptions = {
  filter: option.text({ summary: 'option.list-filter', named: true, max: 1000 }),
  search: option.text({ summary: 'option.list-search', named: true, max: 200 }),
  orderby: option.text({ summary: 'option.list-orderby', named: true, max: 200 }),
  skip: option.integer({ summary: 'option.list-skip', named: true, min: 0, max: maxSkip }),
  top: option.integer({ summary: 'option.list-top', named: true, min: 1, max: maxTop }),
}

/** Something was asked, so that an empty list does not mean that there is nothing. */
export const isQuestion = ({ filter, search, orderby, skip, top }: ListQuery): boolean =>
  [filter, search, orderby, skip, top].some((one) => one !== undefined)

/** Which part of the list it is, and the way to the next and the last one; nothing where all of it is shown. */
export function pages(
  path: string,
  input: ListQuery & { readonly pbx: string },
  { shown, total }: { readonly shown: number; readonly total: number | null },
): readonly CardNode[] {
  const { skip = 0, top } = input
  const page = top ?? maxTop
  // Where nobody counted, a page that is full may be followed by another.
  const isMore = total === null ? shown === page : skip + shown < total
  if (skip === 0 && !isMore) return []
  const to = (from: number) => ({ path, input: textOf({ ...input, top: page, skip: Math.max(from, 0) }) })
  return [
    note(
      total === null
        ? say('command.list-query.part', { from: skip + 1, to: skip + shown })
        : say('command.list-query.part-of', { from: skip + 1, to: skip + shown, total }),
    ),
    actions(
      skip > 0 && button(say('command.list-query.back'), to(skip - page)),
      isMore && button(say('command.list-query.next'), to(skip + shown)),
    ),
  ]
}

/** As it would be typed. */
const textOf = (input: Readonly<Record<string, string | number | boolean | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)]],
    ),
  )
