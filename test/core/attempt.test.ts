import { describe, expect, it } from 'vitest'
import { ConfbotError } from '#core/errors.ts'
import { anna, general, startService } from '#test/support/service.ts'

describe('an attempt', () => {
  it('writes its effect and its record together, with what it was about', async () => {
    const { store, attempt, audit, clock } = await startService()
    const one = attempt(anna, 'conf test')
    one.about('first guess')
    one.about('Sprint review', 'abc234')
    one.about('Sprint review in room 8000')
    await one.commit((tx) => tx.settings.set('here', 'name', 'value'), 'went well')
    expect(one.isCommitted).toBe(true)
    expect(await store.settings.get('here', 'name')).toBe('value')
    expect(await audit()).toMatchObject([
      {
        at: clock.now(),
        actor: { platform: 'slack', workspaceId: 'T1', userId: 'U1', name: 'Anna' },
        place: general,
        action: 'conf test',
        target: 'Sprint review in room 8000',
        result: 'done',
        detail: 'went well',
        intent: one.intent,
        conferenceId: 'abc234',
      },
    ])
    // What else the platform says of them is nobody's business.
    expect(JSON.stringify(await audit())).not.toContain(anna.phone)
  })

  it('writes neither when one of the two fails, and can still be told as failed', async () => {
    const { store, attempt, audit } = await startService()
    const one = attempt()
    const write = one.commit(async (tx) => {
      await tx.settings.set('here', 'name', 'value')
      throw new ConfbotError('store.conflict')
    })
    await expect(write).rejects.toMatchObject({ code: 'store.conflict' })
    expect(one.isCommitted).toBe(false)
    expect(await store.settings.get('here', 'name')).toBeNull()
    await one.fail(new ConfbotError('store.conflict'))
    expect(await audit()).toMatchObject([{ result: 'failed', detail: 'store.conflict' }])
  })

  it('that the store takes only later is recorded as of when it was done', async () => {
    const { attempt, audit, clock } = await startService()
    const one = attempt()
    const doneAt = clock.now()
    const full = one.commit(async () => {
      throw new ConfbotError('store.full')
    })
    await expect(full).rejects.toMatchObject({ code: 'store.full' })
    clock.advance(60_000)
    await one.commit(async () => {})
    expect(await audit()).toMatchObject([{ at: doneAt, result: 'done' }])
  })

  it('has one effect', async () => {
    const { attempt, audit } = await startService()
    const one = attempt()
    await one.commit(async () => {})
    await expect(one.commit(async () => {})).rejects.toThrow('twice')
    await one.fail(new Error('afterwards'))
    expect(await audit()).toMatchObject([{ result: 'done' }])
  })

  it.each([
    [new ConfbotError('permission.denied'), 'refused', 'permission.denied'],
    [new ConfbotError('input.invalid'), 'refused', 'input.invalid'],
    [new ConfbotError('dial.emergency'), 'refused', 'dial.emergency'],
    [new ConfbotError('provider.timeout'), 'failed', 'provider.timeout'],
    [new ConfbotError('conference.ended'), 'failed', 'conference.ended'],
    [new Error('secret inner words'), 'failed', 'internal.failed'],
  ])('that ends in %s is told as %s', async (error, result, detail) => {
    const { attempt, audit } = await startService()
    await attempt().fail(error)
    expect(await audit()).toMatchObject([{ result, detail }])
  })
})
