/** The one uniform request that every platform hands to the kit, and what the kit answers through. */
import type { Actor, Person, Place } from '#core/actor.ts'
import type { PostedCard } from '#core/contracts/store.ts'
import type { Card } from '#view/card.ts'
import type { Form, FormProblems } from '#view/form.ts'

export interface CommandRequest {
  /** One per intent, the same for every delivery of it: the platform's trigger, event or interaction id. */
  readonly intent: string
  /** `conf` or `confadmin`. */
  readonly root: string
  readonly place: Place
  /** Commands are typed there option by option, each by its name: help writes them so. */
  readonly asksByOption?: boolean
  /** Asked once, after the request was acknowledged; may call the platform. */
  readonly identify: () => Promise<Actor>
  /** The live card, as its message tells it, on which the button was clicked. */
  readonly clicked?: PostedCard
  readonly input:
    | { readonly kind: 'text'; readonly text: string }
    | {
        readonly kind: 'values'
        /** Command path, e.g. `conf mute`. */
        readonly path: string
        /** Text by option name, as a person would type it. */
        readonly values: Readonly<Record<string, string>>
        /** The person has been asked already. */
        readonly confirmed: boolean
        /** The form is asked for, filled with the values. */
        readonly asForm?: boolean
        /** `options`: typed by name, where the platform itself asks for each option. */
        readonly from: 'button' | 'form' | 'options'
      }
}

/** How a request is answered. Each call reaches the caller alone. */
export interface Responder {
  reply(card: Card): Promise<void>
  /** Where the platform can still open one (its time window may be over): true when it was opened. */
  openForm(form: Form): Promise<boolean>
  /** Puts another form in the place of the opened one. */
  updateForm(form: Form): Promise<void>
}

/** What is decided from memory alone, before anything is asked of store or PBX. */
export type Plan =
  /** Open this form now; run nothing. `fill` makes the full form where the first is only a skeleton. */
  | { readonly kind: 'form'; readonly form: Form; readonly fill?: () => Promise<Form> }
  /** Runs the command and answers through the responder. Never rejects. */
  | { readonly kind: 'run'; readonly run: (responder: Responder) => Promise<void> }
  /** A submitted form that is wrong: shown at its fields. */
  | { readonly kind: 'problems'; readonly problems: FormProblems }

export interface SuggestionQuery {
  readonly path: string
  readonly option: string
  readonly typed: string
  readonly place: Place
  readonly limit: number
}

export interface CommandKit {
  /** Pure and synchronous. A repeated intent gives a plan that does nothing. */
  plan(request: CommandRequest): Plan
  /**
   * What is wrong with single values of a form that is filled in part by part, by field name, as far as it can be said without asking
   * anybody; that something is missing is not. Pure.
   */
  problems?(path: string, values: Readonly<Record<string, string>>): FormProblems
  /** The person with what was granted to them there, mostly from memory. Absent: nobody was granted anything. */
  readonly withRights?: (actor: Actor, place: Place) => Promise<Actor>
  /**
   * Suggestions for an option's value while it is typed, from memory; at most `limit`. None for whom the door does not let in; where
   * nobody says who they are (`actor`, with their rights), for whom it has not let in lately.
   */
  suggest(
    query: SuggestionQuery & { readonly person: Omit<Person, 'name'>; readonly actor?: Actor | undefined },
  ): readonly { readonly value: string; readonly label: string }[]
}
