/** The servers that carry the conferences of a PBX, where it lets them be managed. */
import { foldName } from '#lib/fold-name.ts'
import type { Attempt } from '../attempt.ts'
import type {
  CapabilityMethods,
  ConferenceServer,
  ListQuery,
  Page,
  Pbx,
  RoomField,
  RoomFieldValues,
  ServerStatus,
} from '../contracts/conference-provider.ts'
import { ConfbotError, isConfbotError } from '../errors.ts'
import { readRoomFields } from '../room-field.ts'
import { pbxFor } from './choose-pbx.ts'
import { need, permit, type Verbs } from './deps.ts'
import { placeOf } from './locate.ts'
import { askOnce } from './observe.ts'

export interface ServerOnPbx {
  readonly pbx: Pbx
  readonly server: ConferenceServer
}

interface OnPbx {
  readonly pbx?: string | undefined
}
/** `server`: its id or its name. */
interface Which extends OnPbx {
  readonly server: string
}
/** `field=value` by the vendor's field names. */
interface Assigned extends OnPbx {
  readonly assignments: Readonly<Record<string, string>>
}

/** Each rejects with `capability.unsupported`, and asks the PBX nothing, where it cannot or lacks what it takes. */
export interface ServerAdminVerbs {
  servers(attempt: Attempt, input: OnPbx & ListQuery): Promise<{ pbx: Pbx; page: Page<ConferenceServer> }>
  server(attempt: Attempt, input: Which): Promise<ServerOnPbx>
  serverStatus(attempt: Attempt, input: Which): Promise<ServerOnPbx & { readonly status: ServerStatus }>
  createServer(attempt: Attempt, input: Assigned): Promise<ServerOnPbx>
  editServer(attempt: Attempt, input: Which & Assigned): Promise<ServerOnPbx>
  deleteServer(attempt: Attempt, input: Which): Promise<ServerOnPbx>
}

type Servers = CapabilityMethods['servers']

/** More are not looked through for one by its name. */
const maxListed = 1000
const pageSize = 100

export function createServerAdminVerbs(verbs: Verbs): ServerAdminVerbs {
  const choose = async (attempt: Attempt, { pbx: named }: OnPbx) => {
    permit(attempt, 'server.manage')
    const pbx = await pbxFor(verbs, placeOf(attempt), named)
    return { pbx, servers: need(pbx, 'servers'), fields: pbx.definition.serverFields ?? [] }
  }

  const one = async (attempt: Attempt, input: Which) => {
    const chosen = await choose(attempt, input)
    return { ...chosen, server: await find(chosen.servers, input.server) }
  }

  return {
    async servers(attempt, { pbx: named, ...query }) {
      const { pbx, servers } = await choose(attempt, { pbx: named })
      return { pbx, page: await servers.listServers(query) }
    },
    async server(attempt, input) {
      const { pbx, servers, server } = await one(attempt, input)
      return { pbx, server: await servers.readServer(server.id) }
    },
    async serverStatus(attempt, input) {
      const { pbx, servers, server } = await one(attempt, input)
      return { pbx, server, status: await servers.readServerStatus(server.id) }
    },
    async createServer(attempt, input) {
      const { pbx, servers, fields } = await choose(attempt, input)
      const values = readRoomFields(fields, input.assignments, 'create')
      attempt.about(`server ${told(fields, values)}`)
      const before = new Set((await listAll(servers)).map(({ id }) => id))
      const server = await servers.createServer(values).catch(async (error: unknown) => {
        if (!isConfbotError(error) || error.kind !== 'unavailable') throw error
        // Whether it was made is not known: the list decides.
        const made = await listAll(servers).catch(() => [])
        const found = made.find((shown) => !before.has(shown.id) && isShown(shown, values))
        if (!found) throw error
        return found
      })
      await attempt.commit(async () => {})
      return { pbx, server }
    },
    async editServer(attempt, input) {
      const { pbx, servers, fields, server } = await one(attempt, input)
      const values = readRoomFields(fields, input.assignments, 'update')
      const changes = Object.fromEntries(Object.entries(values).filter(([id, value]) => server.fields[id] !== value))
      attempt.about(`server ${server.name}: ${told(fields, changes)}`)
      const doubt =
        Object.keys(changes).length > 0 ? await askOnce(() => servers.updateServer(server.id, changes)) : null
      const changed = await servers.readServer(server.id).catch((error: unknown) => {
        throw doubt ?? error
      })
      if (!isShown(changed, changes))
        throw doubt ?? new ConfbotError('provider.unconfirmed', { blanks: { pbx: pbx.name } })
      await attempt.commit(async () => {})
      return { pbx, server: changed }
    },
    async deleteServer(attempt, input) {
      const { pbx, servers, server } = await one(attempt, input)
      attempt.about(`server ${server.name}`)
      const doubt = await askOnce(() => servers.deleteServer(server.id))
      const left = await listAll(servers).catch((error: unknown) => {
        throw doubt ?? error
      })
      if (left.some(({ id }) => id === server.id))
        throw doubt ?? new ConfbotError('provider.unconfirmed', { blanks: { pbx: pbx.name } })
      await attempt.commit(async () => {})
      return { pbx, server }
    },
  }
}

/** By id; else by its name, which need not be that of one alone. */
async function find(servers: Servers, given: string): Promise<ConferenceServer> {
  const all = await listAll(servers)
  const byId = all.find(({ id }) => id === given)
  if (byId) return byId
  const named = all.filter(({ name }) => foldName(name) === foldName(given))
  const [only, ...others] = named
  if (only && others.length === 0) return only
  throw new ConfbotError(only ? 'input.ambiguous-server' : 'input.unknown-server', {
    blanks: { typed: given },
    choices: (only ? named : all).slice(0, 10).map(({ id, name, fields }) => ({
      label: [name, fields.ipv4 ?? fields.ipv6].filter(Boolean).join(' · '),
      input: { server: id },
    })),
  })
}

async function listAll(servers: Servers): Promise<readonly ConferenceServer[]> {
  const all = new Map<string, ConferenceServer>()
  for (let skip = 0; skip < maxListed; skip += pageSize) {
    const { items } = await servers.listServers({ skip, top: pageSize })
    for (const one of items) all.set(one.id, one)
    if (items.length < pageSize) break
  }
  return [...all.values()]
}

const isShown = ({ fields }: ConferenceServer, values: RoomFieldValues) =>
  Object.entries(values).every(([id, value]) => fields[id] === value)

/** For the audit record: of what people write freely the name of the field alone. */
const told = (declared: readonly RoomField[], values: RoomFieldValues) =>
  Object.entries(values)
    .map(([id, value]) => (declared.find((field) => field.id === id)?.kind === 'text' ? id : `${id}=${value}`))
    .join(' ')
