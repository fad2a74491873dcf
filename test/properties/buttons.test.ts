/** Packed commands: what is in a value stays in it, and what was tampered with is read as what it says or not at all. */
import type { BlockElementAction } from '@slack/bolt'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { decodeAction, encodeAction } from '#command-kit/action-ref.ts'
import { createCommandIndex } from '#command-kit/command-index.ts'
import { roots } from '#commands/index.ts'
import { actionToRef } from '#platforms/slack/requests.ts'
import { startCommands } from '#test/support/commands.ts'
import { hostileLine, hostileText } from '#test/support/hostile-text.ts'
import { property } from '#test/support/property.ts'
import type { ActionRef } from '#view/card.ts'

const index = createCommandIndex(roots)
const paths = roots.flatMap((root) => root.commands.map(({ path }) => path))

const packed: fc.Arbitrary<ActionRef> = fc
  .record({
    path: fc.constantFrom(...paths),
    input: fc.dictionary(fc.stringMatching(/^[a-z][-_a-zA-Z0-9.]{0,10}$/), hostileLine, {
      maxKeys: 4,
      noNullPrototype: true,
    }),
    mark: fc.constantFrom({}, { confirmed: true } as const, { asForm: true } as const),
  })
  .map(({ mark, ...action }) => ({ ...action, ...mark }))

const button = (value: string): BlockElementAction => ({
  type: 'button',
  action_id: 'a1',
  block_id: 'b1',
  action_ts: '1.1',
  text: { type: 'plain_text', text: 'x' },
  value,
})
/** As Slack does in the payloads of interactions. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

describe('a packed command', () => {
  property('is read back as it was packed, also when Slack escaped it', 'buttons.pack', packed, { runs: 5000 }, () => {
    return (action) => {
      const text = encodeAction(action)
      expect(decodeAction(text)).toEqual(action)
      expect(actionToRef(button(text))).toEqual(action)
      expect(actionToRef(button(escaped(text)))).toEqual(action)
    }
  })

  /** Characters put in, taken out and written over, also those that have a meaning. */
  const tampered = fc
    .tuple(
      packed,
      fc.array(
        fc.tuple(fc.nat(), fc.nat(3), fc.oneof(hostileLine, fc.constantFrom(...'!~?&=% \n', 'in=', '&in=a', '%26'))),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
    )
    .map(([action, edits]) =>
      edits.reduce((text, [at, length, words]) => {
        const start = at % (text.length + 1)
        return text.slice(0, start) + words + text.slice(start + length)
      }, encodeAction(action)),
    )

  property(
    'that was tampered with is nothing, or exactly what it says; and then it is a request like any other',
    'buttons.tampered',
    fc.oneof({ weight: 4, arbitrary: tampered }, { weight: 1, arbitrary: hostileText }),
    { runs: 5000 },
    async () => {
      const { plan } = await startCommands()
      return (text) => {
        const action = decodeAction(text)
        if (!action) return
        expect(encodeAction(action)).toBe(text)
        expect(Object.getPrototypeOf(action.input)).toBe(Object.prototype)
        const { path, input, confirmed = false, asForm = false } = action
        const decided = plan({ kind: 'values', path, values: input, confirmed, asForm, from: 'button' })
        expect(['form', 'run']).toContain(decided.kind)
        if (decided.kind === 'form') expect(decided.form.path).toBe(index.at(path)?.path)
      }
    },
  )
})
