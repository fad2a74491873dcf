/** Open modals, stacked per person, and published Home tabs (docs.slack.dev, surfaces/modals and surfaces/app-home). */
import { randomBytes } from 'node:crypto'
import { currentConversation } from './current-conversation.ts'
import type { Directory } from './directory.ts'
import { type CurrentConversation, type ElementState, initialState } from './element-state.ts'
import { appId, botId, teamId } from './identity.ts'
import { SlackRefusal, schemaRefusal } from './refusal.ts'
import { placedElements } from './rules/across-blocks.ts'
import type { Block } from './rules/blocks.ts'
import { completeBlocks } from './rules/complete-blocks.ts'
import { problem } from './rules/problems.ts'
import type { GivenModal, GivenView } from './rules/view.ts'

/** By block_id, then action_id. */
export type ViewState = Record<string, Record<string, ElementState>>

export interface OpenView {
  id: string
  user: string
  given: GivenView
  blocks: Block[]
  hash: string
  rootId: string
  previousId: string | null
  /** Id of the conversation that the person was looking at when the stack was opened. */
  channel: string | undefined
  /** What the person has filled in so far. */
  state: ViewState
  /** What the last submission was answered, by block_id. */
  errors: Record<string, string>
}

const maxStack = 3

export interface ViewStore {
  /** `channel`: what the person looks at. */
  open(user: string, given: GivenModal, channel: string | undefined): OpenView
  /** Throws push_limit_reached, not_found (nothing is open). */
  push(user: string, given: GivenModal): OpenView
  /** Throws hash_conflict; what was filled in stays where block_id, action_id and kind are the same. */
  update(view: OpenView, given: GivenView, hash?: string): void
  publish(user: string, given: GivenView, hash?: string): OpenView
  find(id: string): OpenView | undefined
  findExternal(externalId: string): OpenView | undefined
  /** Bottom first. */
  stack(user: string): readonly OpenView[]
  home(user: string): OpenView | undefined
  /** Closes the view and what lies above it. */
  close(view: OpenView): void
  closeAll(user: string): void
  present(view: OpenView): Record<string, unknown>
  clear(): void
}

export function createViewStore(systemNow: () => number, directory: Directory): ViewStore {
  const stacks = new Map<string, OpenView[]>()
  const homes = new Map<string, OpenView>()

  const all = () => [...[...stacks.values()].flat(), ...homes.values()]
  const stackOf = (user: string) => stacks.get(user) ?? []
  const nextHash = () => `${Math.floor(systemNow() / 1000)}.${randomBytes(4).toString('hex')}`
  const claimExternalId = (given: GivenView, own?: OpenView) => {
    const id = given.external_id
    if (id !== undefined && all().some((view) => view !== own && view.given.external_id === id)) {
      throw new SlackRefusal('duplicate_external_id')
    }
  }
  const make = (user: string, given: GivenView, channel?: string, below?: OpenView): OpenView => {
    claimExternalId(given)
    const id = `V0${randomBytes(4).toString('hex').toUpperCase()}`
    const blocks = completeBlocks(given.blocks, directory)
    return {
      id,
      user,
      given,
      blocks,
      hash: nextHash(),
      rootId: below?.rootId ?? id,
      previousId: below?.id ?? null,
      channel,
      state: stateOf(blocks, {}, currentConversation(directory, channel)),
      errors: {},
    }
  }
  const expectHash = (view: OpenView, hash: string | undefined) => {
    if (hash !== undefined && hash !== '' && hash !== view.hash) throw new SlackRefusal('hash_conflict')
  }
  const update = (view: OpenView, given: GivenView, hash?: string) => {
    expectHash(view, hash)
    claimExternalId(given, view)
    if (given.type !== view.given.type) {
      throw schemaRefusal('invalid_arguments', [problem('must match the `type` of the view', '/view/type')])
    }
    view.given = given
    view.blocks = completeBlocks(given.blocks, directory)
    view.state = stateOf(view.blocks, view.state, currentConversation(directory, view.channel))
    view.hash = nextHash()
    view.errors = {}
  }

  return {
    open(user, given, channel) {
      const view = make(user, given, channel)
      stacks.set(user, [view])
      return view
    },
    push(user, given) {
      const stack = stackOf(user)
      const top = stack.at(-1)
      if (!top) throw new SlackRefusal('not_found')
      if (stack.length >= maxStack) throw new SlackRefusal('push_limit_reached')
      const view = make(user, given, top.channel, top)
      stack.push(view)
      return view
    },
    update,
    publish(user, given, hash) {
      const current = homes.get(user)
      if (current) {
        update(current, given, hash)
        return current
      }
      if (hash) throw new SlackRefusal('hash_conflict')
      const view = make(user, given)
      homes.set(user, view)
      return view
    },
    find: (id) => all().find((view) => view.id === id),
    findExternal: (externalId) => all().find((view) => view.given.external_id === externalId),
    stack: stackOf,
    home: (user) => homes.get(user),
    close(view) {
      const stack = stackOf(view.user)
      const at = stack.indexOf(view)
      if (at >= 0) stack.splice(at)
    },
    closeAll: (user) => stacks.delete(user),
    present: presentView,
    clear() {
      stacks.clear()
      homes.clear()
    },
  }
}

/** What each element holds: kept from before where it is still the same element, else its initial value. */
export function stateOf(blocks: readonly Block[], before: ViewState, current?: CurrentConversation): ViewState {
  const state: ViewState = {}
  for (const { block, element } of placedElements(blocks)) {
    const initial = initialState(element, current)
    if (!initial || !block.block_id || !element.action_id) continue
    const kept = before[block.block_id]?.[element.action_id]
    const value = kept?.type === element.type ? kept : initial
    state[block.block_id] = { ...state[block.block_id], [element.action_id]: value }
  }
  return state
}

function presentView(view: OpenView): Record<string, unknown> {
  const { given } = view
  const isModal = given.type === 'modal'
  return {
    id: view.id,
    team_id: teamId,
    type: given.type,
    blocks: view.blocks,
    private_metadata: given.private_metadata ?? '',
    callback_id: given.callback_id ?? '',
    external_id: given.external_id ?? '',
    state: { values: view.state },
    hash: view.hash,
    title: isModal ? given.title : { type: 'plain_text', text: 'View Title', emoji: true },
    close: (isModal && given.close) || null,
    submit: (isModal && given.submit) || null,
    clear_on_close: (isModal && given.clear_on_close) || false,
    notify_on_close: (isModal && given.notify_on_close) || false,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    app_id: appId,
    app_installed_team_id: teamId,
    bot_id: botId,
  }
}
