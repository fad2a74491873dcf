/** A modal as an interaction is answered with it (interactions/receiving-and-responding, "Modal"; components/reference). */
import { z } from 'zod'
import type { Problem } from '../refusal.ts'
import { findComponentProblems, walk } from './across-components.ts'
import { completeComponents } from './complete-components.ts'
import { ComponentId, customId, text } from './fields.ts'
import { TextDisplay } from './message-components.ts'
import { check, refuseAll } from './problems.ts'
import { selects } from './selects.ts'

const asked = { id: ComponentId, custom_id: customId }
const required = z.boolean().optional()

const TextInput = z.strictObject({
  type: z.literal(4),
  ...asked,
  style: z.union([z.literal(1), z.literal(2)]),
  min_length: z.int().min(0).max(4000).optional(),
  max_length: z.int().min(1).max(4000).optional(),
  required,
  value: z.string().max(4000).optional(),
  placeholder: z.string().max(100).optional(),
})

const FileUpload = z.strictObject({
  type: z.literal(19),
  ...asked,
  min_values: z.int().min(0).max(10).optional(),
  max_values: z.int().min(1).max(10).optional(),
  required,
})

const Option = z.strictObject({
  value: text(100),
  label: text(100),
  description: z.string().max(100).optional(),
  default: z.boolean().optional(),
})

const RadioGroup = z.strictObject({
  type: z.literal(21),
  ...asked,
  options: z.array(Option).min(2).max(10),
  required,
})

const CheckboxGroup = z.strictObject({
  type: z.literal(22),
  ...asked,
  options: z.array(Option).min(1).max(10),
  min_values: z.int().min(0).max(10).optional(),
  max_values: z.int().min(1).max(10).optional(),
  required,
})

const Checkbox = z.strictObject({ type: z.literal(23), ...asked, default: z.boolean().optional() })

const Label = z.strictObject({
  type: z.literal(18),
  id: ComponentId,
  label: text(45),
  description: z.string().max(100).optional(),
  component: z.discriminatedUnion('type', [TextInput, FileUpload, RadioGroup, CheckboxGroup, Checkbox, ...selects]),
})

/** A text input in a row is how modals were made before labels; its label is its own. */
const TextInputRow = z.strictObject({
  type: z.literal(1),
  id: ComponentId,
  components: z.array(TextInput.extend({ label: text(45) })).length(1),
})

const Modal = z.strictObject({
  custom_id: customId,
  title: text(45),
  components: z
    .array(z.discriminatedUnion('type', [Label, TextDisplay, TextInputRow]))
    .min(1)
    .max(5),
})

export interface ModalData {
  custom_id: string
  title: string
  /** With every id. */
  components: readonly Record<string, unknown>[]
}

/** `at` leads to the modal within the body. Throws 50035. */
export function parseModal(value: unknown, at: Problem['path'] = ['data']): ModalData {
  const modal = check(Modal, value, at)
  const here = [...at, 'components']
  refuseAll([...findComponentProblems(modal.components, here), ...findModalProblems(modal.components, here)])
  return { ...modal, components: completeComponents(modal.components) }
}

/** What only counts in modals: nothing is disabled, and what is required asks for one at least. */
function findModalProblems(components: readonly unknown[], at: Problem['path']): Problem[] {
  return [...walk(components, at)].flatMap(({ node, path }) => [
    ...(node.disabled === true
      ? [
          {
            path: [...path, 'disabled'],
            code: 'MODAL_COMPONENT_DISABLED',
            message: 'Modal components cannot be disabled',
          },
        ]
      : []),
    ...(node.min_values === 0 && node.required !== false
      ? [
          {
            path: [...path, 'min_values'],
            code: 'COMPONENT_REQUIRED_MIN_VALUES',
            message: 'min_values must be at least 1 when the component is required',
          },
        ]
      : []),
    ...(node.type === 21 && isChosenTwice(node.options)
      ? [{ path: [...path, 'options'], code: 'BASE_TYPE_MAX_LENGTH', message: 'Only one option can be the default' }]
      : []),
  ])
}

function isChosenTwice(options: unknown): boolean {
  return Array.isArray(options) && options.filter((option) => option.default === true).length > 1
}
