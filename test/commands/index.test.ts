/** The real commands, held to what holds for every command. */
import { describe, expect, it } from 'vitest'
import { formFromOptions } from '#command-kit/form-from-options.ts'
import { rootHelpCard } from '#command-kit/help.ts'
import { roots } from '#commands/index.ts'
import { systemActor } from '#core/actor.ts'
import { limits } from '#platforms/slack/limits.ts'
import { renderCard } from '#platforms/slack/render-card.ts'
import { spanToString } from '#text/format.ts'
import { commandContract } from '../contracts/command-contract.ts'

describe('the commands of confbot', () => commandContract(roots))

/** A form opens where something required is missing, and to change what was typed. Some make it themselves. */
const withForm = roots
  .flatMap(({ commands }) => commands)
  .filter(
    ({ hidden, form, options }) =>
      !form && Object.values(options).some(({ facts, required }) => required || (!hidden && !facts.carried)),
  )

it.each(withForm)('the form of /$path has a title that is shown whole, and its button says what happens', (command) => {
  expect(command.formWords).toBeDefined()
  const { title, submit } = formFromOptions(command, new Map())
  for (const span of [title, submit])
    expect(spanToString(span, 'en').length, spanToString(span, 'en')).toBeLessThanOrEqual(limits.viewTitle)
})

it('an administrator’s help is one message of Slack with nothing left out, the root for everybody first', () => {
  const { blocks } = renderCard(rootHelpCard(roots, { actor: systemActor }))
  const shown = JSON.stringify(blocks)
  const paths = roots.flatMap(({ commands }) => commands.filter(({ hidden }) => !hidden).map(({ path }) => path))
  expect(paths.filter((path) => !shown.includes(`"/${path}"`))).toEqual([])
  expect(shown.lastIndexOf('"/conf ')).toBeLessThan(shown.indexOf('"/confadmin '))
})
