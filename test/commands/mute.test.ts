import { describe, expect, it } from 'vitest'
import { buttonsOf, onlyButton, startCommands, textOf } from '#test/support/commands.ts'
import { anna } from '#test/support/service.ts'

describe('muting', () => {
  it('can be undone for one person', async () => {
    const { start, type, click, pbx } = await startCommands()
    await start(anna, 'Review', '1001', '1002')
    await click(onlyButton(await type('mute 1001')))
    expect(
      pbx()
        .rooms()[0]
        ?.legs.map(({ muted }) => muted),
    ).toEqual([false, false])
  })

  it('offers no undo that would take back what others did', async () => {
    const { start, type } = await startCommands()
    await start(anna, 'Review', '1001', '1002', '1003')
    await type('mute 1001')
    expect(buttonsOf(await type('mute 1001'))).toEqual([])
    const all = await type('mute all')
    expect(textOf(all)).toContain('2')
    expect(buttonsOf(all)).toEqual([])
  })
})
