/** The fields of a form in sections that fit into a modal each. Pure. */
import type { Form, FormField } from '#view/form.ts'
import { limits } from './limits.ts'

export type Section = readonly FormField[]

/** People are chosen in a component of their own. */
const componentsOf = ({ people }: FormField): number => (people ? 2 : 1)
const componentsOfAll = (fields: Section): number => fields.reduce((sum, field) => sum + componentsOf(field), 0)

/** In the order of the form; fields of one option (`when.date`, `when.time`) stay together where they fit. */
export function sectionsOf({ fields }: Pick<Form, 'fields'>): readonly Section[] {
  const sections: FormField[][] = []
  for (const run of runsOf(fields)) {
    const last = sections.at(-1)
    if (last && componentsOfAll([...last, ...run]) <= limits.modalComponents) last.push(...run)
    else sections.push([...run])
  }
  return sections
}

/** The whole form is one modal, what is to be read above its fields included. */
export const fitsModal = (form: Form): boolean =>
  form.fields.length > 0 &&
  !form.confirms &&
  componentsOfAll(form.fields) + (hasText(form) ? 1 : 0) <= limits.modalComponents

export const hasText = ({ note, lines = [] }: Form): boolean => note !== undefined || lines.length > 0

const optionOf = ({ name }: FormField): string => name.split('.', 1)[0] ?? ''

function runsOf(fields: readonly FormField[]): readonly Section[] {
  const runs: FormField[][] = []
  for (const field of fields) {
    const last = runs.at(-1)
    if (last?.[0] && optionOf(last[0]) === optionOf(field)) last.push(field)
    else runs.push([field])
  }
  return runs.flatMap((run) => (componentsOfAll(run) <= limits.modalComponents ? [run] : run.map((field) => [field])))
}
