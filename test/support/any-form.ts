/** Forms of hostile words, of any fields. */
import fc from 'fast-check'
import type { FieldBase, Form } from '#view/form.ts'
import { hostileLine, hostileText } from './hostile-text.ts'

const bases: FieldBase[] = [
  'string',
  'lines',
  'integer',
  'boolean',
  'choice',
  'choices',
  'user',
  'users',
  'channel',
  'date',
  'time',
]
const anyField = fc.record(
  {
    name: fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/),
    label: hostileLine,
    hint: hostileText,
    placeholder: hostileLine,
    base: fc.constantFrom(...bases),
    required: fc.boolean(),
    choices: fc.array(fc.record({ value: hostileLine, label: hostileLine }), { maxLength: 120 }),
    min: fc.nat(2000),
    max: fc.integer({ min: 2000, max: 4000 }),
    suggests: fc.boolean(),
    initial: hostileText,
  },
  { requiredKeys: ['name', 'label', 'base', 'required'] },
)
export const anyForm: fc.Arbitrary<Form> = fc.record(
  {
    path: fc.constant('conf invite'),
    title: hostileText,
    submit: hostileLine,
    fields: fc.uniqueArray(anyField, { selector: ({ name }) => name, maxLength: 12 }),
    carried: fc.constant({ in: 'k3x9ab' }),
    note: hostileText,
  },
  { requiredKeys: ['path', 'title', 'submit', 'fields', 'carried'] },
)
