/** Where elements stand that a person can touch: a message or a view; with what they hold and how payloads name the place. */
import { DriveRefusal } from '../../drive-call.ts'
import type { Person } from '../directory.ts'
import { ImpossibleChoice } from '../element-state.ts'
import { type PlacedElement, placedElements } from '../rules/across-blocks.ts'
import type { Block } from '../rules/blocks.ts'
import type { AnyOption } from '../rules/composition.ts'
import { stateOf, type ViewState } from '../view-store.ts'
import { payloadChannel } from './payload.ts'
import { findMessage, findView, type MessageName, type Stage } from './stage.ts'

export interface PlaceName {
  message?: MessageName | undefined
  /** id or callback_id of the topmost modal, or `home`. */
  view?: string | undefined
}

export interface Place {
  /** Key of what belongs to this person here. */
  key: string
  viewId: string | undefined
  /** Id of the conversation that the person looks at, if any. */
  channel: string | undefined
  elements: PlacedElement[]
  state: ViewState
  /** `container` and what goes with it. */
  fields(): Record<string, unknown>
  /** Only messages have one. */
  responseUrl(): string | undefined
}

export function findPlace(stage: Stage, person: Person, name: PlaceName): Place {
  if ((name.message === undefined) === (name.view === undefined)) {
    throw new DriveRefusal(400, 'Name either a message or a view.')
  }
  return name.message ? messagePlace(stage, person, name.message) : viewPlace(stage, person, name.view)
}

function messagePlace(stage: Stage, person: Person, name: MessageName): Place {
  const { workspace, selections } = stage
  const message = findMessage(stage, name, person)
  const channel = workspace.directory.channel(message.channel)
  if (!channel) throw new DriveRefusal(404, 'The conversation is gone.')
  const isEphemeral = message.visibleTo !== undefined
  const blocks: Block[] = [...(message.blocks ?? []), ...(message.attachments ?? []).flatMap((one) => one.blocks ?? [])]
  const key = `${person.id} ${channel.id} ${message.ts}`
  const state = stateOf(blocks, selections.get(key) ?? {})
  selections.set(key, state)
  return {
    key,
    viewId: undefined,
    channel: channel.id,
    elements: placedElements(blocks),
    state,
    fields: () => ({
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: channel.id,
        is_ephemeral: isEphemeral,
        ...(message.threadTs && { thread_ts: message.threadTs }),
      },
      channel: payloadChannel(channel),
      // The message itself comes along only when it is everyone's.
      ...(!isEphemeral && { message: workspace.messages.present(message) }),
      state: { values: state },
    }),
    responseUrl: () =>
      workspace.responseUrls.issue({ channel: channel.id, user: person.id, source: { ts: message.ts } }),
  }
}

function viewPlace(stage: Stage, person: Person, name: string | undefined): Place {
  const view = findView(stage, name, person)
  return {
    key: `${person.id} ${view.id}`,
    viewId: view.id,
    channel: view.channel,
    elements: placedElements(view.blocks),
    state: view.state,
    fields: () => ({
      container: { type: 'view', view_id: view.id },
      view: stage.workspace.views.present(view),
    }),
    responseUrl: () => undefined,
  }
}

export function elementKey(place: Place, { block, element }: PlacedElement): string {
  return `${place.key} ${block.block_id} ${element.action_id}`
}

/** What the bot last suggested here, else what the element was made with. */
export function suggestionsFor(stage: Stage, place: Place, placed: PlacedElement): readonly AnyOption[] {
  const { element } = placed
  const initial = [
    ...('initial_option' in element && element.initial_option ? [element.initial_option] : []),
    ...('initial_options' in element ? (element.initial_options ?? []) : []),
  ]
  return [...(stage.suggestions.get(elementKey(place, placed)) ?? []), ...initial]
}

/** The only one found; a refusal that lists them when there are several, and `all` when there is none. */
export function only<T>(
  found: readonly T[],
  describe: (one: T) => string,
  sentence: string,
  all: readonly string[],
): T {
  const [first, ...rest] = found
  if (first === undefined) throw new DriveRefusal(404, sentence, all)
  if (rest.length > 0) throw new DriveRefusal(409, 'Several match; name the block too.', found.map(describe))
  return first
}

/** Turns a choice that is not offered into a refusal. */
export function choosing<T>(choose: () => T): T {
  try {
    return choose()
  } catch (error) {
    if (error instanceof ImpossibleChoice) throw new DriveRefusal(404, error.message)
    throw error
  }
}
