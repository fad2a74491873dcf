import { describe, expect, it } from 'vitest'
import { buttonsOf, onlyButton, startCommands, textOf } from '#test/support/commands.ts'
import { forgetfulPbx } from '#test/support/poor-pbx.ts'
import { anna, other } from '#test/support/service.ts'

it('is tried again on the conference that it failed on, wherever and whatever is live there by then', async () => {
  const { start, service, attempt, type, click, pbx, clock } = await startCommands()
  const first = await start(anna, 'First', '1001')
  pbx().faults.add({ match: '/lock', kind: '403', times: 1 })
  const failed = await clock.until(type('lock in:First'))
  expect(textOf(failed)).toContain('The PBX berlin does not allow confbot to do this')
  expect(onlyButton(failed)).toEqual({ path: 'conf lock', input: { in: first.id } })
  expect(textOf(await click(onlyButton(failed), { place: other }))).toContain('First is locked')
  await service.end(attempt(), { in: first.id })
  await start(anna, 'Second', '1002')
  expect(textOf(await click(onlyButton(failed)))).toContain('First has ended')
  expect(service.allLive()).toMatchObject([{ subject: 'Second', locked: false }])
})

it('is tried again where the conference was not named', async () => {
  const { start, type, pbx, clock } = await startCommands()
  const { id } = await start(anna, 'First', '1001')
  pbx().faults.add({ match: '/lock', kind: '403', times: 1 })
  expect(onlyButton(await clock.until(type('lock')))).toEqual({ path: 'conf lock', input: { in: id } })
})

describe('what is so already', () => {
  it('is said, and not offered to be undone: somebody else wanted it so', async () => {
    const { start, type } = await startCommands()
    await start(anna, 'Review', '1001')
    expect(textOf(await type('unlock'))).toContain('Review is not locked')
    expect(buttonsOf(await type('lock'))).toMatchObject([{ path: 'conf unlock' }])
    const again = await type('lock')
    expect(textOf(again)).toContain('Review is locked already')
    expect(buttonsOf(again)).toEqual([])
  })

  it('of a recording is no news to the channel', async () => {
    const { start, type, happened } = await startCommands()
    await start(anna, 'Review', '1001')
    const told = () => happened.filter(({ kind }) => kind === 'recording-changed').length
    expect(textOf(await type('record stop'))).toContain('Review is not being recorded.')
    expect(told()).toBe(0)
    expect(textOf(await type('record start'))).toContain('Review is being recorded.')
    expect(textOf(await type('record start'))).toContain('Review is being recorded already.')
    expect(told()).toBe(1)
  })

  it('of a conference is shown, or another is started beside it', async () => {
    const { start, type, click, service } = await startCommands()
    await start(anna, 'Review', '1001')
    const refused = await type('start "Second" 1002')
    const [show, another] = buttonsOf(refused)
    expect(show).toMatchObject({ path: 'conf show' })
    expect(textOf(refused)).toContain('Show Review')
    if (another) await click(another)
    expect(service.allLive().map(({ subject }) => subject)).toEqual(['Second', 'Review'])
  })
})

it('by confbot says what that means, and is undone as any other', async () => {
  const { start, type, click, service } = await startCommands([forgetfulPbx()])
  await start(anna, 'Review', '1001')
  const locked = await type('lock')
  expect(textOf(locked)).toMatch(/Review is locked.*confbot turns away who comes late/s)
  expect(textOf(await type('lock'))).toContain('Review is locked already')
  expect(textOf(await click(onlyButton(locked)))).toContain('Review is unlocked')
  expect(service.allLive()).toMatchObject([{ locked: false, closed: null }])
})
