/** Modals and Home tabs as an app hands them in (docs.slack.dev, surfaces/modals; reference/views). */
import { z } from 'zod'
import { SlackRefusal, schemaRefusal } from '../refusal.ts'
import { findCrossProblems } from './across-blocks.ts'
import { type Block, ViewBlocks } from './blocks.ts'
import { chars, plainText } from './composition.ts'
import { check, problem } from './problems.ts'

const common = {
  blocks: ViewBlocks,
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: chars(255).optional(),
}

const Modal = z.strictObject({
  type: z.literal('modal'),
  ...common,
  title: plainText(24),
  close: plainText(24).optional(),
  submit: plainText(24).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
})
const Home = z.strictObject({ type: z.literal('home'), ...common })
const View = z.discriminatedUnion('type', [Modal, Home])

export type GivenModal = z.infer<typeof Modal>
export type GivenHome = z.infer<typeof Home>
export type GivenView = z.infer<typeof View>

const maxViewBytes = 250_000

/** Throws `view_too_large`, or `invalid_arguments` with what is wrong. */
export function parseView(value: unknown, type: 'modal'): GivenModal
export function parseView(value: unknown, type: 'home'): GivenHome
export function parseView(value: unknown, type: 'modal' | 'home'): GivenView
export function parseView(value: unknown, type: 'modal' | 'home'): GivenView {
  if (Buffer.byteLength(JSON.stringify(value) ?? '') > maxViewBytes) throw new SlackRefusal('view_too_large')
  const { value: view, problems } = check(View, value, '/view')
  if (!view) throw schemaRefusal('invalid_arguments', problems)
  const further = findCrossProblems(view.blocks, '/view/blocks')
  if (view.type !== type) further.push(problem(`must be of type ${type} here`, '/view/type'))
  if (view.type === 'modal' && !view.submit) further.push(...inputsWithoutSubmit(view.blocks))
  if (further.length > 0) throw schemaRefusal('invalid_arguments', further)
  return view
}

function inputsWithoutSubmit(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block, index) =>
    block.type === 'input'
      ? [problem('must define `submit` to use an `input` block in modals', `/view/blocks/${index}/input`)]
      : [],
  )
}
