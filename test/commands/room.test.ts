import { describe, expect, it } from 'vitest'
import { onlyButton, startCommands, textOf } from '#test/support/commands.ts'

describe('a question about', () => {
  it('a room never deletes the next one of that number, nor one of another PBX', async () => {
    const { service, attempt, type, click, pbx } = await startCommands([{ name: 'berlin' }, { name: 'bonn' }])
    const room = (subject: string) => ({ extension_number: '8050', mode: 'AUDIO', subject, capacity: '9' })
    await service.createRoom(attempt(), { assignments: room('Old') })
    await service.createRoom(attempt(), { assignments: room('Of Bonn'), pbx: 'bonn' })
    const yes = onlyButton(await type('room delete 8050', { root: 'confadmin' }))
    await service.deleteRoom(attempt(), { room: '8050' })
    await service.createRoom(attempt(), { assignments: room('New') })
    await service.setChannel(attempt(), 'pbx', 'bonn')
    await click(yes)
    expect(pbx().rooms()).toMatchObject([{ subject: 'New' }])
    expect(pbx('bonn').rooms()).toMatchObject([{ subject: 'Of Bonn' }])
  })
})

it('a room is shown in words, with the vendor’s own beside them', async () => {
  const { service, attempt, type } = await startCommands()
  const assignments = { extension_number: '8050', mode: 'AUDIO', subject: 'Board', capacity: '9' }
  await service.createRoom(attempt(), { assignments })
  const shown = textOf(await type('room show 8050', { root: 'confadmin' }))
  expect(shown).toContain('Kind of room: Sound only (AUDIO)')
  expect(shown).toContain('Free mode (FREE)')
})
