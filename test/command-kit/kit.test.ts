import { afterEach, describe, expect, it, vi } from 'vitest'
import { ConfbotError } from '#core/errors.ts'
import { buttonsOf } from '#test/support/commands.ts'
import { spanToString } from '#text/format.ts'
import type { Form } from '#view/form.ts'
import { actor, createRecorder, openSampleKit, place, type SampleKit } from './sample-kit.ts'

const opened: SampleKit[] = []
async function open(...changes: Parameters<typeof openSampleKit>) {
  const kit = await openSampleKit(...changes)
  opened.push(kit)
  return kit
}
afterEach(async () => {
  for (const kit of opened.splice(0)) await kit.store.close()
})
const submit = (path: string, values: Record<string, string>) =>
  ({ kind: 'values', path, values, confirmed: false, from: 'form' }) as const
const click = (path: string, values: Record<string, string>, confirmed = false) =>
  ({ kind: 'values', path, values, confirmed, from: 'button' }) as const

describe('plan', () => {
  it('asks neither who it is nor the store', async () => {
    const kit = await open()
    const identify = vi.fn(() => Promise.resolve(actor))
    const claim = vi.spyOn(kit.store.intents, 'claim')
    for (const input of ['greet Review', 'greet', 'nonsense', submit('conf greet', {})]) kit.plan(input, { identify })
    expect(identify).not.toHaveBeenCalled()
    expect(claim).not.toHaveBeenCalled()
  })

  it('opens the form when something required is missing, filled with what was given', async () => {
    const kit = await open()
    const plan = kit.plan('greet who:1001 in:8001')
    if (plan.kind !== 'form') throw new Error(plan.kind)
    expect(plan.form.path).toBe('conf greet')
    expect(plan.form.fields.find(({ name }) => name === 'who')?.initial).toBe('1001')
    expect(plan.form.carried).toEqual({ in: '8001' })
  })

  it('opens the form for a button with too little in it', async () => {
    const kit = await open()
    expect(kit.plan(click('conf drop', { in: 'k3x9ab' }))).toMatchObject({
      kind: 'form',
      form: { carried: { in: 'k3x9ab' } },
    })
  })

  it('opens the form for a button that asks for it, also when nothing is missing', async () => {
    const kit = await open()
    const plan = kit.plan({ ...click('conf greet', { subject: 'Review', who: 'nobody' }), asForm: true })
    if (plan.kind !== 'form') throw new Error(plan.kind)
    expect(plan.form.fields.find(({ name }) => name === 'who')?.initial).toBe('nobody')
  })

  it('opens a command’s own form, filled with its fields', async () => {
    const kit = await open()
    expect(kit.plan('board')).toMatchObject({ kind: 'form', form: { title: 'Board' } })
    expect(kit.plan(submit('conf board', { 'fields.capacity': '20' })).kind).toBe('run')
  })

  it('opens the form of a command that wants one when nothing was given, but the conference', async () => {
    const kit = await open()
    expect(kit.plan('plan').kind).toBe('form')
    expect(kit.plan('plan in:8001').kind).toBe('form')
    expect(kit.plan('plan Review').kind).toBe('run')
    expect(kit.plan(submit('conf plan', {})).kind).toBe('run')
    // What is chosen first in a form of its own is followed by the form of what was chosen.
    expect(kit.plan(submit('conf plan', { in: '8001' })).kind).toBe('form')
  })

  it('shows what is wrong at the fields of a form, all at once', async () => {
    const kit = await open()
    const plan = kit.plan(submit('conf greet', { who: '"Anna', pin: '12', for: 'soon' }))
    if (plan.kind !== 'problems') throw new Error(plan.kind)
    const told = Object.entries(plan.problems).map(([name, problem]) => [name, spanToString(problem)])
    expect(Object.fromEntries(told)).toEqual({
      subject: 'This is needed.',
      who: 'A quotation mark is opened and not closed.',
      pin: 'Give 3 to 6 digits.',
      for: 'Give a length of time such as 90m, 1h30 or "2 hours".',
    })
  })

  it('shows the problem of fields that a form asks for one by one at the first of them', async () => {
    const kit = await open()
    expect(kit.plan(submit('conf board', { 'fields.capacity': '' }))).toMatchObject({
      kind: 'problems',
      problems: { 'fields.capacity': { key: 'form.problem.missing' } },
    })
  })

  it('does nothing for a repeated intent, but tells a wrong form its problems again', async () => {
    const kit = await open()
    await kit.ask('greet Review', { intent: 'same' })
    expect(await kit.ask('greet Review', { intent: 'same' })).toBe('')
    expect(kit.plan('greet', { intent: 'same' }).kind).toBe('run')
    expect(kit.ran).toHaveLength(1)
    for (const _delivery of [1, 2])
      expect(kit.plan(submit('conf greet', {}), { intent: 'wrong' }).kind).toBe('problems')
  })

  it('refuses buttons and forms of another version', async () => {
    const kit = await open()
    for (const input of [
      click('conf gone', {}),
      click('conf greet', { colour: 'red' }),
      submit('conf drop', { x: '' }),
    ])
      expect(await kit.ask(input)).toContain('from an older version of confbot')
  })

  it('gives the same input for text, form and button', async () => {
    const kit = await open()
    const values = { subject: 'Sprint review', who: '1001 "Anna Meier"', for: '90m', loud: 'yes' }
    await kit.ask('greet "Sprint review" 1001 “Anna Meier” for:1h30 —loud')
    await kit.ask(submit('conf greet', values))
    await kit.ask(click('conf greet', values))
    const [first, ...others] = kit.ran.map(({ input }) => input)
    expect(others).toEqual([first, first])
  })
})

