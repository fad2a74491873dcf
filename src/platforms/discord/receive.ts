/**
 * What comes from Discord, made into the one uniform request, in the same way whichever way it came. The first answer to each
 * interaction comes from memory alone, except for what a long button or a form was kept as: the plan is made, Discord has its
 * answer, and only then is anything asked or done.
 */
import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteraction,
  type APIMessageComponentInteraction,
  type APIModalSubmitInteraction,
  ApplicationCommandType,
  ComponentType,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  RESTJSONErrorCodes,
} from 'discord-api-types/v10'
import { decodeAction } from '#command-kit/action-ref.ts'
import { errorCard } from '#command-kit/error-card.ts'
import type { CommandKit, CommandRequest, Plan } from '#command-kit/request.ts'
import { withTyped } from '#command-kit/suggest.ts'
import type { Place } from '#core/actor.ts'
import type { PostedCard } from '#core/contracts/store.ts'
import { ConfbotError } from '#core/errors.ts'
import { type Clock, sleep } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { say } from '#text/message.ts'
import { type ActionRef, card, text } from '#view/card.ts'
import type { Form } from '#view/form.ts'
import type { Channels } from './channels.ts'
import { type CustomId, readCustomId } from './custom-ids.ts'
import type { DirectChannels } from './direct-channels.ts'
import type { Exchange, Receive } from './exchange.ts'
import { failureOf, failureWords, isRefusal } from './failure.ts'
import type { FormAnswer, Forms } from './forms.ts'
import type { HomeServers } from './home-servers.ts'
import type { Identity } from './identity.ts'
import { inTime, late } from './in-time.ts'
import { limits } from './limits.ts'
import type { LongActions } from './long-actions.ts'
import { readOptions } from './options.ts'
import { contextCommandNamed } from './publish.ts'
import { type RenderedCard, renderCard } from './render-card.ts'
import { labelText } from './render-text.ts'
import type { Origin, PrivateResponder } from './reply.ts'
import { type Asking, type Caller, callerOf, clickedCard, clickedId, isEphemeral, placeOf } from './requests.ts'

export interface ReceiveDeps {
  readonly kit: CommandKit
  readonly forms: Forms
  readonly identity: Pick<Identity, 'ofInteraction'>
  readonly channels: Pick<Channels, 'of' | 'learn'>
  readonly direct: Pick<DirectChannels, 'learn'>
  readonly homes: HomeServers
  readonly longActions: Pick<LongActions, 'read' | 'keep'>
  readonly responderFor: (origin: Origin) => PrivateResponder
  readonly clock: Clock
  readonly logger: Logger
}

/** An interaction, and what it was read as. */
interface Asked {
  readonly exchange: Exchange
  readonly interaction: Asking
  readonly caller: Caller
  readonly place: Place
  /** What was clicked on is the person's own message, which the answer replaces. */
  readonly replaces: boolean
  /** It was chosen from a select for all. Discord sends the same choice of the same person only once, unless the message is updated. */
  readonly isChosen: boolean
}

type Clicked = APIMessageComponentInteraction | APIModalSubmitInteraction

/** Milliseconds after its arrival in which a form may be filled before it is opened; the rest of the three seconds is for the way. */
const fillWithinMs = 1_800
/** Who types waits for each suggestion. */
const identifyWithinMs = 500

