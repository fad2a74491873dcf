import { expect, it } from 'vitest'
import { startCommands, textOf } from '#test/support/commands.ts'
import { unseenPbx } from '#test/support/poor-pbx.ts'

/** The channel's PBX can do all of it, the other one can hardly do anything. */
async function startHere(...pbxs: readonly ('able' | 'poor')[]) {
  const commands = await startCommands([{ name: 'able' }, unseenPbx('poor')])
  const { service, attempt } = commands
  for (const pbx of pbxs) await service.start(attempt(), { subject: `On ${pbx}`, who: [], pbx, another: true })
  return { ...commands, help: async (text = '') => textOf(await commands.type(`help ${text}`)) }
}

it('minds the PBX of what is live here, in the list, in a group and of one command', async () => {
  const { help } = await startHere('poor')
  const all = await help()
  expect(all).toContain('Not possible on poor: /conf end')
  expect(all).not.toContain('• /conf record start')
  expect(await help('record')).toContain('Not possible on poor: /conf record start, /conf record stop')
  expect(await help('record start')).toContain('The documentation of poor does not say')
  expect(await help('lock')).toContain('poor does this only by telephone')
})

it('where nothing is live, minds the PBX of the channel', async () => {
  const { help } = await startHere()
  expect(await help('record start')).not.toContain('poor')
})

it('of what is live on several PBXs, names each that cannot', async () => {
  const { help } = await startHere('able', 'poor')
  const all = await help()
  expect(all).toContain('• /conf record start')
  expect(all).toContain('Not possible on poor: ')
  expect(all).not.toContain('Not possible on able: /conf record')
})

it('is written about a PBX that is named', async () => {
  const { help } = await startHere('able')
  expect(await help('lock')).not.toContain('by telephone')
  expect(await help('lock pbx:poor')).toContain('poor does this only by telephone')
  expect(await help('pbx:poor')).toContain('Not possible on poor: ')
  expect(await help('pbx:nowhere')).toContain('nowhere')
})

it('speaks of rooms on the PBX of the channel, whatever is live', async () => {
  const commands = await startCommands([{ name: 'able' }, { name: 'small', kind: 'yeastar-s' }])
  await commands.clock.until(commands.type('start Review pbx:small'))
  const help = async (text: string) => textOf(await commands.type(`help ${text}`, { root: 'confadmin' }))
  expect(await help('room')).not.toContain('small')
  expect(await help('room pbx:small')).toContain('Not possible on small: /confadmin room create')
})