describe('a form that is asked about before it is run', () => {
  const next = async (kit: SampleKit, values: Record<string, string>) => {
    const plan = kit.plan(submit('conf book', values))
    if (plan.kind !== 'form' || !plan.fill) throw new Error(plan.kind)
    expect(plan.form).toMatchObject({ fields: [], note: { key: 'form.loading' } })
    return plan.fill()
  }
  const linesOf = (form: Form) =>
    (form.lines ?? []).map((line) => (Array.isArray(line) ? line : [line]).map((span) => spanToString(span)).join(''))

  it('says in its place what will be done, and runs that when it is submitted', async () => {
    const kit = await open()
    const form = await next(kit, { what: 'Room', 'day.date': '2026-12-01', 'day.usual': '' })
    expect(form).toMatchObject({ title: 'Book', submit: 'Book', fields: [], confirms: true })
    expect(linesOf(form)).toEqual(['Book it?', 'Room on 2026-12-01', 'The whole day'])
    expect(kit.ran).toEqual([])
    await kit.ask({ ...submit(form.path, form.carried), confirmed: true })
    expect(kit.ran).toEqual([{ path: 'conf book', input: { what: 'Room', day: '2026-12-01T00:00' } }])
  })

  it('is shown again when it is wrong, as it was typed, with what may have been meant', async () => {
    const kit = await open()
    const form = await next(kit, { what: 'Room', 'day.usual': 'monday', 'day.date': '' })
    expect(form.confirms).toBeUndefined()
    expect(form.fields.map(({ name, initial }) => [name, initial])).toEqual([
      ['what', 'Room'],
      ['day.date', undefined],
      ['day.usual', 'monday'],
      ['pin', undefined],
    ])
    expect(form.fields[2]?.choices?.map(({ value }) => value)).toEqual(['2026-11-30', 'monday'])
    expect(linesOf(form)).toEqual([
      '“monday” can mean several times.',
      'Choose the one you mean.',
      'What may be meant:',
      '• Both',
    ])
    expect(await kit.store.audit.list({ limit: 9 })).toMatchObject([{ detail: 'input.ambiguous-time' }])
  })

  it('keeps what was typed also when something fails, or nobody may go on', async () => {
    const kit = await open()
    const failed = await next(kit, { what: 'bug', 'day.date': '2026-12-01' })
    expect(failed.fields[0]).toMatchObject({ initial: 'bug' })
    expect(linesOf(failed)[0]).toMatch(/^Something went wrong inside confbot \(reference [a-z0-9]{8}\)/)
    const refused = await open({ isPermitted: () => false })
    const form = await next(refused, { what: 'Room', 'day.date': '2026-12-01' })
    expect(form.fields[1]).toMatchObject({ initial: '2026-12-01' })
    expect(linesOf(form)[0]).toContain('You may not do this here')
  })

  it('finds its secret again, which no button and no form carries', async () => {
    const kit = await open()
    const form = await next(kit, { what: 'Room', 'day.date': '2026-12-01', pin: '2468' })
    expect(JSON.stringify(form)).not.toContain('2468')
    await kit.ask({ ...submit(form.path, form.carried), confirmed: true })
    const responder = createRecorder()
    const plan = kit.plan('book Room 2026-12-01 pin:1357')
    if (plan.kind === 'run') await plan.run(responder)
    expect(JSON.stringify(responder.cards)).not.toContain('1357')
    const [button, change] = responder.cards.flatMap(buttonsOf)
    expect(change).toMatchObject({ path: 'conf book', asForm: true })
    await kit.ask(click('conf book', { ...button?.input }, true))
    expect(kit.ran.map(({ input }) => input.pin)).toEqual(['2468', '1357'])
  })

  it('finds its secret again when it was not clear what was meant, and a choice is made', async () => {
    const kit = await open()
    const responder = createRecorder()
    const plan = kit.plan('book Room day:monday pin:1357')
    if (plan.kind === 'run') await plan.run(responder)
    expect(JSON.stringify(responder.cards)).not.toContain('1357')
    const [choice, , change] = responder.cards.flatMap(buttonsOf)
    expect(change).toMatchObject({ path: 'conf book', asForm: true })
    await kit.ask(click('conf book', { ...choice?.input }, true))
    expect(kit.ran).toMatchObject([{ input: { pin: '1357' } }])
  })

  it('says that it does not know it any more, and asks for it', async () => {
    const kit = await open()
    const answer = await kit.ask(click('conf book', { what: 'Room', day: '2026-12-01', held: 'abcdefgh' }, true))
    expect(answer).toMatch(/not kept for so long.*\[Edit again…\]/s)
    expect(kit.ran).toEqual([])
  })

  it('offers what was given by a button where no form can be opened', async () => {
    const kit = await open()
    expect(kit.plan('book Room pin:2468')).toMatchObject({
      kind: 'form',
      form: { fields: [], carried: { what: 'Room' } },
    })
  })
})

