/** Forms from being opened to being run, with the real kit and store; only Discord itself is played by `person`. */
import {
  type APIButtonComponentWithCustomId,
  type APIMessageComponentInteraction,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmitInteraction,
  ComponentType,
  InteractionType,
  MessageFlags,
} from 'discord-api-types/v10'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Plan } from '#command-kit/request.ts'
import type { Place } from '#core/actor.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { readCustomId } from '#platforms/discord/custom-ids.ts'
import { createDraftStore } from '#platforms/discord/drafts.ts'
import { createForms, type FormAnswer, type Forms, type Used } from '#platforms/discord/forms.ts'
import type { RenderedCard } from '#platforms/discord/render-card.ts'
import type { Form } from '#view/form.ts'
import { createRecorder, openSampleKit } from '../../command-kit/sample-kit.ts'
import { componentsOf, messageProblems, shownWords } from './component-rules.ts'
import { type Filling, submitFilled } from './filled-modal.ts'
import { inputsOf, modalProblems } from './modal-rules.ts'

const place: Place = { platform: 'discord', workspaceId: '1', channelId: '2', kind: 'channel' }
const owner = { userId: '11', place }

type Modal = APIModalInteractionResponseCallbackData

/** A process; `again` is another one on the same store. */
async function start() {
  const kit = await openSampleKit()
  onTestFinished(() => kit.store.close())
  const again = () =>
    createForms({
      drafts: createDraftStore({ kept: kit.store.keptValues, clock: kit.clock, logger: createSilentLogger() }),
    })
  return { kit, again, forms: again() }
}

const formOf = (plan: Plan): Form => (plan.kind === 'form' ? plan.form : expect.fail(plan.kind))
/** A button that opens the form. */
const asForm = (path: string, values: Record<string, string> = {}) =>
  ({ kind: 'values', path, values, confirmed: false, asForm: true, from: 'button' }) as const
const modalOf = (answer: FormAnswer | Used): Modal => {
  if (answer.kind !== 'modal') expect.fail(answer.kind)
  expect(modalProblems(answer.data)).toEqual([])
  return answer.data
}
const messageOf = (answer: FormAnswer | Used): RenderedCard => {
  if (answer.kind !== 'message') expect.fail(answer.kind)
  expect(messageProblems(answer.message)).toEqual([])
  return answer.message
}
const submitOf = (answer: Used) => (answer.kind === 'submit' ? answer : expect.fail(answer.kind))
const buttonsOf = (message: RenderedCard): string[] =>
  componentsOf(message, ComponentType.Button).map((one) => ('label' in one ? (one.label ?? '') : ''))
/** Whoever sits in front of the messages and modals. */
function person(forms: Forms, userId = owner.userId) {
  const use = (customId: string, data: object, type: InteractionType, message: object | undefined): Promise<Used> => {
    const id = readCustomId(customId)
    if (id?.kind !== 'draft') expect.fail(`not of a draft: ${customId}`)
    const interaction = {
      id: '9',
      type,
      data: { custom_id: customId, ...data },
      member: { user: { id: userId } },
      message,
    }
    return forms.use(id, interaction as unknown as APIMessageComponentInteraction | APIModalSubmitInteraction)
  }
  const shown = (message: RenderedCard) => ({ id: '8', flags: MessageFlags.Ephemeral, components: message.components })
  return {
    click(message: RenderedCard, label: string) {
      const button = componentsOf(message, ComponentType.Button).find((one) => 'label' in one && one.label === label)
      const { custom_id } = (button ??
        expect.fail(`no button ${label}: ${buttonsOf(message)}`)) as APIButtonComponentWithCustomId
      return use(custom_id, {}, InteractionType.MessageComponent, shown(message))
    },
    /** `from`: the message that the modal was opened from. */
    submit: (modal: Modal, filling: Filling = {}, from?: object) =>
      use(modal.custom_id, { components: submitFilled(modal, filling) }, InteractionType.ModalSubmit, from),
  }
}

