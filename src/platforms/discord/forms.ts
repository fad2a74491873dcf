/**
 * Forms on Discord, from being opened to being submitted. A form that fits one modal is that modal; any other is a draft: a private
 * message with what is filled in, from which modals of its sections are opened. What a submitted modal is wrong in, and what is asked
 * before it is done, stands in such a message, too, since a modal cannot answer a modal.
 *
 * What whoever receives interactions does with it:
 * - A plan is a form: `open` gives the first answer. Where the first answer was given already (deferred): `offer`.
 * - `readCustomId` says `draft` (a click on a draft, or a submitted modal): `use`. Its `submit` is planned like any request, and
 *   then exactly one is told: `problems` (the plan says what is wrong), `follow` (the plan is a form: wait for its `fill`), or
 *   `ran` (the plan is a run, before it is run).
 */
import {
  type APIMessageComponentInteraction,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmitInteraction,
  InteractionType,
  MessageFlags,
} from 'discord-api-types/v10'
import type { CommandKit, CommandRequest } from '#command-kit/request.ts'
import type { Place } from '#core/actor.ts'
import { createReference } from '#lib/ids.ts'
import { say } from '#text/message.ts'
import { type Card, card } from '#view/card.ts'
import type { Form, FormField, FormProblems } from '#view/form.ts'
import { type CustomId, draftCustomId } from './custom-ids.ts'
import { discardedCard, emptyFormCard, renderDraft } from './draft-message.ts'
import { type Draft, type DraftStore, isSecret, without } from './drafts.ts'
import { fitsModal, sectionsOf } from './form-sections.ts'
import { modalToValues } from './form-values.ts'
import { type RenderedCard, renderCard } from './render-card.ts'
import { renderModal } from './render-form.ts'

/** Who fills in a form, and the place for which it was asked. */
export interface DraftOwner {
  /** Discord's user id. */
  readonly userId: string
  readonly place: Place
}

/** `modal`: response type 9, possible only as a first answer to a command or click. */
export type FormAnswer =
  | { readonly kind: 'modal'; readonly data: APIModalInteractionResponseCallbackData }
  /** Sent like any private card: a new ephemeral message, or the edit of a deferred one. */
  | { readonly kind: 'message'; readonly message: RenderedCard }

/** A form that was submitted. The kit is asked with these, wherever the click came from. */
export interface SubmittedDraft {
  readonly kind: 'submit'
  readonly draftId: string
  /** `discord:draft:<id>:<n>`, the same for every delivery and every device that submits the same state. */
  readonly intent: string
  /** Where the form was asked for. */
  readonly place: Place
  /** First word of `path` is the root. */
  readonly input: CommandRequest['input'] & { readonly kind: 'values' }
}

/**
 * `replaces`: what is answered takes the place of the message that the interaction came from (type 7 or 6), which is the draft's own
 * or another private one. Else it is a new ephemeral message (type 4 or 5): a modal that was opened from a public card names that
 * card as its message, which must not be touched.
 */
export type Used = (FormAnswer | SubmittedDraft) & { readonly replaces: boolean }

export interface Forms {
  /** From memory alone. A message is the first answer where the form does not fit one modal, or has nothing to fill in. */
  open(form: Form, owner: DraftOwner): FormAnswer
  /** As a message with a button that opens it, for where no modal can be opened. */
  offer(form: Form, owner: DraftOwner): RenderedCard
  /**
   * What a click on a draft's control, or a submitted modal, leads to. Drafts of others, forgotten ones and states that are over are
   * answered with a message, too. Never rejects; waits for the store at most half a second.
   */
  use(
    id: CustomId & { readonly kind: 'draft' },
    interaction: APIMessageComponentInteraction | APIModalSubmitInteraction,
  ): Promise<Used>
  /** What was submitted is wrong: what was filled in, what is wrong with it, and the way back to it. */
  problems(draftId: string, problems: FormProblems): Promise<RenderedCard>
  /** What comes in the place of what was submitted: a question with its answers, or the form again with what is wrong. */
  follow(draftId: string, form: Form): Promise<RenderedCard>
  /** It is being run: its secrets are forgotten, and it is not submitted again from where it stands. */
  ran(draftId: string): Promise<void>
}

type DraftInteraction = APIMessageComponentInteraction | APIModalSubmitInteraction

