/** Forms of hostile words on Discord: each modal and each message of a draft is taken, and what is typed comes back as it was. */
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { renderDraft } from '#platforms/discord/draft-message.ts'
import type { Draft } from '#platforms/discord/drafts.ts'
import { sectionsOf } from '#platforms/discord/form-sections.ts'
import { modalToValues } from '#platforms/discord/form-values.ts'
import { renderModal } from '#platforms/discord/render-form.ts'
import { anyForm } from '#test/support/any-form.ts'
import { hostileText } from '#test/support/hostile-text.ts'
import { property } from '#test/support/property.ts'
import { general } from '#test/support/service.ts'
import type { Form } from '#view/form.ts'
import { messageProblems } from '../platforms/discord/component-rules.ts'
import { submitFilled } from '../platforms/discord/filled-modal.ts'
import { modalProblems } from '../platforms/discord/modal-rules.ts'

const texts = fc.array(hostileText, { minLength: 12, maxLength: 12 })

const named = ({ fields }: Form, words: readonly string[]): Record<string, string> =>
  Object.fromEntries(fields.flatMap(({ name }, index) => (words[index] ? [[name, words[index]]] : [])))

describe('a form of hostile words', () => {
  property(
    'is taken by Discord, as modals and as a message',
    'renderer.discord-form',
    fc.tuple(anyForm, texts, texts, fc.boolean()),
    { runs: 400 },
    () =>
      ([any, values, problems, isAsked]) => {
        const form = withPeople(any)
        const filled = { form, values: named(form, values), problems: named(form, problems) }
        for (const [section] of sectionsOf(form).entries())
          expect(modalProblems(renderModal(filled, section, 'modal'))).toEqual([])
        const draft: Draft = {
          ...filled,
          id: 'k3x9abcd',
          userId: '1',
          place: general,
          refusal: null,
          question: isAsked ? { ...form, fields: [], confirms: true } : null,
          forgotten: form.fields.slice(0, 1).map(({ name }) => name),
          revision: 0,
          isSubmitted: false,
        }
        expect(messageProblems(renderDraft(draft))).toEqual([])
      },
  )

  property(
    'gives back what was typed into it',
    'renderer.discord-form.values',
    fc.tuple(anyForm, texts),
    { runs: 300 },
    () =>
      ([form, values]) => {
        const typed = form.fields.flatMap(({ name, base, secret }, index): [string, string][] => {
          const text = values[index]?.trim() ?? ''
          return base === 'lines' && !secret && text !== '' && text.length <= 2000 ? [[name, text]] : []
        })
        for (const [index, section] of sectionsOf(form).entries()) {
          const names = section.map(({ name }) => name)
          const here = Object.fromEntries(typed.filter(([name]) => names.includes(name)))
          const modal = renderModal({ form: optional(form), values: {}, problems: {} }, index, 'modal')
          expect(modalToValues(submitFilled(modal, here))).toMatchObject(here)
        }
      },
  )
})

/** Beside some of its fields, and others are secrets. */
const withPeople = (form: Form): Form => ({
  ...form,
  fields: form.fields.map((field, index) =>
    field.base === 'lines' ? { ...field, people: 'several' } : index % 5 === 0 ? { ...field, secret: true } : field,
  ),
})

const optional = (form: Form): Form => ({
  ...form,
  fields: form.fields.map((field) => ({ ...field, required: false })),
})
