/**
 * Whom and what the simulated P-Series knows beside its rooms: extensions 1000 to 1099, two groups of them, and the languages of
 * its prompts. Ids are not numbers, as on the vendor's. Sources: OpenAPI v1.0, "Get Menu Options", "Query Extension List", "Query
 * Information of Multiple Outbound Routes".
 */
import { z } from 'zod'
import type { Pbx } from '../../pbx.ts'
import { Paging, pageOf } from './page.ts'
import type { Route } from './route.ts'
import { parseFields, Refusal, succeed } from './wire.ts'

export interface Extension {
  readonly id: string
  readonly number: string
  readonly name: string
  /** May call outside. */
  readonly mayCallOutside: boolean
}
export interface Group {
  readonly id: string
  readonly name: string
  readonly numbers: readonly string[]
}

/** The one that confbot is set up with may call outside, and so may the first ten. */
export const serviceExtension = '1099'

const extensions: readonly Extension[] = Array.from({ length: 100 }, (_, index) => ({
  id: String(index + 50),
  number: String(1000 + index),
  name: `Extension ${1000 + index}`,
  mayCallOutside: index < 10 || index === 99,
}))
const groups: readonly Group[] = [
  { id: '200', name: 'Sales', numbers: ['1001', '1002'] },
  { id: '201', name: 'Support', numbers: ['1003'] },
]
const languages = [
  { text: 'American English', value: 'en_us' },
  { text: 'Deutsch', value: 'de_de' },
  { text: 'Français', value: 'fr_fr' },
]

export const extensionByNumber = (number: string) => extensions.find((one) => one.number === number)
export const isLanguage = (value: string) => languages.some((one) => one.value === value)

/** A moderator as the pages show one; undefined: no such id. */
export function moderatorById(id: string) {
  const extension = extensions.find((one) => one.id === id)
  if (extension) return { id, name: extension.name, type: 'extension' }
  const group = groups.find((one) => one.id === id)
  return group && { id, name: group.name, type: 'ext_group' }
}

/** The numbers of the extensions behind ids of extensions and groups. */
export const numbersOf = (ids: readonly string[]): ReadonlySet<string> =>
  new Set([
    ...extensions.filter(({ id }) => ids.includes(id)).map(({ number }) => number),
    ...groups.filter(({ id }) => ids.includes(id)).flatMap(({ numbers }) => numbers),
  ])

/** The only one: whoever may call outside does so over it. */
const route = {
  id: 1,
  name: 'Outside',
  ext_list: extensions
    .filter(({ mayCallOutside }) => mayCallOutside)
    .map(({ number, name }) => ({ ext_number: number, ext_name: name })),
}

const Menu = z.object({ menu: z.string() })
const Ids = z.object({ ids: z.string().regex(/^\d+(,\d+)*$/, 'integers with commas') })
const Search = Paging.extend({ search_value: z.string().default('') })

export function directoryRoutes(pbx: Pbx, roomId: (number: string) => number | undefined): Route[] {
  // What the page names beside these, such as trunks and queues, the sandbox does not have.
  const menus: Readonly<Record<string, () => readonly unknown[]>> = {
    extension: () =>
      extensions.map(({ id, number, name }) => ({ text: `${name}<${number}>`, value: id, type: 'extension' })),
    ext_group: () => groups.map(({ id, name }) => ({ text: name, value: id, type: 'ext_group' })),
    system_prompt: () => languages,
    conference: () =>
      pbx.rooms().flatMap(({ number, subject }) => {
        const id = roomId(number)
        return id === undefined ? [] : [{ text: `${subject}<${number}>`, value: String(id), type: 'conference' }]
      }),
  }

  const extensionInfo = ({ id, number, name }: Extension) => ({
    id: Number(id),
    presence_status: 'available',
    number,
    caller_id_name: name,
    role_name: 'Employee',
    email_addr: '',
    mobile_number: '',
  })
  const list = (wanted: readonly Extension[], query: unknown) => {
    const { items, total } = pageOf(wanted.map(extensionInfo), parseFields(Paging, query))
    return succeed({ total_number: total, data: items })
  }

  return [
    {
      method: 'GET',
      endpoint: 'system/get_menuoptions',
      run({ query }) {
        const { menu } = parseFields(Menu, query)
        const options = menus[menu]
        if (!options) throw new Refusal(40002, `menu: ${menu}`)
        return succeed({ data: options() })
      },
    },
    {
      method: 'GET',
      endpoint: 'outbound_route/list',
      run({ query }) {
        const { items, total } = pageOf([{ id: route.id, name: route.name }], parseFields(Paging, query))
        return succeed({ total_number: total, data: items })
      },
    },
    {
      method: 'GET',
      endpoint: 'outbound_route/query',
      run({ query }) {
        const ids = parseFields(Ids, query).ids.split(',')
        if (ids.some((id) => id !== String(route.id))) throw new Refusal(60001, 'no such outbound route')
        return succeed({ data: [route] })
      },
    },
    { method: 'GET', endpoint: 'extension/list', run: ({ query }) => list(extensions, query) },
    {
      method: 'GET',
      endpoint: 'extension/search',
      run({ query }) {
        const { search_value: wanted } = parseFields(Search, query)
        return list(
          extensions.filter(({ number, name }) => number.includes(wanted) || name.includes(wanted)),
          query,
        )
      },
    },
  ]
}
