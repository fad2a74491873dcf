import { describe, expect, it } from 'vitest'
import { onlyButton, startCommands, textOf } from '#test/support/commands.ts'
import { anna } from '#test/support/service.ts'

describe('a question about', () => {
  it('the end of a conference never ends the next one of that channel', async () => {
    const { service, start, attempt, type, click } = await startCommands()
    const first = await start(anna, 'First')
    const yes = onlyButton(await type('end'))
    await service.end(attempt(), { in: first.id })
    await start(anna, 'Second')
    expect(textOf(await click(yes))).toContain('First has ended')
    expect(service.allLive().map(({ subject }) => subject)).toEqual(['Second'])
  })
})