describe('a place that is not served', () => {
  it('gets one answer, and nothing else', async () => {
    const kit = await open({ isServed: () => false, door: () => {} })
    expect(await kit.ask('greet Review')).toContain('confbot does not serve this workspace.')
    expect(await kit.ask('greet')).toContain('confbot does not serve this workspace.')
    expect(kit.ran).toEqual([])
    expect(kit.suggest({ path: 'conf greet', option: 'who', typed: '', place, person: actor, limit: 5 })).toEqual([])
  })

  it('gets it also when nobody can be asked who speaks there', async () => {
    const kit = await open({ isServed: () => false })
    const plan = kit.plan('greet Review', { identify: () => Promise.reject(new Error('no token')) })
    const responder = createRecorder()
    if (plan.kind === 'run') await plan.run(responder)
    expect(responder.text()).toContain('confbot does not serve this workspace.')
  })
})

describe('suggestions', () => {
  const suggestions = () => [{ value: '1001', label: 'Anna' }]
  const query = { path: 'conf greet', option: 'who', typed: '', place, person: actor, limit: 5 }

  it('are for those alone whom the door has let in within the last hour', async () => {
    const kit = await open({ suggestions })
    expect(kit.suggest(query)).toEqual([])
    await kit.ask('home')
    expect(kit.suggest(query)).toHaveLength(1)
    expect(kit.suggest({ ...query, person: { ...actor, userId: 'U2' } })).toEqual([])
    expect(kit.suggest({ ...query, person: { ...actor, workspaceId: 'T2' } })).toEqual([])
    kit.clock.advance(60 * 60_000)
    expect(kit.suggest(query)).toEqual([])
  })

  it('are also for whom the platform says who they are, if the door lets them in', async () => {
    let isClosed = false
    const kit = await open({
      suggestions,
      door: () => {
        if (isClosed) throw new ConfbotError('permission.outsider')
      },
    })
    expect(kit.suggest({ ...query, actor })).toHaveLength(1)
    isClosed = true
    expect(kit.suggest({ ...query, actor })).toEqual([])
  })

  it('are for nobody whom the door turns away, not even after they were let in before', async () => {
    let isGuest = false
    const kit = await open({
      suggestions,
      door: () => {
        if (isGuest) throw new ConfbotError('permission.guest')
      },
    })
    await kit.ask('home')
    isGuest = true
    await kit.ask('home')
    expect(kit.suggest(query)).toEqual([])
  })
})

describe('what is wrong so far with a form that is filled in part by part', () => {
  it('is told by option, without what is missing, and runs nothing', async () => {
    const kit = await open()
    const problems = kit.problems?.('conf greet', { pin: 'abc', for: '' }) ?? {}
    expect(Object.entries(problems).map(([name, problem]) => [name, spanToString(problem)])).toEqual([
      ['pin', expect.stringContaining('digits')],
    ])
    expect(kit.problems?.('conf greet', { pin: '123456' })).toEqual({})
    expect(kit.ran).toEqual([])
  })

  it('is nothing where the form is of another version, which is told when it is submitted', async () => {
    const kit = await open()
    expect(kit.problems?.('conf greet', { gone: 'x' })).toEqual({})
    expect(kit.problems?.('conf gone', {})).toEqual({})
  })
})
