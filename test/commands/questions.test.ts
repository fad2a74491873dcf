/** What is asked first does later what the question was about, whatever the typed words mean by then; and what can be undone. */
import { describe, expect, it, vi } from 'vitest'
import { createCommandKit } from '#command-kit/kit.ts'
import type { CommandRequest } from '#command-kit/request.ts'
import { roots } from '#commands/index.ts'
import type { Actor, Place } from '#core/actor.ts'
import { presentParticipants } from '#core/conference.ts'
import { isPermitted } from '#core/permission.ts'
import type { ActionRef, Card } from '#view/card.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import { createRecorder } from '../command-kit/sample-kit.ts'
import { anna, ben, found, general, other, type PbxPlan, startService } from '../support/service.ts'

const minuteMs = 60_000

async function prepare(plans?: readonly [PbxPlan, ...PbxPlan[]]) {
  const running = await startService(plans)
  const { service, store, clock, logger } = running
  const kit = createCommandKit({
    roots,
    service,
    store,
    clock,
    logger,
    language: 'en',
    door: () => {},
    isServed: () => true,
    isPermitted,
    suggestions: () => [],
  })
  let intents = 0
  const ask = async (root: string, input: CommandRequest['input'], actor: Actor, place: Place): Promise<Card> => {
    const intent = `ask:${++intents}`
    const planned = kit.plan({ intent, root, place, identify: async () => actor, input })
    if (planned.kind !== 'run') throw new Error(`planned ${planned.kind}`)
    const recorder = createRecorder()
    await planned.run(recorder)
    return found(recorder.cards[0])
  }
  return {
    ...running,
    type: (text: string, { root = 'conf', actor = anna, place = general } = {}) =>
      ask(root, { kind: 'text', text }, actor, place),
    click: ({ path, input, confirmed }: ActionRef, { actor = anna, place = general } = {}) =>
      ask(
        path.split(' ')[0] ?? '',
        { kind: 'values', path, values: input, confirmed: confirmed === true, from: 'button' },
        actor,
        place,
      ),
  }
}

/** What the buttons of a card do. */
const buttonsOf = (card: Card): readonly ActionRef[] =>
  card.nodes
    .flatMap((node) => (node.kind === 'actions' ? node.actions : []))
    .flatMap((one) => (one.kind === 'button' ? [one.action] : []))
const only = (card: Card): ActionRef => {
  const all = buttonsOf(card)
  expect(all).toHaveLength(1)
  return found(all[0])
}
const textOf = (card: Card) => cardToPlainText(card, { language: 'en' })

describe('a question about', () => {
  it('the end of a conference never ends the next one of that channel', async () => {
    const { service, start, attempt, type, click } = await prepare()
    const first = await start(anna, 'First')
    const yes = only(await type('end'))
    await service.end(attempt(), { in: first.id })
    await start(anna, 'Second')
    expect(textOf(await click(yes))).toContain('First has ended')
    expect(service.allLive().map(({ subject }) => subject)).toEqual(['Second'])
  })

  it('a person never removes who comes under that name later', async () => {
    const { service, start, attempt, clock, type, click, pbx } = await prepare()
    const { id } = await start(anna, 'Review', '1001', '1002')
    const yes = only(await type('kick Bob'))
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

  it('a recording names its place and time, and never deletes the one that has moved there', async () => {
    const { service, start, attempt, clock, type, click } = await prepare()
    await start(anna, 'Review', '1001')
    for (let count = 0; count < 3; count++) {
      await service.record(attempt(), { on: true })
      clock.advance(minuteMs)
      await service.record(attempt(), { on: false })
      clock.advance(minuteMs)
    }
    const { recordings } = await service.recordings(attempt(), {})
    const [first, second, third] = recordings.map(({ id }) => id)
    const question = await type('record delete 2')
    expect(textOf(question)).toMatch(/Recording 2 of Review \(.*\d\d:\d\d.*\)/)
    await service.deleteRecording(attempt(), { recording: '1' })
    await click(only(question))
    const left = (await service.recordings(attempt(), {})).recordings.map(({ id }) => id)
    expect(left).toEqual([third])
    expect(left).not.toContain(first)
    expect(textOf(await click(only(question)))).toContain(`${second}`)
    expect((await service.recordings(attempt(), {})).recordings).toHaveLength(1)
  })

  it('a room never deletes the next one of that number, nor one of another PBX', async () => {
    const { service, attempt, type, click, pbx } = await prepare([{ name: 'berlin' }, { name: 'bonn' }])
    const room = (subject: string) => ({ extension_number: '8050', mode: 'AUDIO', subject, capacity: '9' })
    await service.createRoom(attempt(), { assignments: room('Old') })
    await service.createRoom(attempt(), { assignments: room('Of Bonn'), pbx: 'bonn' })
    const yes = only(await type('room delete 8050', { root: 'confadmin' }))
    await service.deleteRoom(attempt(), { room: '8050' })
    await service.createRoom(attempt(), { assignments: room('New') })
    await service.setChannel(attempt(), 'pbx', 'bonn')
    await click(yes)
    expect(pbx().rooms()).toMatchObject([{ subject: 'New' }])
    expect(pbx('bonn').rooms()).toMatchObject([{ subject: 'Of Bonn' }])
  })
})

describe('muting', () => {
  it('can be undone for one person', async () => {
    const { start, type, click, pbx } = await prepare()
    await start(anna, 'Review', '1001', '1002')
    await click(only(await type('mute 1001')))
    expect(
      pbx()
        .rooms()[0]
        ?.legs.map(({ muted }) => muted),
    ).toEqual([false, false])
  })

  it('offers no undo that would take back what others did', async () => {
    const { start, type } = await prepare()
    await start(anna, 'Review', '1001', '1002', '1003')
    await type('mute 1001')
    expect(buttonsOf(await type('mute 1001'))).toEqual([])
    const all = await type('mute all')
    expect(textOf(all)).toContain('2')
    expect(buttonsOf(all)).toEqual([])
  })
})

describe('a conference of a private channel', () => {
  it('is on no list of another channel, but on that of the person who started it', async () => {
    const secret: Place = { ...other, isPrivate: true }
    const { service, attempt, type } = await prepare()
    await service.start(attempt(ben, 'conf start', secret), { subject: 'Layoffs', who: [] })
    const carol: Actor = { ...ben, userId: 'U3', name: 'Carol' }
    for (const text of ['home', 'agenda', 'invite 1001 in:8000'])
      expect(textOf(await type(text, { actor: carol }))).not.toMatch(/Layoffs|one other/i)
    expect(textOf(await type('agenda', { actor: ben }))).toContain('Layoffs')
    expect(textOf(await type('agenda', { actor: carol, place: other }))).toContain('Layoffs')
  })

  it('on a PBX that another channel may not use is not reached from there', async () => {
    const { service, attempt, type } = await prepare([{ name: 'berlin', policy: { chats: ['slack:T1:C2'] } }])
    await service.start(attempt(ben, 'conf start', other), { subject: 'Review', who: [] })
    expect(textOf(await type('invite 1001 in:Review', { actor: ben }))).toContain('may not use the PBX berlin')
    expect(textOf(await type('invite 1001', { actor: ben, place: other }))).toContain('Invited')
  })
})