describe('a form that is one modal', () => {
  it('is submitted with what was typed, from where it was asked for, once', async () => {
    const { kit, forms } = await start()
    const alice = person(forms)
    const modal = modalOf(forms.open(formOf(kit.plan('drop in:k3x9ab')), owner))
    const first = submitOf(await alice.submit(modal, { who: 'Anna' }))
    expect(first).toMatchObject({
      place,
      input: { path: 'conf drop', values: { in: 'k3x9ab', who: 'Anna' }, confirmed: false, from: 'form' },
    })
    const again = messageOf(await alice.submit(modal, { who: 'Ben' }))
    expect(shownWords(again)).toContain('This was sent already.')
    await forms.ran(first.draftId)
    expect(buttonsOf(messageOf(await alice.submit(modal, { who: 'Ben' })))).toEqual(['Back to the form'])
  })

  it('is submitted with the same intent to two processes at once', async () => {
    const { kit, forms, again } = await start()
    const modal = modalOf(forms.open(formOf(kit.plan('drop in:k3x9ab')), owner))
    const other = again()
    await expect.poll(async () => (await person(other, '12').submit(modal, { who: 'A' })).kind).toBe('message')
    const [one, two] = await Promise.all([forms, other].map((each) => person(each).submit(modal, { who: 'Anna' })))
    const intents = [one, two].flatMap((used) => (used?.kind === 'submit' ? [used.intent] : []))
    expect(new Set(intents).size).toBe(1)
  })

  it('is opened again with what was typed, beside what is wrong with it', async () => {
    const { kit, forms } = await start()
    const alice = person(forms)
    const modal = modalOf(forms.open(formOf(kit.plan(asForm('conf fail'))), owner))
    const used = submitOf(await alice.submit(modal, { how: 'slowly', pin: '12' }))
    const plan = kit.plan(used.input, { intent: used.intent })
    if (plan.kind !== 'problems') expect.fail(plan.kind)
    const message = await forms.problems(used.draftId, plan.problems)
    expect(messageProblems(message)).toEqual([])
    expect(shownWords(message)).toMatch(/PIN: Give \d+ to \d+ digits\./)
    expect(shownWords(message)).toContain('How: slowly')
    expect(shownWords(message)).not.toContain('12')
    expect(buttonsOf(message)).toEqual(['Edit again…', 'Discard'])
    const second = modalOf(await alice.click(message, 'Edit again…'))
    expect(inputsOf(second).get('how')).toMatchObject({ value: 'slowly' })
    const better = submitOf(await alice.submit(second, { pin: '2468' }, { flags: MessageFlags.Ephemeral }))
    expect(better.input.values).toEqual({ how: 'slowly', pin: '2468' })
    expect(better.intent).not.toBe(used.intent)
    expect(better).toMatchObject({ replaces: true })
  })

  it('keeps no secret that is wrong, so that its field can be left empty', async () => {
    const { kit, forms } = await start()
    const alice = person(forms)
    const modal = modalOf(forms.open(formOf(kit.plan(asForm('conf fail'))), owner))
    const used = submitOf(await alice.submit(modal, { how: 'slowly', pin: '12' }))
    const plan = kit.plan(used.input, { intent: used.intent })
    if (plan.kind !== 'problems') expect.fail(plan.kind)
    const again = modalOf(await alice.click(await forms.problems(used.draftId, plan.problems), 'Edit again…'))
    const better = submitOf(await alice.submit(again, {}, { flags: MessageFlags.Ephemeral }))
    expect(better.input.values).toEqual({ how: 'slowly' })
  })
})

