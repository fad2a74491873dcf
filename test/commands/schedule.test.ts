import { describe, expect, it } from 'vitest'
import type { Actor, Place } from '#core/actor.ts'
import { buttonsOf, startCommands, textOf } from '#test/support/commands.ts'
import { unseenPbx } from '#test/support/poor-pbx.ts'
import { ben, found, general } from '#test/support/service.ts'

const berlin: Actor = { ...ben, timeZone: 'Europe/Berlin' }
const terminal: Place = { platform: 'terminal', workspaceId: 'T1', channelId: 'C1', kind: 'channel' }

describe('a meeting that shall be an event, too,', () => {
  it('says before that everybody sees it, and is one where that is agreed to', async () => {
    const { type, click, store } = await startCommands()
    const question = await type('schedule Review tomorrow 10:00 --event', { actor: berlin })
    expect(textOf(question)).toContain('everybody there sees its subject')
    await click(found(buttonsOf(question)[0]), { actor: berlin })
    const [meeting] = await store.meetings.upcoming({ workspaceKey: 'slack:T1', limit: 9 })
    expect(meeting?.options.event).toBe(true)
    expect(textOf(await type('schedule Review tomorrow 10:00', { actor: berlin }))).not.toContain('everybody')
  })

  it('is refused where there are none, and goes on without one with a click', async () => {
    const { type, click, store } = await startCommands()
    const refusal = await type('schedule Review tomorrow 10:00 for 45m event:yes', { actor: berlin, place: terminal })
    expect(textOf(refusal)).toContain('this chat has no events of its own')
    const question = await click(found(buttonsOf(refusal)[0]), { actor: berlin, place: terminal })
    await click(found(buttonsOf(question)[0]), { actor: berlin, place: terminal })
    const [meeting] = await store.meetings.upcoming({ workspaceKey: 'terminal:T1', limit: 9 })
    expect(meeting).toMatchObject({ subject: 'Review', durationMinutes: 45, options: { event: false } })
  })

  it.each([
    ['is offered by the form where there are events', general, true],
    ['is not where there are none', terminal, false],
  ])('%s', async (_, place, isOffered) => {
    const { plan } = await startCommands()
    const planned = plan({ kind: 'text', text: 'schedule' }, { actor: berlin, place })
    if (planned.kind !== 'form' || !planned.fill) throw new Error(planned.kind)
    const choices = (await planned.fill()).fields.find(({ name }) => name === 'do')?.choices?.map(({ value }) => value)
    expect(choices?.includes('event')).toBe(isOffered)
  })
})

describe('the form of what was typed without a subject', () => {
  const { timeZone: _, ...nowhere } = berlin

  it.each([
    ['the city of a zone', { when: '2026-12-01 15:00', zone: 'London' }, ['2026-12-01', '15:00', 'Europe/London']],
    ['no zone, and none is known', { when: '2026-12-01 15:00' }, ['2026-12-01', '15:00', undefined]],
    // Which day is tomorrow, the zone decides.
    ['a day that depends on the zone', { when: 'tomorrow 3pm' }, [undefined, '15:00', undefined]],
    ['neither', {}, [undefined, undefined, undefined]],
  ])('has what is certain of it: %s', async (_name, values, held) => {
    const { plan } = await startCommands()
    const input = { kind: 'values', path: 'conf schedule', values, confirmed: false, from: 'options' } as const
    const planned = plan(input, { actor: nowhere, place: general })
    if (planned.kind !== 'form' || !planned.fill) throw new Error(planned.kind)
    const { fields } = await planned.fill()
    const initials = ['when.date', 'when.time', 'zone'].map((name) => fields.find((one) => one.name === name)?.initial)
    expect(initials).toEqual(held)
  })
})

it('what the PBX cannot do for a meeting is told before it is saved, and what it can is not', async () => {
  const { type } = await startCommands([unseenPbx()])
  const text = 'schedule Demo 2030-12-02T15:00 --record --lock Europe/Berlin'
  expect(textOf(await type(text))).toContain(
    'berlin cannot do this, so it will not happen: recording, locking the room',
  )
  expect(textOf(await type(text))).not.toMatch(/is recorded|is locked/)
  const able = await startCommands()
  const asked = textOf(await able.type(text))
  expect(asked).not.toContain('cannot do this')
  expect(asked).toContain('is recorded, is locked')
  expect(asked).not.toContain('PBX')
})

it('which PBX a meeting is on is told before it is saved, where there are several', async () => {
  const { type } = await startCommands([{ name: 'berlin' }, { name: 'bonn' }])
  const text = 'schedule Demo 2030-12-02T15:00 Europe/Berlin pbx:bonn'
  expect(textOf(await type(text))).toContain('PBX: bonn')
})
