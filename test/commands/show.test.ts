import { expect, it } from 'vitest'
import { buttonsOf, startCommands, textOf } from '#test/support/commands.ts'
import { unseenPbx } from '#test/support/poor-pbx.ts'
import { anna, carol, found } from '#test/support/service.ts'

it('everybody who was in a long conference is found by its record, page by page', async () => {
  const { service, attempt, start, type, click } = await startCommands()
  const numbers = Array.from({ length: 32 }, (_, index) => String(1001 + index))
  const { id } = await start(anna, 'All hands', ...numbers)
  const live = await click({ path: 'conf roster', input: { in: id, page: '2' } })
  expect(textOf(live)).toMatch(/People in All hands, page 2 of 2.*1032 · joined/s)
  await service.end(attempt(anna, 'conf end'), { force: true })
  const record = await type('show')
  const all = found(record.nodes.flatMap((node) => (node.kind === 'list' && node.more ? [node.more.action] : []))[0])
  const first = await click(all)
  expect(textOf(first)).toMatch(/Who was in All hands, page 1 of 2.*1001 · 1 min/s)
  const last = await click(found(buttonsOf(first)[0]))
  expect(textOf(last)).toMatch(/page 2 of 2.*1032 · 1 min/s)
  expect(textOf(last)).not.toContain('1001')
})

it('where the PBX does not tell who is in a room, that is said of whoever is asked for', async () => {
  const { service, attempt, type } = await startCommands([unseenPbx()])
  await service.start(attempt(), { subject: 'Review', who: [] })
  const refused = textOf(await type('show 1001'))
  expect(refused).toContain('it does not tell who is in a room')
  expect(refused).not.toContain('Nobody')
  expect(textOf(await type('mute 1001'))).toContain('Key *1')
  expect(textOf(await type('kick 1001'))).toContain('cannot do this')
})

it('offers under More what this person may do, and nothing without an effect', async () => {
  const { start, type, click } = await startCommands()
  await start(anna, 'Review', '1001', '1002')
  const more = async (actor = anna) => textOf(await click({ path: 'conf more', input: {} }, { actor }))
  expect(await more()).toMatch(/^(?!.*Unmute all).*Keep it open/s)
  await type('mute 1001')
  expect(await more()).toContain('Unmute all')
  expect(await more(carol)).toMatch(/^(?!.*(Unmute all|Keep it open)).*Recordings/s)
})
