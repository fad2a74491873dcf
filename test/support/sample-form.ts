/** A form to draw, of the fields that a test is about. */
import type { FieldBase, Form, FormField } from '#view/form.ts'

export const field = (base: FieldBase, given: Partial<FormField> = {}): FormField => ({
  name: 'value',
  label: 'Value',
  base,
  required: false,
  ...given,
})

export const form = (...fields: FormField[]): Form => ({
  path: 'conf invite',
  title: 'Invite people',
  submit: 'Ring them',
  fields,
  carried: { in: 'k3x9ab' },
})