describe('a form that asks before', () => {
  async function asked() {
    const { kit, forms, again } = await start()
    const alice = person(forms)
    const plan = kit.plan('book')
    if (plan.kind !== 'form' || !plan.fill) throw new Error(plan.kind)
    const modal = modalOf(forms.open(await plan.fill(), owner))
    expect(inputsOf(modal).get('day.date')).toMatchObject({ value: '2026-12-24' })
    const submitted = async (filling: Filling, opened = modal, by = alice) => {
      const used = submitOf(await by.submit(opened, filling))
      const next = kit.plan(used.input, { intent: used.intent })
      if (next.kind !== 'form' || !next.fill) throw new Error(next.kind)
      return forms.follow(used.draftId, await next.fill())
    }
    return { kit, forms, again, alice, submitted }
  }

  it('shows its question in the place of the form, and runs what was asked', async () => {
    const { kit, forms, alice, submitted } = await asked()
    const question = await submitted({ what: 'Room', pin: '2468' })
    expect(messageProblems(question)).toEqual([])
    expect(shownWords(question)).toContain('Book it?\nRoom on 2026-12-24\nThe whole day')
    expect(buttonsOf(question)).toEqual(['Book', 'Edit again…', 'Discard'])
    const used = submitOf(await alice.click(question, 'Book'))
    expect(used).toMatchObject({ replaces: true, input: { confirmed: true, path: 'conf book' } })
    await forms.ran(used.draftId)
    const plan = kit.plan(used.input, { intent: used.intent })
    if (plan.kind !== 'run') expect.fail(plan.kind)
    await plan.run(createRecorder())
    expect(kit.ran).toEqual([{ path: 'conf book', input: { what: 'Room', day: '2026-12-24T00:00', pin: '2468' } }])
    expect(messageOf(await alice.click(question, 'Book'))).toMatchObject({ components: expect.anything() })
    expect((await alice.click(question, 'Book')).kind).toBe('message')
  })

  it('leads back to the form with all that was typed, its secrets included', async () => {
    const { kit, alice, submitted } = await asked()
    const question = await submitted({ what: 'Room', pin: '2468' })
    const modal = modalOf(await alice.click(question, 'Edit again…'))
    expect(inputsOf(modal).get('what')).toMatchObject({ value: 'Room' })
    expect(inputsOf(modal).get('pin')).not.toHaveProperty('value')
    const next = await submitted({ what: 'Hall' }, modal)
    expect(shownWords(next)).toContain('Hall on 2026-12-24')
    const used = submitOf(await alice.click(next, 'Book'))
    const plan = kit.plan(used.input, { intent: used.intent })
    if (plan.kind === 'run') await plan.run(createRecorder())
    expect(kit.ran).toMatchObject([{ input: { what: 'Hall', pin: '2468' } }])
  })

  it('runs nothing that another question has taken the place of', async () => {
    const { alice, submitted } = await asked()
    const question = await submitted({ what: 'Room' })
    await submitted({ what: 'Hall' }, modalOf(await alice.click(question, 'Edit again…')))
    // The question before is another one than the present.
    expect(shownWords(messageOf(await alice.click(question, 'Book')))).toContain('Hall on 2026-12-24')
  })

  it('is shown again where what was typed can mean several things', async () => {
    const { alice, submitted } = await asked()
    const again = await submitted({ what: 'Room', 'day.date': '', 'day.usual': 'monday', pin: '2468' })
    expect(messageProblems(again)).toEqual([])
    expect(shownWords(again)).toContain('“monday” can mean several times.')
    expect(shownWords(again)).toContain('• Both')
    expect(JSON.stringify(again)).not.toContain('2468')
    const modal = modalOf(await alice.click(again, 'Edit…'))
    expect(inputsOf(modal).get('day.usual')).toMatchObject({
      options: [
        { value: '2026-11-30', label: 'This Monday' },
        { value: 'monday', default: true },
      ],
    })
    expect(JSON.stringify(modal)).not.toContain('2468')
    const question = await submitted({ 'day.usual': '2026-11-30' }, modal)
    expect(shownWords(question)).toContain('Room on 2026-11-30')
  })

  it('can be left', async () => {
    const { alice, submitted } = await asked()
    const question = await submitted({ what: 'Room' })
    const gone = messageOf(await alice.click(question, 'Discard'))
    expect(shownWords(gone)).toBe('Discarded. Nothing was done.\nOpen the form…')
    expect(shownWords(messageOf(await alice.click(question, 'Book')))).toContain('This form is no longer kept.')
  })
})