/** `problemsOf`: what the kit finds wrong with what was filled in so far, by field. */
export function createForms({
  drafts,
  problemsOf = () => ({}),
}: {
  readonly drafts: DraftStore
  readonly problemsOf?: CommandKit['problems']
}): Forms {
  const begin = (form: Form, { userId, place }: DraftOwner): Draft => {
    const draft: Draft = {
      id: createReference(),
      userId,
      place,
      form: withoutInitials(form),
      values: initialValues(form),
      problems: {},
      refusal: null,
      question: form.confirms ? form : null,
      forgotten: [],
      revision: 0,
      isSubmitted: false,
    }
    drafts.put(draft)
    return draft
  }

  const change = (draft: Draft, changes: Partial<Draft>): Draft => {
    const changed = { ...draft, ...changes }
    drafts.put(changed)
    return changed
  }

  /** Another revision, so that what was drawn before cannot submit what nobody was asked. */
  const reopened = (draft: Draft): Draft =>
    change(draft, { question: null, isSubmitted: false, revision: draft.revision + 1 })

  const submit = (draft: Draft, answered: Form | null): SubmittedDraft => {
    change(draft, { revision: draft.revision + 1, isSubmitted: true })
    const { path, carried } = answered ?? draft.form
    return {
      kind: 'submit',
      draftId: draft.id,
      intent: `discord:draft:${draft.id}:${draft.revision}`,
      place: draft.place,
      input: {
        kind: 'values',
        path,
        values: answered ? carried : { ...carried, ...draft.values },
        confirmed: answered !== null,
        from: 'form',
      },
    }
  }

  const submitModal = (draft: Draft, interaction: DraftInteraction): FormAnswer | SubmittedDraft => {
    if (interaction.type !== InteractionType.ModalSubmit) return message(renderDraft(draft))
    const filled = withSection(draft, modalToValues(interaction.data.components))
    const sections = sectionsOf(draft.form).length
    if (sections === 1) return submit(filled, null)
    return message(renderDraft(change(filled, { question: null, problems: problemsSoFar(filled) })))
  }

  /** Those that are known of, and what can be told at once of what was filled in. */
  const problemsSoFar = ({ form: { path, carried, fields }, values, problems }: Draft): FormProblems => {
    const found = Object.entries(problemsOf(path, { ...carried, ...values }))
    const told = found.filter(([name]) => values[name] !== undefined && fields.some((field) => field.name === name))
    return { ...Object.fromEntries(told), ...problems }
  }

  const openSection = (draft: Draft, section: number): FormAnswer =>
    section < sectionsOf(draft.form).length ? modalOf(draft, section) : message(renderDraft(draft))

  /** A draft that somebody uses, who may. */
  const useOwn = (
    draft: Draft,
    { verb, section, revision }: CustomId & { readonly kind: 'draft' },
    interaction: DraftInteraction,
  ): FormAnswer | SubmittedDraft => {
    if (verb === 'discard') {
      drafts.remove(draft.id)
      return message(renderCard(discardedCard(draft.form)))
    }
    if (verb === 'back') return message(renderDraft(revision === draft.revision ? reopened(draft) : draft))
    if (draft.isSubmitted) return message(renderDraft(draft))
    switch (verb) {
      case 'edit':
        return openSection(draft, section)
      case 'sections':
        return openSection(draft, chosenSection(interaction))
      case 'save':
        return revision === draft.revision ? submit(draft, draft.question) : message(renderDraft(draft))
      case 'modal':
        return revision === draft.revision ? submitModal(draft, interaction) : message(renderDraft(draft))
    }
  }

  /** What becomes of a draft whose submission is answered. */
  const answer = async (draftId: string, changes: (draft: Draft) => Partial<Draft>): Promise<RenderedCard> => {
    const draft = await drafts.get(draftId)
    if (!draft) return renderCard(goneCard)
    return renderDraft(change(draft, { isSubmitted: false, ...changes(draft) }))
  }

  return {
    open(form, owner) {
      if (isEmpty(form)) return message(renderCard(emptyFormCard(form)))
      const draft = begin(form, owner)
      return fitsModal(form) ? modalOf(draft, 0) : message(renderDraft(draft))
    },
    offer: (form, owner) => (isEmpty(form) ? renderCard(emptyFormCard(form)) : renderDraft(begin(form, owner))),
    async use(id, interaction) {
      const draft = await drafts.get(id.id)
      const replaces = comesFromPrivate(interaction, id.id)
      if (!draft) return { ...message(renderCard(goneCard)), replaces }
      if (draft.userId !== userIdOf(interaction)) return { ...message(renderCard(foreignCard)), replaces: false }
      return { ...useOwn(draft, id, interaction), replaces }
    },
    problems: (draftId, problems) =>
      answer(draftId, ({ form, values }) => {
        // A secret that is wrong is not kept: where its field is left empty again, none is meant.
        const wrong = form.fields.filter((field) => isSecret(field) && problems[field.name]).map(({ name }) => name)
        return { problems, values: without(values, wrong), refusal: null, question: null }
      }),
    follow: (draftId, form) =>
      answer(draftId, (draft) => {
        if (form.confirms) return { question: form, problems: {}, refusal: null }
        // Why the form cannot be shown is no reason to lose what stands in it.
        if (form.fields.length === 0) return { refusal: wordsOf(form), question: null, problems: {} }
        const secrets = form.fields.filter(isSecret).map(({ name }) => name)
        const kept = Object.entries(draft.values).filter(([name]) => secrets.includes(name))
        return {
          form: withoutInitials(form),
          values: { ...initialValues(form), ...Object.fromEntries(kept) },
          question: null,
          problems: {},
          refusal: null,
        }
      }),
    async ran(draftId) {
      const draft = await drafts.get(draftId)
      if (!draft) return
      const filled = draft.form.fields
        .filter((field) => isSecret(field) && draft.values[field.name] !== undefined)
        .map(({ name }) => name)
      if (filled.length === 0) return
      change(draft, { values: without(draft.values, filled), forgotten: [...draft.forgotten, ...filled] })
    },
  }
}

