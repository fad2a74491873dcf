import { describe, expect, it } from 'vitest'
import { createHomeServers } from '#platforms/discord/home-servers.ts'

describe('a direct message', () => {
  it('counts to the server where the person was seen last', () => {
    const homes = createHomeServers(['1', '2'])
    homes.learn('alice', '2')
    homes.learn('bob', '2')
    homes.learn('bob', '1')
    expect([homes.of('alice'), homes.of('bob')]).toEqual(['2', '1'])
  })

  it('counts to the first server of somebody who was seen nowhere', () => {
    expect(createHomeServers(['1', '2']).of('carol')).toBe('1')
  })

  it('does not count to a server that is not served', () => {
    const homes = createHomeServers(['1'])
    homes.learn('mallory', '666')
    expect(homes.of('mallory')).toBe('1')
  })
})
