import { describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { buttonsOf, type CommandsInUse, startCommands, textOf } from '#test/support/commands.ts'
import { anna, ben, found, general, other } from '#test/support/service.ts'
import type { ActionRef } from '#view/card.ts'
import type { Form } from '#view/form.ts'

// Friday, 10:00 in Berlin.
const berlin: Actor = { ...ben, timeZone: 'Europe/Berlin' }
const newYork: Actor = { ...berlin, timeZone: 'America/New_York' }

/** Asks, and says yes. */
async function confirmed({ type, click }: CommandsInUse, text: string, actor: Actor = berlin) {
  const [yes] = buttonsOf(await type(text, { actor }))
  return click(found(yes), { actor })
}
const upcoming = async ({ store }: CommandsInUse) => store.meetings.upcoming({ workspaceKey: 'slack:T1', limit: 9 })
const only = async (commands: CommandsInUse) => found((await upcoming(commands))[0])

/** The form that a button opens, filled; and what comes of submitting it with other values. */
async function openForm({ plan }: CommandsInUse, { path, input }: ActionRef, actor: Actor): Promise<Form> {
  const planned = plan(
    { kind: 'values', path, values: input, confirmed: false, asForm: true, from: 'button' },
    { actor },
  )
  if (planned.kind !== 'form' || !planned.fill) throw new Error(planned.kind)
  return planned.fill()
}
async function submitForm({ plan }: CommandsInUse, form: Form, changed: Record<string, string>, actor: Actor) {
  const filled = Object.fromEntries(form.fields.flatMap(({ name, initial }) => (initial ? [[name, initial]] : [])))
  const values = { ...form.carried, ...filled, ...changed }
  const planned = plan({ kind: 'values', path: form.path, values, confirmed: false, from: 'form' }, { actor })
  if (planned.kind !== 'form' || !planned.fill) throw new Error(planned.kind)
  return planned.fill()
}

describe('the question before a meeting is saved', () => {
  it('means the same when its words or the zone of the asker mean something else by then', async () => {
    const commands = await startCommands()
    const question = await commands.type('schedule Review tomorrow 10:00', { actor: berlin })
    commands.clock.advance(3 * 3_600_000)
    await commands.click(found(buttonsOf(question)[0]), { actor: newYork })
    expect(await only(commands)).toMatchObject({ start: '2026-11-21T10:00', timeZone: 'Europe/Berlin', rule: null })
  })

  it('is answered by whoever asks for the form with the very same values', async () => {
    const commands = await startCommands()
    const question = await commands.type('schedule Review every second Tuesday 9:30 for 45m remind:1d,10m', {
      actor: berlin,
    })
    const form = await openForm(commands, found(buttonsOf(question)[1]), berlin)
    const initial = Object.fromEntries(form.fields.map((field) => [field.name, field.initial]))
    expect(initial).toMatchObject({
      subject: 'Review',
      'when.date': '2026-11-24',
      'when.time': '09:30',
      zone: 'Europe/Berlin',
      for: '45m',
      'repeat.usual': 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
      remind: '1d, 10m',
      do: 'ring',
    })
  })
})

describe('a change', () => {
  it('in the form is meant in the zone that stands in it, whatever the asker’s is', async () => {
    const commands = await startCommands()
    await confirmed(commands, 'schedule Review tomorrow 10:00')
    const { id } = await only(commands)
    const form = await openForm(
      commands,
      { path: 'conf move', input: { meeting: id } },
      { ...anna, ...newYork, userId: ben.userId },
    )
    expect(form.fields.find(({ name }) => name === 'zone')?.initial).toBe('Europe/Berlin')
    const preview = await submitForm(commands, form, { 'when.time': '11:00' }, newYork)
    expect(preview.confirms).toBe(true)
    await commands.click({ path: preview.path, input: preview.carried, confirmed: true }, { actor: newYork })
    expect(await only(commands)).toMatchObject({ start: '2026-11-21T11:00', timeZone: 'Europe/Berlin' })
  })

  it('carries only what is new, so that what others changed meanwhile stays', async () => {
    const commands = await startCommands()
    await confirmed(commands, 'schedule Review tomorrow 10:00 1001')
    const { id } = await only(commands)
    const form = await openForm(commands, { path: 'conf edit', input: { meeting: id } }, berlin)
    const preview = await submitForm(commands, form, { subject: 'Big review' }, berlin)
    expect(Object.keys(preview.carried).sort()).toEqual(['date', 'meeting', 'scope', 'subject'])
    await confirmed(commands, 'move Review 12:00')
    await commands.click({ path: preview.path, input: preview.carried, confirmed: true }, { actor: berlin })
    expect(await only(commands)).toMatchObject({ subject: 'Big review', start: '2026-11-21T12:00' })
  })

  it('of one date has no invitees of its own: the dates are asked', async () => {
    const commands = await startCommands()
    await confirmed(commands, 'schedule Weekly every Tuesday 9:00')
    const answer = await commands.type('edit Weekly who:1001 scope:this', { actor: berlin })
    expect(textOf(answer)).toContain('takes place on several dates')
    expect(buttonsOf(answer).map(({ input }) => input.scope)).toEqual(['later', 'all', 'this'])
  })

  it('asks for the new days where they cannot be told from one', async () => {
    const commands = await startCommands()
    await confirmed(commands, 'schedule Twice every Tuesday and Thursday 9:00')
    expect(textOf(await commands.type('move Twice tomorrow scope:all', { actor: berlin }))).toContain('repeat')
    const question = await commands.type('move Twice repeat:"every Monday and Friday" scope:all', { actor: berlin })
    expect(textOf(question)).toContain('every week on Mon, Fri')
  })

  it('that was undone is as it was', async () => {
    const commands = await startCommands()
    await confirmed(commands, 'schedule Weekly every Tuesday 9:00 for 30m')
    const before = await only(commands)
    const moved = await confirmed(commands, 'move Weekly Wednesday 10:00 scope:all')
    expect(await only(commands)).toMatchObject({ start: '2026-11-25T10:00', rule: 'FREQ=WEEKLY;BYDAY=WE' })
    await commands.click(found(buttonsOf(moved)[0]), { actor: berlin })
    expect(await only(commands)).toMatchObject({ start: before.start, rule: before.rule })
    const ended = await confirmed(commands, 'cancel Weekly 2026-12-08 later')
    expect((await only(commands)).rule).toContain('UNTIL')
    await commands.click(found(buttonsOf(ended)[0]), { actor: berlin })
    expect((await only(commands)).rule).toBe(before.rule)
  })

  it('with several meetings that could be meant asks for one by its form', async () => {
    const commands = await startCommands()
    await confirmed(commands, 'schedule First tomorrow 10:00')
    await confirmed(commands, 'schedule Second tomorrow 11:00')
    const form = await openForm(commands, { path: 'conf edit', input: {} }, berlin)
    expect(form.fields).toMatchObject([{ name: 'meeting', base: 'choice', required: true }])
    const [choice] = found(form.fields[0]).choices ?? []
    const next = await submitForm(commands, form, { meeting: found(choice).value }, berlin)
    expect(next.fields.find(({ name }) => name === 'subject')?.initial).toBe('First')
  })
})

describe('a meeting of a private channel', () => {
  it('is neither found nor changed from another channel', async () => {
    const commands = await startCommands()
    const secret = { ...other, isPrivate: true as const }
    const [yes] = buttonsOf(await commands.type('schedule Layoffs tomorrow 10:00', { actor: berlin, place: secret }))
    await commands.click(found(yes), { actor: berlin, place: secret })
    const { id } = await only(commands)
    const carol: Actor = { ...berlin, userId: 'U3', name: 'Carol' }
    for (const text of ['agenda', 'home', `move ${id} 11:00`, `show ${id}`, 'skip Layoffs', `pin meeting:${id}`])
      expect(textOf(await commands.type(text, { actor: carol, place: general }))).not.toMatch(/Layoffs (?!“)|10:00/)
    expect(textOf(await commands.type('agenda of:me', { actor: berlin, place: general }))).toContain('Layoffs')
  })
})

describe('a look', () => {
  it('at a meeting posts its card anew, and tells its PIN to the asker alone', async () => {
    const commands = await startCommands()
    await confirmed(commands, 'schedule "Sprint review" tomorrow 10:00 pin:246813')
    expect(textOf(await commands.type('show "Sprint review"', { actor: berlin, place: other }))).toContain('is posted')
    const { id } = await only(commands)
    expect((await commands.store.deliveries.ofMeeting(id)).map(({ place }) => place.channelId).sort()).toEqual([
      'C1',
      'C2',
    ])
    expect(textOf(await commands.type('pin meeting:"Sprint review"', { actor: berlin }))).toContain('PIN 246813')
    expect(textOf(await commands.type('pin meeting:Nothing', { actor: berlin }))).toContain('No scheduled meeting')
  })

  it('at a name means who is in the room first, then a room, then a meeting', async () => {
    const commands = await startCommands()
    await commands.start(anna, 'Live one', '1001')
    await confirmed(commands, 'schedule Bobsled tomorrow 10:00')
    expect(textOf(await commands.type('show Bob', { actor: berlin }))).toContain('Joined')
    expect(textOf(await commands.type('show Live one', { actor: berlin }))).toContain('The card of Live one is posted')
    expect(textOf(await commands.type('show Bobsled', { actor: berlin }))).toContain('The card of Bobsled is posted')
    expect(textOf(await commands.type('show Nobody', { actor: berlin }))).toContain('Nobody in the conference fits')
  })
})
