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
import type {
  APIMessageComponentInteraction,
  APIModalInteractionResponseCallbackData,
  APIModalSubmitInteraction,
} from 'discord-api-types/v10'
import type { CommandRequest } from '#command-kit/request.ts'
import type { Place } from '#core/actor.ts'
import type { Form, FormProblems } from '#view/form.ts'
import type { CustomId } from './custom-ids.ts'
import type { RenderedCard } from './render-card.ts'

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

export interface Forms {
  /** From memory alone. A message is the first answer where the form does not fit one modal, or has nothing to fill in. */
  open(form: Form, owner: DraftOwner): FormAnswer
  /** As a message with a button that opens it, for where no modal can be opened. */
  offer(form: Form, owner: DraftOwner): RenderedCard
  /**
   * What a click on a draft's control, or a submitted modal, leads to. A message replaces the one that it came from where that one
   * is ephemeral (type 7), else it is a new ephemeral one (type 4): a modal opened from a public card names that card as its message,
   * which must not be touched. Drafts of others, forgotten ones and states that are over are answered with a message, too.
   * Never rejects; waits for the store at most half a second.
   */
  use(
    id: CustomId & { readonly kind: 'draft' },
    interaction: APIMessageComponentInteraction | APIModalSubmitInteraction,
  ): Promise<FormAnswer | SubmittedDraft>
  /** What was submitted is wrong: what was filled in, what is wrong with it, and the way back to it. */
  problems(draftId: string, problems: FormProblems): Promise<RenderedCard>
  /** What comes in the place of what was submitted: a question with its answers, or the form again with what is wrong. */
  follow(draftId: string, form: Form): Promise<RenderedCard>
  /** It is being run: its secrets are forgotten, and it is not submitted again from where it stands. */
  ran(draftId: string): Promise<void>
}