describe('a form of several modals', () => {
  const first = 'Subject, Who, PIN, For'
  const second = 'Loud'

  async function drafted(values: Record<string, string> = { who: '1001', in: '8001' }) {
    const { kit, forms, again } = await start()
    const message = messageOf(forms.open(formOf(kit.plan(asForm('conf greet', values))), owner))
    return { kit, forms, again, message, alice: person(forms) }
  }

  it('is a message that tells what stands in it, and what is needed', async () => {
    const { message } = await drafted()
    expect(shownWords(message)).toContain('Still needed: Subject.')
    expect(shownWords(message)).toContain('Who: 1001')
    expect(buttonsOf(message)).toEqual([first, second, 'Discard'])
  })

  it('takes each modal into the message, in its place, and is submitted from there', async () => {
    const { kit, forms, message, alice } = await drafted()
    const opened = modalOf(await alice.click(message, first))
    const filled = await alice.submit(opened, { subject: 'Review', pin: '2468', '_people.who': ['22'] }, { flags: 64 })
    expect(filled).toMatchObject({ kind: 'message', replaces: true })
    expect(shownWords(messageOf(filled))).toContain('Who: 1001 @22')
    expect(shownWords(messageOf(filled))).toContain('PIN: (filled in)')
    const other = modalOf(await alice.click(messageOf(filled), second))
    const ready = messageOf(await alice.submit(other, { loud: 'yes' }, { flags: 64 }))
    expect(buttonsOf(ready)).toEqual([first, second, 'Run', 'Discard'])
    const used = submitOf(await alice.click(ready, 'Run'))
    expect(used.input.values).toEqual({ in: '8001', subject: 'Review', who: '1001 <@22>', pin: '2468', loud: 'yes' })
    await forms.ran(used.draftId)
    const plan = kit.plan(used.input, { intent: used.intent })
    expect(plan.kind).toBe('run')
    expect((await alice.click(ready, 'Run')).kind).toBe('message')
  })

  it('says why it cannot be taken until something in it is changed', async () => {
    const { forms, message, alice } = await drafted({ subject: 'Review' })
    const used = submitOf(await alice.click(message, 'Run'))
    const refused = await forms.follow(used.draftId, {
      path: 'conf greet',
      title: 'Greet',
      submit: 'Run',
      fields: [],
      lines: ['Nobody is awake.'],
      carried: {},
    })
    expect(messageProblems(refused)).toEqual([])
    expect(shownWords(refused)).toContain('Nobody is awake.')
    expect(shownWords(refused)).toContain('Subject: Review')
    const changed = messageOf(
      await alice.submit(modalOf(await alice.click(refused, second)), { loud: 'yes' }, { flags: 64 }),
    )
    expect(shownWords(changed)).not.toContain('Nobody is awake.')
    expect(shownWords(changed)).toContain('Subject: Review')
  })

  it('says what is wrong, in which of its modals', async () => {
    const { forms, message, alice, kit } = await drafted({ subject: 'Review', for: 'soon' })
    const opened = message
    expect(shownWords(opened)).toContain('For: soon')
    const used = submitOf(await alice.click(opened, 'Run'))
    const plan = kit.plan(used.input, { intent: used.intent })
    if (plan.kind !== 'problems') expect.fail(plan.kind)
    const wrong = await forms.problems(used.draftId, plan.problems)
    expect(messageProblems(wrong)).toEqual([])
    expect(shownWords(wrong)).toContain('• For: Give a length of time')
    const modal = modalOf(await alice.click(wrong, first))
    const better = messageOf(await alice.submit(modal, { for: '90m' }, { flags: 64 }))
    expect(shownWords(better)).not.toContain('Not right yet')
  })

  it('lives on in another process, which asks for secrets again', async () => {
    const { message, alice, again } = await drafted()
    const opened = modalOf(await alice.click(message, first))
    const filled = messageOf(await alice.submit(opened, { subject: 'Review', pin: '2468' }, { flags: 64 }))
    const restarted = person(again())
    const isStored = async () => (await restarted.click(filled, first)).kind === 'modal'
    await expect.poll(isStored).toBe(true)
    const modal = modalOf(await restarted.click(filled, second))
    const shown = messageOf(await restarted.submit(modal, {}, { flags: 64 }))
    expect(shownWords(shown)).toContain('please fill this in again: PIN.')
    expect(shownWords(shown)).toContain('Subject: Review')
    const anew = modalOf(await restarted.click(shown, first))
    const whole = messageOf(await restarted.submit(anew, { pin: '1357' }, { flags: 64 }))
    expect(shownWords(whole)).not.toContain('fill this in again')
    expect(submitOf(await restarted.click(whole, 'Run')).input.values).toMatchObject({ subject: 'Review', pin: '1357' })
  })

  it('does not submit from a message that is out of date', async () => {
    const { forms, alice, message, kit } = await drafted({ subject: 'Review', for: 'soon' })
    const used = submitOf(await alice.click(message, 'Run'))
    const plan = kit.plan(used.input, { intent: used.intent })
    if (plan.kind === 'problems') await forms.problems(used.draftId, plan.problems)
    expect(shownWords(messageOf(await alice.click(message, 'Run')))).toContain('• For: Give a length of time')
  })

  it('can be taken up again where nothing came of what was sent', async () => {
    const { alice, message } = await drafted({ subject: 'Review', for: 'soon' })
    submitOf(await alice.click(message, 'Run'))
    const waiting = messageOf(await alice.click(message, 'Run'))
    const back = messageOf(await alice.click(waiting, 'Back to the form'))
    expect(shownWords(back)).toContain('Subject: Review')
    // Delivered again, it changes nothing.
    expect(messageOf(await alice.click(waiting, 'Back to the form'))).toEqual(back)
    submitOf(await alice.click(back, 'Run'))
  })

  it('forgets its secrets once it is run', async () => {
    const { forms, alice, message } = await drafted({ subject: 'Review' })
    const modal = modalOf(await alice.click(message, first))
    const ready = messageOf(await alice.submit(modal, { pin: '2468' }, { flags: 64 }))
    const used = submitOf(await alice.click(ready, 'Run'))
    await forms.ran(used.draftId)
    const back = messageOf(await alice.click(messageOf(await alice.click(ready, 'Run')), 'Back to the form'))
    expect(shownWords(back)).toContain('please fill this in again: PIN.')
  })
})

