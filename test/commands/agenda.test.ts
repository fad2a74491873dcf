import { describe, expect, it, vi } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { ConfbotError } from '#core/errors.ts'
import { buttonsOf, type CommandsInUse, rowsOf, startCommands, textOf } from '#test/support/commands.ts'
import { ben, carol, found, other } from '#test/support/service.ts'

// Friday, 10:00 in Berlin.
const berlin: Actor = { ...ben, timeZone: 'Europe/Berlin' }

async function schedule(
  { type, click }: CommandsInUse,
  text: string,
  actor = berlin,
  place = undefined as undefined | typeof other,
) {
  const by = { actor, ...(place && { place }) }
  await click(found(buttonsOf(await type(`schedule ${text}`, by))[0]), by)
}
const told = async ({ type }: CommandsInUse, text: string, actor = berlin) => textOf(await type(text, { actor }))

describe('the agenda', () => {
  it('covers whole days as clocks of the reader show them', async () => {
    const commands = await startCommands()
    await schedule(commands, 'Late-show today 22:00')
    await schedule(commands, 'Small-hours tomorrow 0:30')
    expect(await told(commands, 'agenda today')).toMatch(/Late-show(?![\s\S]*Small-hours)/)
    expect(await told(commands, 'agenda tomorrow')).toMatch(/^(?![\s\S]*Late-show)[\s\S]*Small-hours/)
    // In Tokyo both are tomorrow.
    const tokyo = { ...carol, timeZone: 'Asia/Tokyo' }
    expect(await told(commands, 'agenda today', tokyo)).toContain('nothing is scheduled in this time')
    expect(await told(commands, 'agenda tomorrow', tokyo)).toMatch(/Late-show[\s\S]*Small-hours/)
  })

  it('covers a week from Monday to Sunday, or a single day', async () => {
    const commands = await startCommands()
    await schedule(commands, 'Sunday-call Sunday 12:00')
    await schedule(commands, 'Monday-call Monday 12:00')
    await schedule(commands, 'Later-call in 10 days at 12:00')
    const shown = async (span: string) => (await told(commands, `agenda ${span}`)).match(/\w+-call(?= · )/g)
    expect(await shown('this week')).toEqual(['Sunday-call'])
    expect(await shown('next week')).toEqual(['Monday-call'])
    expect(await shown('Monday')).toEqual(['Monday-call'])
    expect(await shown('2026-11-30')).toEqual(['Later-call'])
    expect(await shown('2026-11-16')).toBeNull()
  })

  it('has each date of a series, with what is special about it, and answers', async () => {
    const commands = await startCommands()
    await schedule(commands, 'Daily every day 12:00')
    await commands.type('skip Daily tomorrow', { actor: berlin })
    const shown = await commands.type('agenda 3 days', { actor: berlin })
    expect(textOf(shown).match(/Daily · /g)).toHaveLength(2)
    const rows = shown.nodes.flatMap((node) => (node.kind === 'list' ? node.rows : []))
    const decline = found(rows[0]?.menu?.entries.find(({ action }) => action.path === 'conf decline'))
    await commands.click(decline.action, { actor: berlin })
    expect(await told(commands, 'agenda 3 days')).toMatch(/Fri 20 Nov 2026.*you do not come/)
    for (const { action } of found(rows[0]?.menu).entries) expect(JSON.stringify(action)).not.toContain('1001')
  })

  it('offers changes to those alone who may make them', async () => {
    const commands = await startCommands()
    await schedule(commands, 'Review tomorrow 12:00')
    expect(await told(commands, 'agenda')).toContain('Move…')
    expect(await told(commands, 'agenda', carol)).not.toContain('Move…')
    expect(await told(commands, 'agenda', carol)).toContain('Details')
  })

  it('of a person is what they own or are invited to, wherever it is', async () => {
    const commands = await startCommands()
    await schedule(commands, 'Elsewhere tomorrow 12:00 <@U3>', berlin, other)
    await schedule(commands, 'Here tomorrow 13:00')
    expect(await told(commands, 'agenda')).not.toContain('Elsewhere')
    expect(await told(commands, 'agenda of:me')).toMatch(/Elsewhere[\s\S]*Here/)
    expect(await told(commands, 'agenda of:me', carol)).toMatch(/Elsewhere(?![\s\S]*Here)/)
  })
})

describe('the home', () => {
  it('tells what comes here and for the asker, each once, with their zone and number', async () => {
    const commands = await startCommands()
    await schedule(commands, 'Here tomorrow 13:00')
    await schedule(commands, 'Elsewhere tomorrow 12:00', berlin, other)
    const home = await told(commands, 'home')
    expect(home).toMatch(/Next in this channel\n.*Here.*\nYour next meetings\n.*Elsewhere/)
    expect(home.match(/Here · /g)).toHaveLength(1)
    expect(home).toContain('Your time zone: Europe/Berlin')
    expect(home).toContain('Your number: +49 ···802')
    expect(home).toContain('[Schedule a meeting…]')
  })

  it('tells what is live also while the store cannot be read', async () => {
    const commands = await startCommands()
    await commands.start(ben, 'Live one')
    vi.spyOn(commands.store.meetings, 'upcoming').mockRejectedValue(new ConfbotError('store.unavailable'))
    const home = await told(commands, 'home')
    expect(home).toContain('Live one')
    expect(home).toContain('confbot cannot reach its own database.')
  })
})

it('a date of the agenda is shown alone, with what this person said to it and can do about it', async () => {
  const commands = await startCommands()
  await schedule(commands, 'Daily every day 12:00')
  const { type, click } = commands
  await type('skip Daily tomorrow', { actor: berlin })
  const [, second] = rowsOf(await type('agenda', { actor: berlin }))
  const alone = async () => rowsOf(await click(found(second?.opens), { actor: berlin }))
  expect(await alone()).toEqual([second])
  await click(found(second?.menu?.entries.find(({ action }) => action.path === 'conf decline')).action, {
    actor: berlin,
  })
  const [declined] = await alone()
  expect(declined?.menu?.entries.map(({ action }) => action.path)).toContain('conf coming')
  // Somebody else may only look at it and answer.
  const [theirs] = rowsOf(await click(found(second?.opens), { actor: carol }))
  expect(theirs?.menu?.entries.map(({ action }) => action.path)).toEqual(['conf meeting', 'conf decline'])
})

it('of a date that was cancelled with its meeting nothing is offered', async () => {
  const commands = await startCommands()
  await schedule(commands, 'Kickoff tomorrow 12:00')
  const [row] = rowsOf(await commands.type('agenda', { actor: berlin }))
  await commands.click({ path: 'conf cancel', input: { meeting: 'Kickoff' }, confirmed: true }, { actor: berlin })
  const shown = await commands.click(found(row?.opens), { actor: berlin })
  expect(rowsOf(shown)).toEqual([])
  expect(textOf(shown)).toContain('Kickoff')
})