export function createReceive(deps: ReceiveDeps): Receive {
  const { kit, forms, identity, channels, direct, homes, longActions, clock, logger } = deps

  const plan = (
    { caller, interaction }: Asked,
    place: Place,
    input: CommandRequest['input'] & { kind: 'values' },
    { intent = caller.intent, clicked = null }: { intent?: string; clicked?: PostedCard | null } = {},
  ): Plan =>
    kit.plan({
      asksByOption: true,
      intent,
      root: input.path.split(' ', 1)[0] ?? '',
      place,
      // Of the server that is meant: a draft may be used elsewhere, in a direct message that counts to another.
      identify: () => identity.ofInteraction(interaction, place.workspaceId),
      input,
      ...(clicked && { clicked }),
    })

  const planAction = (
    asked: Asked,
    { path, input: values, confirmed, asForm }: ActionRef,
    clicked?: PostedCard | null,
  ) =>
    plan(
      asked,
      asked.place,
      { kind: 'values', path, values, confirmed: confirmed === true, ...(asForm && { asForm }), from: 'button' },
      { clicked: clicked ?? null },
    )

  /** Whether Discord has it; false only when it surely has not. A lost answer must not stop what was asked for. */
  const answerFirst = async (exchange: Exchange, response: Parameters<Exchange['respond']>[0]): Promise<boolean> => {
    try {
      await exchange.respond(response)
      return true
    } catch (error) {
      const failure = failureOf(error)
      // Another delivery of the same was answered, which serves this one, too.
      if (isRefusal(failure, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged)) return true
      logger.warn({ type: response.type, failure: failureWords(error) }, 'a first answer did not reach Discord')
      return failure.kind === 'unclear' && wasTaken(exchange, response)
    }
  }

  /** Asked again, Discord says whether it has the answer; and at the latest once it is too late for any. */
  const wasTaken = async (exchange: Exchange, response: Parameters<Exchange['respond']>[0]): Promise<boolean> => {
    for (const at of [exchange.receivedAt, exchange.receivedAt + limits.firstAnswerMs]) {
      await sleep(clock, Math.max(0, at - clock.now()))
      try {
        await exchange.respond(response)
        return true
      } catch (error) {
        const failure = failureOf(error)
        if (failure.kind === 'refused')
          return isRefusal(failure, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged)
      }
    }
    return true
  }

  /** Promises an answer, which the responder then gives. Visible to the caller alone, whatever it will say. */
  const defer = (asked: Asked): PrivateResponder => {
    const { exchange, replaces, isChosen } = asked
    if (replaces)
      return responderFor(
        asked,
        answerFirst(exchange, { type: InteractionResponseType.DeferredMessageUpdate }),
        'message',
      )
    if (isChosen) {
      // An update that changes nothing (discord-api-docs issues 3441 and 4801).
      const unchanged = { allowed_mentions: { parse: [] } }
      const first = answerFirst(exchange, { type: InteractionResponseType.UpdateMessage, data: unchanged })
      return responderFor(asked, first, 'nothing')
    }
    const promise = answerFirst(exchange, {
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      data: { flags: MessageFlags.Ephemeral },
    })
    return responderFor(asked, promise, 'loading')
  }

  const responderFor = ({ exchange, caller, place }: Asked, first: Promise<boolean>, left: Origin['left']) =>
    deps.responderFor({ exchange, userId: caller.userId, place, first, left })

  /** A message that is there already. Its long buttons are in memory when it is clicked on, and in the store soon after. */
  const show = async (asked: Asked, message: RenderedCard) => {
    const { long, flags, ...rest } = message
    longActions.keep(long).catch((error: unknown) => {
      logger.warn({ err: error }, 'what long buttons do is kept in memory alone')
    })
    const isTaken = await answerFirst(
      asked.exchange,
      asked.replaces
        ? { type: InteractionResponseType.UpdateMessage, data: { ...rest, allowed_mentions: { parse: [] }, flags } }
        : {
            type: InteractionResponseType.ChannelMessageWithSource,
            data: { ...rest, allowed_mentions: { parse: [] }, flags: flags | MessageFlags.Ephemeral },
          },
    )
    if (!isTaken) await responderFor(asked, Promise.resolve(false), 'nothing').send(message)
  }

  /** `instead`: what is sent when Discord did not take the modal any more. */
  const giveForm = async (asked: Asked, answer: FormAnswer, instead?: () => RenderedCard) => {
    if (answer.kind === 'message') return show(asked, answer.message)
    const isTaken = await answerFirst(asked.exchange, { type: InteractionResponseType.Modal, data: answer.data })
    if (!isTaken && instead) await responderFor(asked, Promise.resolve(false), 'nothing').send(instead())
  }

  const fill = ({ form, fill: ask }: Plan & { kind: 'form' }): Promise<Form> =>
    ask
      ? ask().catch((error: unknown): Form => {
          logger.warn({ err: error, form: form.path }, 'a form could not be filled')
          return { ...form, note: say('form.not-filled') }
        })
      : Promise.resolve(form)

  const openForm = async (asked: Asked, decided: Plan & { kind: 'form' }) => {
    const { exchange, caller, place } = asked
    const filling = fill(decided)
    const form = await inTime(clock, exchange.receivedAt + fillWithinMs - clock.now(), filling)
    const owner = { userId: caller.userId, place }
    if (form !== late) return giveForm(asked, forms.open(form, owner), () => forms.offer(form, owner))
    await defer(asked).updateForm(await filling)
  }

  const runPlan = async (asked: Asked, { run }: Plan & { kind: 'run' }, before?: () => Promise<void>) => {
    const responder = defer(asked)
    await before?.().catch((error: unknown) => logger.warn({ err: error }, 'a draft could not be closed'))
    await run(responder)
    responder.finish()
  }

  const carryOut = (asked: Asked, decided: Plan): Promise<void> => {
    if (decided.kind === 'form') return openForm(asked, decided)
    if (decided.kind === 'run') return runPlan(asked, decided)
    throw new Error('only a submitted form has problems at its fields')
  }

  const command = (asked: Asked, { data }: APIApplicationCommandInteraction): Promise<void> => {
    if (data.type === ApplicationCommandType.ChatInput) {
      const { path, values } = readOptions(data)
      return carryOut(
        asked,
        plan(asked, asked.place, { kind: 'values', path, values, confirmed: false, from: 'options' }),
      )
    }
    // What the message says has no part in it.
    const context = data.type === ApplicationCommandType.Message ? contextCommandNamed(data.name) : null
    if (!context) return show(asked, unknownCard())
    return carryOut(asked, planAction(asked, { path: context.path, input: {}, asForm: true }))
  }

  /** Who they are is in the interaction; should Discord have to be asked more, they get what whoever was let in before gets. */
  const suggest = async (
    { exchange, caller, place }: Asked,
    interaction: APIApplicationCommandAutocompleteInteraction,
  ) => {
    const { path, values, focused } = readOptions(interaction.data)
    const asker = identity
      .ofInteraction(interaction, place.workspaceId)
      .then((who) => kit.withRights?.(who, place) ?? who)
      .catch(() => undefined)
    const identified = await inTime(clock, identifyWithinMs, asker)
    const actor = identified === late ? undefined : identified
    const { workspaceId, userId } = caller
    const typed = focused === null ? '' : (values[focused] ?? '')
    const known =
      focused === null
        ? []
        : kit.suggest({
            path,
            option: focused,
            typed,
            place,
            person: { platform: 'discord', workspaceId, userId },
            actor,
            limit: limits.autocompleteChoices - 1,
          })
    const choices = withTyped(known, typed)
      .filter(({ value }) => value !== '' && value.length <= limits.choiceValue)
      .map(({ value, label }) => ({ value, name: labelText(label, limits.choiceName, 'en') }))
    await answerFirst(exchange, {
      type: InteractionResponseType.ApplicationCommandAutocompleteResult,
      data: { choices },
    })
  }

  const click = async (asked: Asked, interaction: APIMessageComponentInteraction): Promise<void> => {
    const id = clickedId(interaction)
    if (id?.kind === 'draft') return useDraft(asked, id, interaction)
    const command = await commandOf(id)
    if (command === 'not told') return show(asked, renderCard(errorCard(new ConfbotError('store.unavailable'))))
    if (!command) return show(asked, unknownCard())
    return carryOut(asked, planAction(asked, command, clickedCard(interaction.message, asked.place)))
  }

  const commandOf = async (id: CustomId | null): Promise<ActionRef | null | 'not told'> => {
    if (id?.kind === 'action') return id.ref
    if (id?.kind !== 'long') return null
    try {
      return decodeAction((await longActions.read(id.key)) ?? '')
    } catch (error) {
      logger.warn({ err: error }, 'what a long button does could not be looked up')
      return 'not told'
    }
  }

  const submit = (asked: Asked, interaction: APIModalSubmitInteraction): Promise<void> => {
    const id = readCustomId(interaction.data.custom_id)
    return id?.kind === 'draft' ? useDraft(asked, id, interaction) : show(asked, unknownCard())
  }

  const useDraft = async (asked: Asked, id: CustomId & { kind: 'draft' }, interaction: Clicked) => {
    const answer = await forms.use(id, interaction)
    const { replaces } = answer
    if (answer.kind !== 'submit') return giveForm({ ...asked, replaces }, answer)
    const { draftId, intent, place, input } = answer
    const decided = plan(asked, place, input, { intent })
    const here = { ...asked, place, replaces }
    switch (decided.kind) {
      case 'problems':
        return show(here, await forms.problems(draftId, decided.problems))
      case 'form': {
        const responder = defer(here)
        return responder.send(await forms.follow(draftId, await fill(decided)))
      }
      case 'run':
        return runPlan(here, decided, () => forms.ran(draftId))
    }
  }

  const handle = (asked: Asked): Promise<void> => {
    const { interaction } = asked
    switch (interaction.type) {
      case InteractionType.ApplicationCommand:
        return command(asked, interaction)
      case InteractionType.ApplicationCommandAutocomplete:
        return suggest(asked, interaction)
      case InteractionType.MessageComponent:
        return click(asked, interaction)
      case InteractionType.ModalSubmit:
        return submit(asked, interaction)
    }
  }

  return async (exchange) => {
    const { interaction } = exchange
    try {
      if (interaction.type === InteractionType.Ping) return
      channels.learn(interaction)
      const caller = callerOf(interaction, homes.of)
      if (interaction.guild_id !== undefined) homes.learn(caller.userId, interaction.guild_id)
      const place = placeOf(interaction, caller.workspaceId, channels)
      if (place.kind === 'direct') direct.learn(caller.userId, place.channelId)
      const replaces = isEphemeral(interaction.message)
      const isChosen =
        interaction.type === InteractionType.MessageComponent &&
        interaction.data.component_type !== ComponentType.Button &&
        !replaces
      await handle({ exchange, interaction, caller, place, replaces, isChosen })
    } catch (error) {
      logger.error({ err: error, type: interaction.type }, 'an interaction could not be finished')
    }
  }
}

const unknownCard = (): RenderedCard =>
  renderCard(card(say('card.unknown-action.title'), text(say('card.unknown-action'))))
