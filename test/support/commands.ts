/** The real commands on the running service: asked by typing and by clicking, and answered with cards. */
import { expect } from 'vitest'
import { createCommandKit } from '#command-kit/kit.ts'
import type { CommandRequest, Plan } from '#command-kit/request.ts'
import { roots } from '#commands/index.ts'
import type { Actor, Place } from '#core/actor.ts'
import { isPermitted } from '#core/permission.ts'
import type { ActionRef, Card, Row } from '#view/card.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import { createRecorder } from '../command-kit/sample-kit.ts'
import { anna, found, general, type PbxPlan, type RunningService, startService } from './service.ts'

interface By {
  readonly actor?: Actor
  readonly place?: Place
}

export interface CommandsInUse extends RunningService {
  /** As it would be typed after `/conf`, or after `root`; by Anna in general unless said. */
  type(text: string, by?: By & { readonly root?: string }): Promise<Card>
  click(action: ActionRef, by?: By): Promise<Card>
  /** Only what is decided from memory. */
  plan(input: CommandRequest['input'], by?: By & { readonly root?: string; readonly asksByOption?: boolean }): Plan
}

export async function startCommands(plans?: readonly [PbxPlan, ...PbxPlan[]]): Promise<CommandsInUse> {
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
    withRights: service.withRights,
    withRightsThere: service.withRightsThere,
    suggestions: () => [],
  })
  let intents = 0
  const plan: CommandsInUse['plan'] = (
    input,
    { root = 'conf', actor = anna, place = general, asksByOption = false } = {},
  ) => kit.plan({ intent: `ask:${++intents}`, root, place, asksByOption, identify: async () => actor, input })
  const ask = async (root: string, input: CommandRequest['input'], actor: Actor, place: Place): Promise<Card> => {
    const planned = plan(input, { root, actor, place })
    if (planned.kind !== 'run') throw new Error(`planned ${planned.kind}`)
    const recorder = createRecorder()
    await planned.run(recorder)
    return found(recorder.cards[0])
  }
  return {
    ...running,
    plan,
    type: (text: string, { root = 'conf', actor = anna, place = general } = {}) =>
      ask(root, { kind: 'text', text }, actor, place),
    click: ({ path, input, confirmed, asForm }: ActionRef, { actor = anna, place = general } = {}) =>
      ask(
        path.split(' ')[0] ?? '',
        {
          kind: 'values',
          path,
          values: input,
          confirmed: confirmed === true,
          ...(asForm && { asForm }),
          from: 'button',
        },
        actor,
        place,
      ),
  }
}

/** What the buttons of a card do. */
export const buttonsOf = (card: Card): readonly ActionRef[] =>
  card.nodes
    .flatMap((node) => (node.kind === 'actions' ? node.actions : []))
    .flatMap((one) => (one.kind === 'button' ? [one.action] : []))
/** The rows of its lists. */
export const rowsOf = (card: Card): readonly Row[] =>
  card.nodes.flatMap((node) => (node.kind === 'list' ? node.rows : []))

/** What the only button of a card does. */
export const onlyButton = (card: Card): ActionRef => {
  const all = buttonsOf(card)
  expect(all).toHaveLength(1)
  return found(all[0])
}
export const textOf = (card: Card) => cardToPlainText(card, { language: 'en' })
