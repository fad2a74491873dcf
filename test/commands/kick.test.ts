import { describe, expect, it, vi } from 'vitest'
import { presentParticipants } from '#core/conference.ts'
import { onlyButton, startCommands, textOf } from '#test/support/commands.ts'
import { anna } from '#test/support/service.ts'

describe('a question about', () => {
  it('a person never removes who comes under that name later', async () => {
    const { service, start, attempt, clock, type, click, pbx } = await startCommands()
    const { id } = await start(anna, 'Review', '1001', '1002')
    const yes = onlyButton(await type('kick Bob'))
    await service.kick(attempt(), { who: 'Bob' })
    await type('invite 1001')
    clock.advance(2_000)
    await vi.waitFor(async () => {
      const present = presentParticipants(await service.observe(id))
      expect(present.map(({ name }) => name)).toContain('Bob')
    })
    expect(textOf(await click(yes))).toContain('Bob has left the conference')
    expect(pbx().rooms()[0]?.legs).toHaveLength(2)
  })
})
