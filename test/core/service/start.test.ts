import { expect, it } from 'vitest'
import { ConfbotError } from '#core/errors.ts'
import { anna, ben, startService, words } from '#test/support/service.ts'

it('opens one conference in a channel when two people start at once', async () => {
  const { service, attempt, cards } = await startService()
  const outcomes = await Promise.allSettled(
    [anna, ben].map((actor) => service.start(attempt(actor), { subject: `Of ${actor.name}`, who: [] })),
  )
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'conference.already-here' },
  })
  expect(service.allLive()).toHaveLength(1)
  expect(cards.posted).toHaveLength(1)
})

it('opens a second one where that is asked for', async () => {
  const { service, attempt } = await startService()
  await service.start(attempt(anna), { subject: 'First', who: [] })
  await service.start(attempt(ben), { subject: 'Second', who: [], another: true })
  expect(service.allLive()).toHaveLength(2)
  expect(new Set(service.allLive().map(({ roomNumber }) => roomNumber)).size).toBe(2)
})

it('takes back the room when the card cannot be posted, and rings nobody', async () => {
  const { service, attempt, cards, pbx, leases, audit } = await startService()
  cards.refuseNext(new ConfbotError('chat.cannot-post', { blanks: { channel: 'secret' } }))
  const trying = attempt()
  await expect(service.start(trying, { subject: 'Board', who: words('1001') })).rejects.toMatchObject({
    code: 'chat.cannot-post',
  })
  expect(pbx().calls()).toEqual([])
  expect(await leases()).toEqual([])
  expect(service.allLive()).toEqual([])
  expect(await audit()).toEqual([])
})

it('keeps the conference open when its calls fail, says so of each, and records both', async () => {
  const { service, attempt, audit } = await startService([
    {
      name: 'berlin',
      around: () => ({
        invite: async () => {
          throw new ConfbotError('provider.rejected', { blanks: { pbx: 'berlin', message: 'no line' } })
        },
      }),
    },
  ])
  const { conference, results } = await service.start(attempt(), { subject: 'Sprint review', who: words('1001') })
  expect(conference.state).toBe('live')
  expect(results).toMatchObject([{ outcome: 'failed', code: 'provider.rejected' }])
  expect(service.allLive()[0]?.invitations).toMatchObject([{ state: 'failed' }])
  expect((await audit()).map(({ action, detail }) => [action, detail])).toEqual([
    ['conf test: invite', 'rang 0; failed: provider.rejected'],
    ['conf test', ''],
  ])
})

it('does not call a telephone unreachable that may be ringing after a timeout', async () => {
  const { service, attempt } = await startService([
    {
      name: 'berlin',
      around: () => ({
        invite: async () => {
          throw new ConfbotError('provider.timeout', { blanks: { pbx: 'berlin' } })
        },
      }),
    },
  ])
  const { results } = await service.start(attempt(), { subject: 'Sprint review', who: words('1001') })
  expect(results).toMatchObject([{ outcome: 'failed', code: 'provider.timeout' }])
  expect(service.allLive()[0]?.invitations).toMatchObject([{ state: 'invited' }])
  // So it is not rung a second time while nobody knows.
  const again = await service.invite(attempt(), { who: words('1001') })
  expect(again.results).toMatchObject([{ outcome: 'already' }])
})
