/**
 * A command is data plus a handler that returns a card. Slack text, Slack modals, Discord's typed options, help, the manifest
 * and the documents all follow from this one object.
 */
import type { z } from 'zod'
import type { Actor, Place } from '#core/actor.ts'
import type { Attempt } from '#core/attempt.ts'
import type { Capability, ProviderDefinition } from '#core/contracts/conference-provider.ts'
import type { Action } from '#core/permission.ts'
import type { ConferenceService } from '#core/service/index.ts'
import type { SuggestionKind } from '#core/suggestion.ts'
import type { Word } from '#core/word.ts'
import type { Language } from '#text/format.ts'
import type { MessageKey } from '#text/message.ts'
import type { Card, Confirm, Line } from '#view/card.ts'
import type { Form, FormProblems } from '#view/form.ts'
import { checkCommand, checkRoot } from './check-definition.ts'

/** Structural facts of an option: all that renderers look at. */
export interface OptionFacts {
  readonly base: 'string' | 'lines' | 'integer' | 'boolean' | 'choice' | 'user' | 'users' | 'channel' | 'date' | 'time'
  readonly choices?: readonly { readonly value: string; readonly label: MessageKey }[]
  /** Length for texts, value for integers. */
  readonly min?: number
  readonly max?: number
  /**
   * A list: keeps its words apart, the ones that are left or, given by name, those after commas. Without it the last positional
   * option takes what is left as one text.
   */
  readonly rest?: boolean
  /** What is suggested while typing: answered from memory. */
  readonly suggests?: SuggestionKind
  /** The words are `field=value`; forms give each field by itself, named `<option>.<field>`. */
  readonly pairs?: boolean
  /** Never in a button, a log or a suggestion. */
  readonly secret?: boolean
  /** In forms people of the chat can be chosen beside what is typed: one of the two, or as many as one likes of both. */
  readonly people?: 'one' | 'several'
  /** Sent along by forms without being shown. */
  readonly carried?: boolean
  /** What its field is called in forms; without it after the option. */
  readonly label?: MessageKey
  /** Asked for so rarely that forms leave it out, unless it was given. */
  readonly rare?: boolean
  /** Says what the command is about, and nothing of what is to be done with it. */
  readonly names?: boolean
}

export type { Word } from '#core/word.ts'

/** One option of a command. Text is read to `Value` by `schema`; problems are catalogue messages. */
export interface Option<Value = unknown> {
  readonly facts: OptionFacts
  readonly summary: MessageKey
  readonly required: boolean
  /** Only by name (`in:8001`), never by position. */
  readonly named: boolean
  /** From the words given for it (one, or with `rest` many) to the value. Pure: needs neither store nor PBX. */
  readonly schema: z.ZodType<Value, readonly Word[]>
}

export type OptionRecord = Readonly<Record<string, Option>>
export type InputOf<Options extends OptionRecord> = {
  readonly [Name in keyof Options]: Options[Name] extends Option<infer Value> ? Value : never
}

export interface CommandContext {
  readonly actor: Actor
  readonly place: Place
  readonly service: ConferenceService
  readonly attempt: Attempt
  readonly language: Language
  readonly now: number
  /** Where they are, commands are typed option by option. */
  readonly asksByOption: boolean
}

/** What a handler gives back: always said to the caller alone. */
export type Reply = { readonly card: Card } | { readonly form: Form }

/** A question that is asked first. */
export interface Question {
  readonly question: Confirm
  /** What will be done, line by line, below the question. */
  readonly lines?: readonly Line[]
  /** Nothing is lost by it, so its button does not warn. */
  readonly isHarmless?: true
  /**
   * Text by option name, as it would be typed, in place of what was: what the question is about is what its button does, even
   * when the same words mean something else by then. Empty: as if it had not been given.
   */
  readonly input?: Readonly<Record<string, string>>
}

