import { describe, expect, it } from 'vitest'
import { ConfbotError } from '#core/errors.ts'
import { anna, ben, general, other, startService, words } from '#test/support/service.ts'

const minuteMs = 60_000

describe('a start', () => {
  it('shows the card before anybody is rung, and tells of itself after it is stored', async () => {
    const seen: string[] = []
    const running = await startService([
      {
        name: 'berlin',
        around: ({ invite }) => ({
          async invite(roomId, number) {
            const stored = await running.store.conferences.live()
            seen.push(`${running.cards.posted.length} card, ${stored.length} stored, ${running.happened[0]?.kind}`)
            return invite(roomId, number)
          },
        }),
      },
    ])
    const { service, attempt, store } = running
    const { conference, results } = await service.start(attempt(ben), {
      subject: 'Sprint review',
      who: words('1001', '1002'),
      forMs: 30 * minuteMs,
    })
    expect(seen).toEqual(['1 card, 1 stored, conference-started', '1 card, 1 stored, conference-started'])
    expect(results.map(({ outcome }) => outcome)).toEqual(['rung', 'rung'])
    expect(conference).toMatchObject({
      subject: 'Sprint review',
      startedBy: { userId: 'U2' },
      chair: { userId: 'U2' },
      place: general,
      longestUntil: running.clock.now() + 30 * minuteMs,
    })
    expect(await store.postedCards.ofConference(conference.id)).toHaveLength(1)
  })

  it('leaves nothing behind when it cannot be stored: no card, no lease, no call', async () => {
    let isBroken = false
    const running = await startService([{ name: 'berlin' }], (store) => ({
      ...store,
      transaction: (run) => (isBroken ? Promise.reject(new ConfbotError('store.unavailable')) : store.transaction(run)),
    }))
    const { service, attempt, cards, leases, pbx, happened } = running
    isBroken = true
    await expect(service.start(attempt(), { subject: 'Lost', who: words('1001') })).rejects.toMatchObject({
      code: 'store.unavailable',
    })
    expect(cards.withdrawn).toMatchObject([{ messageId: 'm1' }])
    expect(await leases()).toEqual([])
    expect(pbx().calls()).toEqual([])
    expect(happened).toEqual([])
    expect(service.allLive()).toEqual([])
  })

  it('of two at once in one channel is one', async () => {
    const { service, attempt, pbx, cards } = await startService()
    const outcomes = await Promise.allSettled(
      ['A', 'B'].map((subject) => service.start(attempt(), { subject, who: words('1001') })),
    )
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'conference.already-here' } },
    ])
    expect(pbx().calls()).toHaveLength(1)
    expect(cards.posted).toHaveLength(1)
    await expect(service.start(attempt(), { subject: 'C', who: [], another: true })).resolves.toBeDefined()
  })

  it('stores with the conference who is to be rung, so that after a crash its card says who was not', async () => {
    const invitations: unknown[] = []
    const running = await startService([{ name: 'berlin' }], (store) => ({
      ...store,
      transaction: async (run) => {
        const done = await store.transaction(run)
        invitations.push((await store.conferences.live())[0]?.invitations.map(({ number, state }) => [number, state]))
        return done
      },
    }))
    await running.service.start(running.attempt(), { subject: 'Sprint review', who: words('1001') })
    expect(invitations.slice(0, 2)).toEqual([[['1001', 'not-rung']], [['1001', 'invited']]])
  })

  it('whose card may or may not be there is open, and rings nobody until somebody says so', async () => {
    const { service, attempt, cards, leases, pbx, store } = await startService()
    cards.refuseNext(new ConfbotError('chat.unconfirmed'))
    const { conference, results, isShown } = await service.start(attempt(), { subject: 'Unseen', who: words('1001') })
    expect([isShown, results, pbx().calls()]).toEqual([false, [], []])
    expect(conference.invitations).toMatchObject([{ number: '1001', state: 'not-rung' }])
    expect(await leases()).toEqual([conference.roomNumber])
    expect(await store.postedCards.ofConference(conference.id)).toEqual([])
    const rung = await service.inviteMissing(attempt(), { in: conference.id })
    expect(rung.results).toMatchObject([{ outcome: 'rung' }])
    expect(pbx().calls()).toHaveLength(1)
  })

  it('can be tried again after one that failed', async () => {
    const { service, attempt, cards, audit, pbx } = await startService()
    cards.refuseNext(new ConfbotError('chat.cannot-post'))
    const start = () => service.start(attempt(), { subject: 'Board', who: words('1001') })
    await expect(start()).rejects.toMatchObject({ code: 'chat.cannot-post' })
    expect(pbx().calls()).toEqual([])
    expect(await audit()).toEqual([])
    expect(service.allLive()).toEqual([])
    await expect(start()).resolves.toMatchObject({ conference: { subject: 'Board', roomNumber: '8000' } })
  })

  it('with somebody who may not be rung asks no PBX for a room', async () => {
    const { service, attempt, pbx } = await startService()
    for (const who of ['112', '+499001234567', '+81312345678', 'nobody'])
      await expect(service.start(attempt(), { subject: 'Guarded', who: words('1001', who) })).rejects.toMatchObject({
        name: 'ConfbotError',
      })
    expect(pbx().traffic.list()).toEqual([])
  })
})

describe('a call that fails at the start', () => {
  it('keeps the conference open, is told of each, and is recorded beside the start', async () => {
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

  it('does not make a telephone unreachable that may be ringing after a timeout', async () => {
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
})

describe('the PBX of a conference', () => {
  const plans = [
    { name: 'berlin' },
    { name: 'hamburg' },
    { name: 'secret', policy: { chats: ['slack:T1:C2'] } },
  ] as const
  const begin = async (pbx: string | undefined, place = general, channelPbx?: string) => {
    const running = await startService(plans)
    const { service, attempt } = running
    if (channelPbx !== undefined) await service.setChannel(attempt(anna, 'set', place), 'pbx', channelPbx)
    const { conference } = await service.start(attempt(ben, 'conf start', place), { subject: 'Review', who: [], pbx })
    return conference.pbx
  }

  it('is the one that was named, else the channel’s, else the default', async () => {
    expect(await begin(undefined)).toBe('berlin')
    expect(await begin(undefined, general, 'hamburg')).toBe('hamburg')
    expect(await begin('berlin', general, 'hamburg')).toBe('berlin')
    expect(await begin('secret', other)).toBe('secret')
  })

  it('is none that this channel may not use, or that is not there', async () => {
    await expect(begin('secret')).rejects.toMatchObject({ code: 'permission.pbx' })
    await expect(begin(undefined, general, 'secret')).rejects.toMatchObject({ code: 'permission.pbx' })
    await expect(begin('paris')).rejects.toMatchObject({
      code: 'input.unknown-pbx',
      details: { blanks: { names: 'berlin, hamburg, secret' } },
    })
  })
})
