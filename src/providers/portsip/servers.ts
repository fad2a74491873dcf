/**
 * PortSIP's conference servers. They belong to the whole system, so that they are asked for with the login of a system
 * administrator, which is a login beside that of the tenant.
 */
import type { CapabilityMethods } from '#core/contracts/conference-provider.ts'
import { providerError } from '../failure.ts'
import type { Http } from '../http.ts'
import { authorizedHttp, type Session } from '../session.ts'
import { createServerClient } from './client.ts'
import { wireToServer, wireToServerStatus } from './mapper.ts'

/** Without a session every method rejects with `provider.forbidden` and asks the PBX nothing. */
export function createServers(http: Http, session: Session | null, pbx: string): CapabilityMethods['servers'] {
  const client = session && createServerClient(authorizedHttp(http, session))
  const server = () => {
    if (client) return client
    throw providerError('provider.forbidden', pbx, new Error('no login of a system administrator is configured'))
  }
  const readServer = async (id: string) => wireToServer(await server().readServer(id))
  return {
    async listServers(query) {
      const { count, items } = await server().listServers(query)
      return { items: items.map(wireToServer), total: count ?? null }
    },
    readServer,
    readServerStatus: async (id) => wireToServerStatus(await server().readServerStatus(id)),
    async createServer(values) {
      const { id } = await server().createServer(values)
      return readServer(id)
    },
    updateServer: async (id, values) => server().updateServer(id, values),
    deleteServer: async (id) => server().destroyServer(id),
  }
}
