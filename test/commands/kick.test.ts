import { describe, expect, it } from 'vitest'
import { presentParticipants } from '#core/conference.ts'
import { buttonsOf, onlyButton, startCommands, textOf } from '#test/support/commands.ts'
import { unseenPbx } from '#test/support/poor-pbx.ts'
import { anna, carol, found } from '#test/support/service.ts'
import { soon } from '#test/support/soon.ts'
import type { Card } from '#view/card.ts'

it('is not asked of who may not remove anybody', async () => {
  const { start, type } = await startCommands()
  await start(anna, 'Review', '1001')
  const refused = await type('kick Bob', { actor: carol })
  expect(textOf(refused)).toContain('Not allowed')
  expect(buttonsOf(refused)).toEqual([])
})

describe('a question about', () => {
  it('a person never removes who comes under that name later', async () => {
    const { service, start, attempt, clock, type, click, pbx } = await startCommands()
    const { id } = await start(anna, 'Review', '1001', '1002')
    const yes = onlyButton(await type('kick Bob'))
    await service.kick(attempt(), { who: 'Bob' })
    await type('invite 1001')
    clock.advance(2_000)
    await soon(async () => {
      const present = presentParticipants(await service.observe(id))
      expect(present.map(({ name }) => name)).toContain('Bob')
    })
    expect(textOf(await click(yes))).toContain('Bob has left the conference')
    expect(pbx().rooms()[0]?.legs).toHaveLength(2)
  })
})

describe('a number that is kept out', () => {
  const keepOut = async () => {
    const running = await startCommands()
    await running.start(anna, 'Review', '1001', '1002')
    const question = await running.type('kick 1001 out:30m')
    expect(textOf(question)).toContain('neither called nor let in for 30 min')
    const kept = await running.click(onlyButton(question))
    return { ...running, kept }
  }

  it('can be let in early where it is said, and be rung again', async () => {
    const { click, kept, pbx } = await keepOut()
    expect(textOf(kept)).toContain('The number is kept out until')
    const back = await click(onlyButton(kept))
    expect(textOf(back)).toContain('Bob is not kept out any more')
    expect(textOf(await click(onlyButton(back)))).toContain('is being rung')
    expect(pbx().calls()).toHaveLength(3)
  })

  it('can be let in where it is refused, and under More, by those alone who may remove people', async () => {
    const { type, click } = await keepOut()
    const refused = await type('invite 1001')
    expect(textOf(refused)).toContain('1001 is kept out of this conference for now')
    expect(textOf(await type('invite 1001', { actor: carol }))).not.toContain('Let')
    const more = await click({ path: 'conf more', input: {} })
    expect(textOf(more)).toMatch(/Bob · kept out until/)
    expect(rowButtons(await click({ path: 'conf more', input: {} }, { actor: carol }))).toEqual([])
    const [letIn] = rowButtons(more)
    expect(textOf(await click(found(letIn), { actor: carol }))).toContain('Not allowed')
    const [inAgain, change] = buttonsOf(refused)
    expect(change).toMatchObject({ path: 'conf invite', asForm: true })
    expect(textOf(await click(found(inAgain)))).toContain('Bob is not kept out any more')
    expect(textOf(await click(found(letIn)))).toContain('Nobody who fits “p1” is kept out')
  })

  it('can be let in by name or number', async () => {
    const { type } = await keepOut()
    expect(textOf(await type('let-in Carol'))).toContain('Nobody who fits “Carol” is kept out')
    expect(textOf(await type('let-in 1001'))).toContain('Bob is not kept out any more')
  })
})

const rowButtons = (card: Card) =>
  card.nodes.flatMap((node) => (node.kind === 'list' ? node.rows.flatMap(({ button }) => button?.action ?? []) : []))

it('is refused where nobody can be put out, whoever is meant, before anything is asked', async () => {
  const { type } = await startCommands([unseenPbx()])
  await type('start "Review"')
  expect(textOf(await type('kick Bob'))).toMatch(/cannot do this/)
})
