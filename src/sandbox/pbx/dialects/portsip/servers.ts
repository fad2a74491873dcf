/** PortSIP's conference servers, for the administrator of the system. Rooms go offline while none is enabled; how rooms are spread over them is not documented. */
import type { Pbx } from '../../pbx.ts'
import { joinedLegs } from '../../room.ts'
import { ServerCreation, ServerUpdate } from './body.ts'
import { selectPage } from './collection.ts'
import type { Request, Route } from './route.ts'
import { destroyed, done, json, notFound, parseFields } from './wire.ts'

interface ConferenceServer {
  id: string
  name: string
  enabled: boolean
  type: 'INTERNAL' | 'EXTERNAL'
  ipv4: string | null
  ipv6: string | null
  max_rooms: number
  max_participants: number
}

const listFields = new Set<string>([
  'id',
  'name',
  'enabled',
  'type',
  'ipv4',
  'ipv6',
  'max_rooms',
  'max_participants',
] satisfies (keyof ConferenceServer)[])

export function createServers(pbx: Pbx, createId: () => string) {
  const servers = new Map<string, ConferenceServer>()

  const updateOnline = () => {
    pbx.online = servers.values().some((server) => server.enabled)
  }
  const add = (server: Omit<ConferenceServer, 'id'>): ConferenceServer => {
    const added = { id: createId(), ...server }
    servers.set(added.id, added)
    updateOnline()
    return added
  }
  /** One server of the PBX's own, as after installation. */
  const reset = () => {
    servers.clear()
    add({
      name: 'default',
      enabled: true,
      type: 'INTERNAL',
      ipv4: '127.0.0.1',
      ipv6: null,
      max_rooms: 100,
      max_participants: 1000,
    })
  }
  reset()

  const find = (request: Request): ConferenceServer => {
    const server = servers.get(request.param('id'))
    if (!server) throw notFound()
    return server
  }

  /** All rooms are counted on the first enabled server. */
  const status = (server: ConferenceServer) => {
    const rooms = servers.values().find((candidate) => candidate.enabled) === server ? pbx.rooms() : []
    return {
      rooms_count: rooms.length,
      participants_count: rooms.reduce((sum, room) => sum + joinedLegs(room).length, 0),
      cpu_usage: 1,
      memory_usage: 10,
      status: server.enabled ? 'ONLINE' : 'OFFLINE',
    }
  }

  const routes: Route[] = [
    {
      method: 'GET',
      path: '/conference_servers',
      run(request) {
        const { items, total, countAsked } = selectPage(
          [...servers.values()].map((server) => ({ ...server })),
          request.query,
          { fields: listFields, searched: ['name', 'ipv4', 'ipv6'] },
        )
        return json(200, countAsked ? { count: total, items } : { items })
      },
    },
    {
      method: 'POST',
      path: '/conference_servers',
      run(request) {
        const { enabled = true, ipv4 = null, ipv6 = null, ...rest } = parseFields(ServerCreation, request.body())
        return json(200, { id: add({ ...rest, enabled, ipv4, ipv6, type: 'EXTERNAL' }).id })
      },
    },
    { method: 'GET', path: '/conference_servers/{id}', run: (request) => json(200, find(request)) },
    {
      method: 'POST',
      path: '/conference_servers/{id}',
      run(request) {
        Object.assign(find(request), parseFields(ServerUpdate, request.body()))
        updateOnline()
        return done
      },
    },
    { method: 'GET', path: '/conference_servers/{id}/status', run: (request) => json(200, status(find(request))) },
    {
      method: 'POST',
      path: '/conference_servers/{id}/destroy',
      run(request) {
        servers.delete(find(request).id)
        updateOnline()
        return destroyed
      },
    },
  ]
  return { routes: routes.map((route): Route => ({ ...route, scope: 'system' })), reset }
}
