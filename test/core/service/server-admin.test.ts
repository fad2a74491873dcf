import { describe, expect, it } from 'vitest'
import type { ConferenceProvider } from '#core/contracts/conference-provider.ts'
import { ConfbotError } from '#core/errors.ts'
import { found, startService } from '#test/support/service.ts'

const assignments = { name: 'frankfurt', ipv4: '192.0.2.7', max_rooms: '50', max_participants: '400' }
const unanswered = new ConfbotError('provider.unanswered', { blanks: { pbx: 'berlin' } })

const start = (around: (adapter: ConferenceProvider) => Partial<ConferenceProvider>) =>
  startService([{ name: 'berlin', around }])

describe('a server whose PBX did not answer', () => {
  it('was added where the list shows it, and is never added twice', async () => {
    const { service, attempt, pbx } = await start((adapter) => ({
      async createServer(values) {
        await found(adapter.createServer)(values)
        throw unanswered
      },
    }))
    expect((await service.createServer(attempt(), { assignments })).server).toMatchObject({ name: 'frankfurt' })
    expect((await service.servers(attempt(), {})).page.items).toHaveLength(2)
    const posts = pbx()
      .traffic.list()
      .filter(({ method, path }) => method === 'POST' && path === '/api/conference_servers')
    expect(posts).toHaveLength(1)
  })

  it('was not added where the list does not show it, also beside one that is alike', async () => {
    let isMade = false
    const { service, attempt } = await start((adapter) => ({
      async createServer(values) {
        if (isMade) throw unanswered
        isMade = true
        return found(adapter.createServer)(values)
      },
    }))
    await service.createServer(attempt(), { assignments })
    await expect(service.createServer(attempt(), { assignments })).rejects.toBe(unanswered)
  })

  it('was changed or deleted only where that shows', async () => {
    const { service, attempt, audit } = await start(() => ({
      updateServer: async () => {
        throw unanswered
      },
      deleteServer: async () => {
        throw unanswered
      },
    }))
    await service.createServer(attempt(), { assignments })
    const which = { server: 'frankfurt' }
    await expect(service.editServer(attempt(), { ...which, assignments: { max_rooms: '60' } })).rejects.toBe(unanswered)
    await expect(service.deleteServer(attempt(), which)).rejects.toBe(unanswered)
    expect((await service.server(attempt(), which)).server.fields.max_rooms).toBe(50)
    expect(await audit()).toHaveLength(1)
  })
})

it('what the PBX takes and does not show was not done', async () => {
  const { service, attempt } = await start(() => ({ updateServer: async () => {}, deleteServer: async () => {} }))
  await service.createServer(attempt(), { assignments })
  const which = { server: 'frankfurt' }
  const unconfirmed = { code: 'provider.unconfirmed' }
  await expect(service.editServer(attempt(), { ...which, assignments: { enabled: 'no' } })).rejects.toMatchObject(
    unconfirmed,
  )
  await expect(service.deleteServer(attempt(), which)).rejects.toMatchObject(unconfirmed)
})

it('more servers than one page are all looked through', async () => {
  const { service, attempt } = await start(() => {
    const many = Array.from({ length: 150 }, (_, index) => ({ id: `s${index}`, name: `server ${index}`, fields: {} }))
    return {
      listServers: async ({ skip = 0, top = 100 }) => ({ items: many.slice(skip, skip + top), total: null }),
      readServer: async (id) => found(many.find((one) => one.id === id)),
    }
  })
  expect((await service.server(attempt(), { server: 'Server 149' })).server).toMatchObject({ id: 's149' })
})
