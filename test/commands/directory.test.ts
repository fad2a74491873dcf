import { describe, expect, it } from 'vitest'
import { startCommands, textOf } from '#test/support/commands.ts'

describe('a list', () => {
  it('shows no whole number, however it was written when it was stored', async () => {
    const { store, type } = await startCommands()
    const members = ['+49/30/901801', '0049 30 901802', '＋4930901803', '+4930901804', '1002', 'Anna Berg']
    await store.directory.putList({ workspaceKey: 'slack:T1', name: 'on-call', members })
    const shown = textOf(await type('list show', { root: 'confadmin' }))
    expect(shown).toMatch(/\+49 ···801, ···802, \+49 ···803, \+49 ···804, 1002, Anna Berg/)
  })
})