describe('a draft', () => {
  it('is nobody else’s', async () => {
    const { kit, forms } = await start()
    const message = messageOf(forms.open(formOf(kit.plan('greet')), owner))
    for (const label of ['Subject, Who, PIN, For', 'Discard'])
      expect(shownWords(messageOf(await person(forms, '12').click(message, label)))).toContain('somebody else’s')
    expect((await person(forms).click(message, 'Subject, Who, PIN, For')).kind).toBe('modal')
  })

  it('belongs to the person also in direct messages, and is replaced there', async () => {
    const { kit, forms } = await start()
    const message = forms.offer(formOf(kit.plan('greet')), owner)
    const [button] = componentsOf(message, ComponentType.Button)
    const id = readCustomId((button as APIButtonComponentWithCustomId).custom_id)
    if (id?.kind !== 'draft') expect.fail()
    const interaction = {
      type: InteractionType.MessageComponent,
      data: { custom_id: 'x', component_type: ComponentType.Button },
      user: { id: owner.userId },
      message: { flags: 0, components: message.components },
    }
    const used = await forms.use({ ...id, verb: 'back' }, interaction as unknown as APIMessageComponentInteraction)
    expect(used).toMatchObject({ kind: 'message', replaces: true })
  })

  it('never replaces a public card from which its modal was opened', async () => {
    const { kit, forms } = await start()
    const modal = modalOf(forms.open(formOf(kit.plan('drop in:k3x9ab')), owner))
    expect(await person(forms).submit(modal, { who: 'Anna' }, { flags: 0, components: [] })).toMatchObject({
      kind: 'submit',
      replaces: false,
    })
  })

  it('that nobody knows is told so', async () => {
    const { forms } = await start()
    const used = await person(forms).submit({ custom_id: '/nobody/modal/0/0', title: 'x', components: [] })
    expect(shownWords(messageOf(used))).toContain('This form is no longer kept.')
    expect(shownWords(await forms.problems('nobody', {}))).toContain('This form is no longer kept.')
  })
})

it('a form that could not be filled says why, with the way to it', async () => {
  const { kit, forms } = await start()
  const form: Form = { ...formOf(kit.plan('fill')), fields: [], note: 'The PBX does not answer.' }
  const message = messageOf(forms.open(form, owner))
  expect(shownWords(message)).toContain('The PBX does not answer.')
  expect(buttonsOf(message)).toEqual(['Open the form…'])
})
