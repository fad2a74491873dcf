import { describe, expect, it } from 'vitest'
import { buttonsOf, onlyButton, startCommands, textOf } from '#test/support/commands.ts'
import { unseenPbx } from '#test/support/poor-pbx.ts'
import { anna, ben, carol, other } from '#test/support/service.ts'

it('is not asked of who may not end it: they are told at once, and the record says of what', async () => {
  const { start, type, audit } = await startCommands()
  const { id } = await start(ben, 'First')
  const refused = await type('end in:First', { actor: carol, place: other })
  expect(textOf(refused)).toMatch(/Not allowed.*@Ben may/s)
  expect(buttonsOf(refused)).toEqual([])
  expect((await audit())[0]).toMatchObject({ result: 'refused', target: 'First', conferenceId: id })
})

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

describe('where the PBX cannot end a call', () => {
  it('is refused with the reason, can be had here alone after a question, and the record says what that means', async () => {
    const { type, click, service } = await startCommands([unseenPbx()])
    await type('start "First"')
    const refused = await type('end')
    expect(textOf(refused)).toMatch(/cannot do this.*End it here anyway/s)
    const question = await click(onlyButton(refused))
    expect(textOf(question)).toContain('This PBX cannot end the calls')
    const ended = await click(onlyButton(question))
    expect(textOf(ended)).toMatch(/First has ended.*people may still be in the room/s)
    expect(service.allLive()).toEqual([])
    expect(textOf(await type('show'))).toContain('people may still be in the room')
  })
})
