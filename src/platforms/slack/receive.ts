/**
 * What comes from Slack, made into the one uniform request. The first answer to each interaction comes from memory alone: the
 * plan is made, Slack is acknowledged, and only then is anything opened, asked or done.
 */
import type {
  App,
  BlockAction,
  BlockElementAction,
  EnvelopedEvent,
  SlackShortcut,
  ViewResponseAction,
  ViewSubmitAction,
} from '@slack/bolt'
import type { RootDefinition } from '#command-kit/define-command.ts'
import { formOfferCard } from '#command-kit/form-from-options.ts'
import type { CommandKit, CommandRequest, Plan, Responder } from '#command-kit/request.ts'
import { withTyped } from '#command-kit/suggest.ts'
import type { Actor, Place } from '#core/actor.ts'
import type { PostedCard } from '#core/contracts/store.ts'
import { cutText } from '#lib/clean-text.ts'
import type { Logger } from '#lib/logger.ts'
import { spanToString } from '#text/format.ts'
import { bold, say } from '#text/message.ts'
import { type ActionRef, card, text } from '#view/card.ts'
import type { Form, FormProblems } from '#view/form.ts'
import type { DirectChannels } from './direct-channels.ts'
import {
  actionIdToField,
  backActionId,
  type FormMetadata,
  formCallbackId,
  inputBlockIds,
  problemsToErrors,
  stateToChannel,
  stateToValues,
  stringToMetadata,
} from './form-values.ts'
import type { Homes } from './homes.ts'
import { limits } from './limits.ts'
import { type Modals, modalOf } from './modals.ts'
import type { PublicChannels } from './public-channels.ts'
import { shortcuts } from './publish.ts'
import { labelText } from './render-text.ts'
import type { Origin } from './reply.ts'
import {
  actionRequest,
  actionToRef,
  type Caller,
  commandRequest,
  directPlace,
  eventCaller,
  placeOf,
  shortcutRequest,
  spokenText,
  viewCaller,
} from './requests.ts'

export interface ReceiveDeps {
  readonly kit: CommandKit
  readonly roots: readonly RootDefinition[]
  readonly identify: (caller: Caller) => Promise<Actor>
  readonly responderFor: (origin: Origin) => Responder
  readonly modals: Modals
  readonly direct: DirectChannels
  readonly channels: PublicChannels
  readonly homes: Homes
  /** The bot's own user. */
  readonly botUserId: () => string
  readonly logger: Logger
}

type Acknowledge = () => Promise<void>

