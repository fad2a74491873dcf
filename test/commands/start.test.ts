import { describe, expect, it } from 'vitest'
import { buttonsOf, startCommands, textOf } from '#test/support/commands.ts'
import { found } from '#test/support/service.ts'

describe('what was not meant so', () => {
  it('is offered as the subject that it may have been', async () => {
    const { type, click, service } = await startCommands()
    const refused = await type('start Sprint review today 1001')
    expect(textOf(refused)).toContain('[Call it “Sprint review today”]')
    await click(found(buttonsOf(refused)[0]))
    expect(service.allLive()).toMatchObject([{ subject: 'Sprint review today', invitations: [{ number: '1001' }] }])
  })

  it('is rung without the one who cannot be, also when that one was named first', async () => {
    const { type, click, service } = await startCommands()
    const refused = await type('start <@U404> 1001 1002')
    const others = buttonsOf(refused).find(({ input }) => input.who === '1001, 1002')
    await click(found(others))
    const [conference] = service.allLive()
    expect(conference?.invitations.map(({ number }) => number)).toEqual(['1001', '1002'])
    expect(conference?.subject).toBe('Conference of Anna')
  })
})
