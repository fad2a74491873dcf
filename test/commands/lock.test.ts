import { expect, it } from 'vitest'
import { onlyButton, startCommands, textOf } from '#test/support/commands.ts'
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