const goneCard: Card = card(say('discord.form.gone'))
const foreignCard: Card = card(say('discord.form.not-yours'))

const message = (rendered: RenderedCard): FormAnswer => ({ kind: 'message', message: rendered })

const modalOf = (draft: Draft, section: number): FormAnswer => {
  const { id, revision } = draft
  return {
    kind: 'modal',
    data: renderModal(draft, section, draftCustomId({ id, revision, verb: 'modal', section })),
  }
}

const isEmpty = ({ fields, confirms }: Form): boolean => fields.length === 0 && !confirms

const userIdOf = ({ member, user }: DraftInteraction): string | undefined => member?.user.id ?? user?.id

/** A draft that went into a direct message is not ephemeral. */
const comesFromPrivate = ({ message: from, guild_id: server }: DraftInteraction, draftId: string): boolean =>
  from !== undefined &&
  (((from.flags ?? 0) & MessageFlags.Ephemeral) !== 0 ||
    (server === undefined && JSON.stringify(from.components ?? []).includes(`/${draftId}/`)))

const chosenSection = (interaction: DraftInteraction): number => {
  const [chosen = ''] = 'values' in interaction.data ? interaction.data.values : []
  return /^\d{1,2}$/.test(chosen) ? Number(chosen) : Number.POSITIVE_INFINITY
}

const wordsOf = ({ note, lines }: Form): Pick<Form, 'note' | 'lines'> => ({
  ...(note !== undefined && { note }),
  ...(lines && { lines }),
})

const withoutInitials = (form: Form): Form => ({
  ...form,
  fields: form.fields.map(({ initial: _, ...field }): FormField => field),
})

/** Secrets are never filled in. */
const initialValues = ({ fields }: Form): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fields.flatMap(({ name, initial, secret }): [string, string][] => (initial && !secret ? [[name, initial]] : [])),
  )

/**
 * What was typed into a modal, in the place of what stood there; what was wrong with it is to be found out anew. A secret that was
 * filled in before stays where its field is left empty, since modals do not show it.
 */
function withSection(draft: Draft, typed: Readonly<Record<string, string>>): Draft {
  const shown = draft.form.fields.filter(({ name }) => typed[name] !== undefined)
  const names = shown.map(({ name }) => name)
  const present = shown.map((field) => typed[field.name] || (isSecret(field) && draft.values[field.name]) || '')
  const filled = names.map((name, index) => [name, present[index] ?? ''] as const).filter(([, value]) => value !== '')
  return {
    ...draft,
    values: { ...without(draft.values, names), ...Object.fromEntries(filled) },
    problems: Object.fromEntries(Object.entries(draft.problems).filter(([name]) => !names.includes(name))),
    refusal: null,
    forgotten: draft.forgotten.filter((name) => !names.includes(name)),
  }
}
