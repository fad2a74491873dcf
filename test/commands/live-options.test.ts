import { describe, expect, it } from 'vitest'
import { createRecorder } from '#test/command-kit/sample-kit.ts'
import { buttonsOf, startCommands, textOf } from '#test/support/commands.ts'
import { anna, ben, found, other } from '#test/support/service.ts'

const ofLive = ['invite', 'mute', 'unmute', 'kick', 'participant let-in', 'chair', 'participant name']

it('of several conferences on several PBXs each is offered with its own, and is found by number and PBX', async () => {
  const { type, service, attempt } = await startCommands([{ name: 'berlin' }, { name: 'bonn' }])
  for (const pbx of ['berlin', 'bonn'])
    await service.start(attempt(), { subject: `Of ${pbx}`, who: [], pbx, another: true })
  const asked = textOf(await type('lock'))
  expect(asked).toContain('Of berlin (room 8000 on berlin)')
  expect(asked).toContain('Of bonn (room 8000 on bonn)')
  expect(textOf(await type('lock in:8000'))).toContain('room 8000 on bonn')
  expect(textOf(await type('lock in:"8000 on Bonn"'))).toContain('Of bonn is locked')
})

describe('a command about what is live, without the rest of what it needs,', () => {
  it.each(ofLive)('says at once that nothing is live here, and opens no form: %s', async (typed) => {
    const { type } = await startCommands()
    expect(textOf(await type(typed))).toContain('No conference is live here')
  })

  it.each(ofLive)('says at once on a button, also of a form, that its conference has ended: %s', async (name) => {
    const { service, start, attempt, click } = await startCommands()
    const { id } = await start(anna, 'Review', '1001')
    await service.end(attempt(), { in: id })
    await start(ben, 'Next')
    for (const asForm of [{}, { asForm: true } as const]) {
      const said = await click({ path: `conf ${name}`, input: { in: id }, ...asForm })
      expect(textOf(said)).toContain('Review has ended')
      expect(buttonsOf(said)).toMatchObject([{ path: 'conf show', input: { in: id } }])
    }
  })

  it.each(ofLive)('opens its form where one is live that could be meant: %s', async (name) => {
    const { start, plan, type } = await startCommands()
    const { id } = await start(anna, 'Review', '1001')
    const button = {
      kind: 'values',
      path: `conf ${name}`,
      values: { in: id },
      confirmed: false,
      from: 'button',
    } as const
    expect(plan({ kind: 'text', text: name }).kind).toBe('form')
    expect(plan({ kind: 'text', text: `${name} in:rev` }, { place: other }).kind).toBe('form')
    expect(plan(button, { place: other }).kind).toBe('form')
    const elsewhere = await type(name, { place: other })
    expect(textOf(elsewhere)).toContain('No conference is live here')
    expect(buttonsOf(elsewhere)[0]).toMatchObject({ path: `conf ${name}`, input: { in: id } })
  })

  it('opens its form after all where one has begun between the decision and the answer', async () => {
    const { start, plan } = await startCommands()
    const planned = plan({ kind: 'text', text: 'mute' })
    await start(anna, 'Review', '1001')
    const recorder = createRecorder()
    if (planned.kind === 'run') await planned.run(recorder)
    expect(found(recorder.forms[0]).path).toBe('conf mute')
  })
})

describe('a PIN that the chosen PBX does not take', () => {
  const several = () =>
    startCommands([
      { name: 'port', kind: 'portsip' },
      { name: 'yeastar', kind: 'yeastar-p' },
      { name: 'kazoo', kind: 'kazoo' },
    ])

  it('is refused with the limits of that PBX, before anything is made, and taken by another', async () => {
    const { type, service, clock } = await several()
    expect(textOf(await clock.until(type('start Review pin:12345678 pbx:port')))).toContain('3 to 6 digits')
    expect(textOf(await clock.until(type('start Review pin:123456789012345 pbx:yeastar')))).toContain('1 to 14 digits')
    expect(service.allLive()).toEqual([])
    await clock.until(type('start Review pin:12345678 pbx:yeastar'))
    await clock.until(type('start Other pin:12345678901234567890 pbx:kazoo another:yes'))
    expect(service.allLive().map(({ pbx }) => pbx)).toEqual(['yeastar', 'kazoo'])
    expect(textOf(await type('schedule Later 2026-12-01 15:00 Europe/Berlin pin:12 pbx:port'))).toContain(
      '3 to 6 digits',
    )
  })

  it('is said in the form', async () => {
    const { plan } = await several()
    const submit = (values: Readonly<Record<string, string>>) =>
      plan({ kind: 'values', path: 'conf start', values, confirmed: false, from: 'form' })
    expect(submit({ subject: 'Review', pin: '12345678', pbx: 'port' })).toMatchObject({
      kind: 'problems',
      problems: { pin: expect.objectContaining({ key: 'admin.field.digits', blanks: { min: 3, max: 6 } }) },
    })
    expect(submit({ subject: 'Review', pin: '12345678', pbx: 'yeastar' }).kind).toBe('run')
  })
})