export interface CommandDefinition<Options extends OptionRecord = OptionRecord> {
  /** `conf mute`: the root and one or two more words. */
  readonly path: string
  /** Other paths, written in the same way; the root alone (`conf`) is what it does when nothing is typed. */
  readonly aliases?: readonly string[]
  readonly summary: MessageKey
  readonly help?: MessageKey
  /** What its form is called (at most 24 characters are shown) and what its button says; else its path, and "Run". */
  readonly formWords?: { readonly title: MessageKey; readonly submit: MessageKey }
  /** Texts after the root, e.g. `mute Anna`. Each is parsed in a test. */
  readonly examples: readonly string[]
  /** Those that help tells in their place where it is known for which kind of PBX: what is typed may be in its vendor's words. */
  readonly examplesOn?: (definition: ProviderDefinition<never>) => readonly string[]
  readonly options: Options
  /** Of each of these lists at least one option must be given. */
  readonly oneOf?: readonly (readonly (keyof Options & string)[])[]
  /**
   * Which option each of the words that were typed without a name is for, where their order alone does not say it. Pure. Only
   * for text: other platforms send each option by its name.
   */
  readonly arrange?: (words: readonly Word[]) => Readonly<Record<string, readonly Word[]>>
  /** Text by option name from a form's values, where its own form has other fields than the options. Leaves options as they are. */
  readonly gather?: (values: Readonly<Record<string, string>>) => Readonly<Record<string, string>>
  readonly permission: Action
  /** What the PBX must be able to do for this, or one of several; help says where it cannot. */
  readonly needs?: Capability | readonly Capability[]
  /** `write`: claimed once per intent and audited. `sensitive`: shows secrets, so audited. */
  readonly effect: 'read' | 'write' | 'sensitive'
  /** Reached by buttons only; not in help, not registered. */
  readonly hidden?: boolean
  /** Asked before it runs, unless the request is confirmed already. */
  readonly confirm?: (input: InputOf<Options>, context: CommandContext) => Promise<Question | undefined>
  /** Also a submitted form is answered with the question, in the form's own place: submitting that one confirms it. */
  readonly previews?: true
  /**
   * The form for this command, where the options alone do not say enough (room fields). Pure data; `given` is what was typed,
   * secrets included, which must not be filled in, and pairs as `option.field`.
   */
  readonly form?: (
    given: Readonly<Record<string, string>>,
    context: Pick<CommandContext, 'place' | 'service'>,
  ) => Form | undefined
  /** The form has nothing to wait for as it is: `fill` would add nothing. From memory alone. */
  readonly isWhole?: (given: Readonly<Record<string, string>>, context: Pick<CommandContext, 'service'>) => boolean
  /** The opened form with what must be asked for first (present values, say). The right to the command was checked. */
  readonly fill?: (form: Form, given: Readonly<Record<string, string>>, context: CommandContext) => Promise<Form>
  /**
   * What is wrong with single values of its own form, by field name, whatever else it holds and in whatever zone it is meant. Only
   * told early: what is submitted is read again. Pure.
   */
  readonly checkFields?: (
    values: Readonly<Record<string, string>>,
    context: Pick<CommandContext, 'now'>,
  ) => FormProblems
  /** What is wrong with a form's valid input by the rules of one PBX, by field name. Pure: needs neither store nor PBX. */
  readonly check?: (input: InputOf<Options>, context: Pick<CommandContext, 'service'>) => FormProblems
  /** It happens in the conversation where it is asked for: who asks from none is asked where. */
  readonly happensHere?: boolean
  /** Of what `in:` names, or of what is live here: where nothing is, that is said at once, and no form is opened. */
  readonly ofLive?: boolean
  /**
   * Open the form also when nothing required is missing, but nothing was given beside what it is about. Its form may ask for
   * that alone first: that one is followed by the form of what was named.
   */
  readonly formWhenBare?: boolean
  readonly run: (input: InputOf<Options>, context: CommandContext) => Promise<Reply>
}

/** A definition whatever its options: what lists, help and renderers handle. */
export type AnyCommand = CommandDefinition

/** One of these will do; none: it takes nothing of the PBX that not each has. */
export const needsOf = ({ needs = [] }: AnyCommand): readonly Capability[] =>
  typeof needs === 'string' ? [needs] : needs

export interface RootDefinition {
  /** `conf` or `confadmin`. */
  readonly name: string
  readonly summary: MessageKey
  readonly commands: readonly AnyCommand[]
}

/** Checks the definition (see `check-definition.ts`) and forgets the types of its options. */
export function defineCommand<const Options extends OptionRecord>(definition: CommandDefinition<Options>): AnyCommand {
  // The kit hands `run` and `confirm` only what these options' own schemas gave, so that the input has the forgotten type.
  const command = definition as unknown as AnyCommand
  checkCommand(command)
  return command
}

export function defineRoot(root: RootDefinition): RootDefinition {
  checkRoot(root)
  return root
}
