/** The server that a person's direct messages count to, since these do not say: the one where the person was seen last. */

export interface HomeServers {
  learn(userId: string, serverId: string): void
  of(userId: string): string
}

const maxRemembered = 10_000

/** `servers`: those that are served, never empty; who was seen in none counts to the first. */
export function createHomeServers(servers: readonly string[]): HomeServers {
  const seenIn = new Map<string, string>()
  return {
    learn(userId, serverId) {
      if (!servers.includes(serverId)) return
      seenIn.delete(userId)
      seenIn.set(userId, serverId)
      if (seenIn.size > maxRemembered) seenIn.delete(seenIn.keys().next().value ?? '')
    },
    of: (userId) => seenIn.get(userId) ?? servers[0] ?? '',
  }
}