export function registerListeners(app: App, deps: ReceiveDeps): void {
  const { kit, roots, direct, channels, homes, logger } = deps
  const firstRoot = roots[0]?.name ?? ''

  const plan = (
    caller: Caller,
    place: Place,
    root: string,
    input: CommandRequest['input'],
    clicked: PostedCard | null = null,
  ): Plan =>
    kit.plan({
      intent: caller.intent,
      root,
      place,
      identify: () => deps.identify(caller),
      input,
      ...(clicked && { clicked }),
    })

  /** `conf start` from a button, a menu or a shortcut. */
  const planCommand = (
    caller: Caller,
    place: Place,
    { path, input: values, confirmed, asForm }: ActionRef,
    clicked: PostedCard | null = null,
  ) =>
    plan(
      caller,
      place,
      rootOf(path),
      { kind: 'values', path, values, confirmed: confirmed === true, ...(asForm && { asForm }), from: 'button' },
      clicked,
    )

  /** A lost acknowledgement must not stop what was asked for: its repetition by Slack does nothing. */
  const acknowledge = async (ack: Acknowledge) => {
    try {
      await ack()
    } catch (error) {
      logger.warn({ err: error }, 'an acknowledgement did not reach Slack')
    }
  }

  const carryOut = async (decided: Plan, origin: Origin) => {
    const responder = deps.responderFor(origin)
    switch (decided.kind) {
      case 'run':
        return decided.run(responder)
      case 'problems':
        return responder.reply(problemsCard(decided.problems))
      case 'form':
        if (!(await responder.openForm(decided.form))) return responder.reply(formOfferCard(decided.form))
        return fill(decided, responder)
    }
  }

  /** The skeleton is shown already; what takes longer to know comes after it. */
  const fill = async ({ form, fill: ask }: Plan & { kind: 'form' }, responder: Responder) => {
    if (!ask) return
    const filled = await ask().catch((error: unknown): Form => {
      logger.warn({ err: error, form: form.path }, 'a form could not be filled')
      return { ...form, note: say('form.not-filled') }
    })
    await responder.updateForm(filled)
  }

  /** Asked for in no conversation: the form asks for one. null: there is no form. */
  const openAnywhere = async (
    decided: (Plan & { kind: 'form' }) | null,
    { workspaceId, userId }: Caller,
    triggerId: string,
    isFromHome = false,
  ) => {
    const modal = decided && modalOf(decided.form, null, workspaceId, logger, { isFromHome })
    const view = modal && (await deps.modals.open(triggerId, modal))
    const origin: Origin = { place: directPlace(workspaceId, userId, direct), userId, isFromHome, asksPlace: true }
    if (decided && view) return fill(decided, deps.responderFor({ ...origin, view }))
    await deps.responderFor(origin).reply(card(say('slack.form.late.title'), text(say('slack.form.late'))))
  }

  /** What is live and what comes next, as the first root's bare command tells it. */
  const publishHome = async (caller: Caller, place: Place) => {
    const home = plan(caller, place, firstRoot, { kind: 'text', text: '' })
    await carryOut(home, { place, userId: caller.userId, isHome: true })
  }

  /** Something was done from there, so it may show something else by now. */
  const publishHomeAgain = (caller: Caller) => {
    const again = { ...caller, intent: `${caller.intent}:home` }
    const place = directPlace(caller.workspaceId, caller.userId, direct)
    return homes.showSoon(caller.userId, () => publishHome(again, place))
  }

  app.command(/.*/, async ({ command, ack, respond }) => {
    // Whether a direct message is ours is asked once, and never before Slack has its answer.
    const isOpen = command.channel_name === 'directmessage' && !direct.isOurs(command.channel_id)
    if (isOpen) {
      await acknowledge(ack)
      await direct.ask(command.user_id, command.channel_id)
    }
    const { place, ...caller } = commandRequest(command, direct)
    channels.learn(place)
    const decided = plan(caller, place, command.command.replace(/^\//, ''), { kind: 'text', text: command.text })
    if (!isOpen) await acknowledge(ack)
    await carryOut(decided, { place, userId: caller.userId, respond, triggerId: command.trigger_id })
  })

  /** Bolt has acknowledged an event before it comes here. */
  const hear = async (
    body: EnvelopedEvent,
    said: { user: string; text: string; channel: string; thread_ts?: string },
  ) => {
    const { workspaceId, ...caller } = eventCaller(body, said.user)
    const { channel: channelId, thread_ts: threadId } = said
    const isPublic = !channelId.startsWith('D') && (await channels.ask(channelId))
    const place = placeOf({ workspaceId, channelId, threadId, isPublic }, direct)
    const names = roots.map(({ name }) => name)
    const { root, text: words } = spokenText(said.text, deps.botUserId(), names)
    await carryOut(plan({ workspaceId, ...caller }, place, root, { kind: 'text', text: words }), {
      place,
      userId: said.user,
    })
  }

  app.event('app_mention', async ({ event, body }) => {
    const { user } = event
    // A direct message comes as such; edits and other bots are not listened to.
    if (!user || event.bot_id || event.subtype || event.edited || event.channel.startsWith('D')) return
    await hear(body, { ...event, user })
  })

  app.event('message', async ({ event, body }) => {
    if (event.channel_type !== 'im' || event.subtype !== undefined || event.bot_id || event.edited) return
    const { user, text: words } = event
    if (!user || words === undefined) return
    direct.learn(user, event.channel)
    await hear(body, { ...event, text: words })
  })

  app.event('app_home_opened', async ({ event, body }) => {
    direct.learn(event.user, event.channel)
    if (event.tab !== 'home') return
    const caller = eventCaller(body, event.user)
    const place = placeOf({ workspaceId: caller.workspaceId, channelId: event.channel }, direct)
    await homes.show(caller.userId, () => publishHome(caller, place))
  })

  // One listener for all: a button that was posted long ago must be answered, too.
  app.action<BlockAction>(/.*/, async ({ body, action, ack, respond }) => {
    if (isLink(action)) return acknowledge(ack)
    if (action.action_id === backActionId && body.view) return backToForm(body, action, ack)
    const { place, isEphemeral, clicked, ...caller } = actionRequest(body, action, direct)
    if (body.channel?.name) channels.learn(place)
    const command = actionToRef(action)
    const isFromHome = body.view?.type === 'home'
    const decided = command && planCommand(caller, place, command, clicked)
    await acknowledge(ack)
    const origin: Origin = {
      place,
      userId: caller.userId,
      ...(body.response_url && { respond }),
      replacesMessage: isEphemeral,
      isFromHome,
      triggerId: body.trigger_id,
    }
    if (decided?.kind === 'form' && decided.form.happensHere && isFromHome)
      return openAnywhere(decided, caller, body.trigger_id, isFromHome)
    if (decided) await carryOut(decided, origin)
    else await deps.responderFor(origin).reply(unknownCard())
    if (isFromHome && decided?.kind !== 'form') await publishHomeAgain(caller)
  })

  /** The form once more, in the place of what it asked. */
  const backToForm = async (body: BlockAction, action: BlockElementAction, ack: Acknowledge) => {
    const { view } = body
    const form = stringToMetadata(view?.private_metadata ?? '')
    if (!view || !form) return acknowledge(ack)
    const caller = actionRequest(body, action, direct)
    const place = form.place ?? caller.place
    const decided = planCommand(caller, place, { path: form.path, input: form.carried, asForm: true })
    await acknowledge(ack)
    const open = { id: view.id, hash: view.hash }
    const origin: Origin = { place, userId: caller.userId, isFromHome: form.isFromHome === true, view: open }
    const responder = deps.responderFor(origin)
    if (decided.kind !== 'form') return carryOut(decided, origin)
    await responder.updateForm(decided.form)
    await fill(decided, responder)
  }

  app.options<'block_suggestion'>(/.*/, async ({ payload, ack }) => {
    const field = actionIdToField(payload.action_id)
    const form = stringToMetadata(payload.view?.private_metadata ?? '')
    await ack({ options: field && form ? suggestions(field, payload.value, form, payload.user.id) : [] })
  })

  const suggestions = (field: { path: string; option: string }, typed: string, form: FormMetadata, userId: string) => {
    const { workspaceId } = form
    const place = form.place ?? directPlace(workspaceId, userId, direct)
    const person = { platform: 'slack', workspaceId, userId }
    const known = kit.suggest({ ...field, typed, place, person, limit: limits.selectOptions - 1 })
    return withTyped(known, typed)
      .filter(({ value }) => value !== '' && value.length <= limits.optionValue)
      .map(({ value, label }) => ({ value, text: labelText(label, limits.optionText, 'en') }))
  }

  app.view<ViewSubmitAction>(formCallbackId, async ({ body, view, ack }) => {
    const caller = viewCaller(body)
    const { workspaceId, userId } = caller
    const form = stringToMetadata(view.private_metadata)
    const channelId = stateToChannel(view.state.values)
    const place =
      form?.place ??
      (channelId === null
        ? directPlace(workspaceId, userId, direct)
        : placeOf({ workspaceId, channelId, isPublic: channels.isPublic(channelId) }, direct))
    const isFromHome = form?.isFromHome === true
    const origin = { place, userId, isFromHome, triggerId: body.trigger_id, view: { id: view.id } }
    const close = (response?: ViewResponseAction) => acknowledge(() => ack(response))
    if (!form) {
      await close()
      return deps.responderFor(origin).reply(unknownCard())
    }
    const values = { ...form.carried, ...stateToValues(view.state.values) }
    const confirmed = form.confirms === true
    const input = { kind: 'values', path: form.path, values, confirmed, from: 'form' } as const
    const decided = plan(caller, place, rootOf(form.path), input)
    const response = responseTo(decided, inputBlockIds(view), (next) =>
      modalOf(next, place, workspaceId, logger, { isFromHome }),
    )
    await close(response)
    if (decided.kind === 'form' && response) return fill(decided, deps.responderFor(origin))
    if (!response) await carryOut(decided, origin)
    if (!response && isFromHome) await publishHomeAgain(caller)
  })

  app.shortcut<SlackShortcut>(/.*/, async ({ shortcut, ack }) => {
    const { place, ...caller } = shortcutRequest(shortcut, direct)
    if (place) channels.learn(place)
    const path = shortcuts.find(({ callbackId }) => callbackId === shortcut.callback_id)?.path ?? ''
    if (place) {
      const decided = planCommand(caller, place, { path, input: {} })
      await acknowledge(ack)
      return carryOut(decided, { place, userId: caller.userId, triggerId: shortcut.trigger_id })
    }
    const anywhere = directPlace(caller.workspaceId, caller.userId, direct)
    const decided = planCommand(caller, anywhere, { path, input: {}, asForm: true })
    await acknowledge(ack)
    await openAnywhere(decided.kind === 'form' ? decided : null, caller, shortcut.trigger_id)
  })
}

const rootOf = (path: string): string => path.split(' ', 1)[0] ?? ''

const isLink = (action: BlockElementAction): boolean => action.type === 'button' && action.url !== undefined

const unknownCard = () => card(say('card.unknown-action.title'), text(say('card.unknown-action')))

const problemsCard = (problems: FormProblems) =>
  card(
    say('slack.problems.title'),
    ...Object.entries(problems).map(([name, problem]) => text(bold(name), ' ', problem)),
  )

/** What a submitted view is answered with; undefined closes it. */
function responseTo(
  decided: Plan,
  blockIds: readonly string[],
  modalFor: (form: Form) => ReturnType<typeof modalOf>,
): ViewResponseAction | undefined {
  if (decided.kind === 'problems') {
    const texts = Object.entries(decided.problems).map(
      ([name, problem]) => [name, cutText(spanToString(problem), limits.inputHint)] as const,
    )
    const errors = problemsToErrors(texts, blockIds)
    return Object.keys(errors).length === 0 ? undefined : { response_action: 'errors', errors }
  }
  const view = decided.kind === 'form' ? modalFor(decided.form) : null
  return view ? { response_action: 'update', view } : undefined
}
