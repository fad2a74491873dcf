import { describe, expect, it } from 'vitest'
import { errorCard, errorSentence, problemsCard, problemsToError } from '#command-kit/error-card.ts'
import { ConfbotError, type ErrorCode, errorCodes } from '#core/errors.ts'
import { spanToString } from '#text/format.ts'
import { say } from '#text/message.ts'
import type { ActionRef, Card } from '#view/card.ts'
import { cardToPlainText } from '#view/plain-text.ts'

const request: ActionRef = { path: 'conf drop', input: { who: 'Anna', in: 'k3x9ab' } }
const textOf = (card: Card) => cardToPlainText(card, { language: 'en' })
const actionsOf = (card: Card) =>
  card.nodes
    .flatMap((node) => (node.kind === 'actions' ? node.actions : []))
    .flatMap((one) => ('action' in one ? [one.action] : []))

describe('errorCard', () => {
  it('says what is wrong and what to do next', () => {
    const error = new ConfbotError('provider.unreachable', { blanks: { pbx: 'main' } })
    expect(textOf(errorCard(error))).toBe(
      'That did not work\nThe PBX main cannot be reached.\nTry again in a moment. If it stays so, tell the telephony administrator.',
    )
  })

  it.each(Object.keys(errorCodes) as ErrorCode[])('can always tell %s, even when a blank was forgotten', (code) => {
    expect(textOf(errorCard(new ConfbotError(code)))).not.toMatch(/[{}]|undefined/)
  })

  it('offers the same request again when repeating may help', () => {
    expect(actionsOf(errorCard(new ConfbotError('provider.timeout'), request))).toEqual([request])
    expect(actionsOf(errorCard(new ConfbotError('chat.cannot-post'), request))).toEqual([request])
    expect(actionsOf(errorCard(new ConfbotError('dial.premium'), request))).toEqual([])
    expect(actionsOf(errorCard(new ConfbotError('provider.timeout')))).toEqual([])
  })

  it('offers to change what was typed in its form, where that is what is wrong', () => {
    const changed = { ...request, asForm: true }
    const offered = (code: ErrorCode, hasForm: boolean) =>
      actionsOf(errorCard(new ConfbotError(code), { ...request, confirmed: true }, hasForm))
    expect(offered('input.not-a-number', true)).toEqual([changed])
    expect(offered('dial.premium', true)).toEqual([changed])
    expect(offered('dial.premium', false)).toEqual([])
    expect(offered('input.unknown-conference', true)).toEqual([])
    expect(offered('conference.ended', true)).toEqual([])
    expect(
      actionsOf(problemsCard([{ option: 'who', message: say('form.problem.once'), isMissing: false }], request)),
    ).toEqual([changed])
  })

  it('cuts what somebody typed at great length', () => {
    const error = new ConfbotError('input.not-a-number', { blanks: { typed: '😀'.repeat(5_000) } })
    expect(textOf(errorCard(error))).toContain(`“${'😀'.repeat(80)}…” is no telephone number`)
  })

  it('says in words when it is possible again', () => {
    const wait = (retryAfterMs: number) => textOf(errorCard(new ConfbotError('permission.rate', { retryAfterMs })))
    expect(wait(300)).toContain('Possible again in 1 second.')
    expect(wait(4_200)).toContain('Possible again in 5 seconds.')
    expect(wait(600_000)).toContain('Possible again in 10 minutes.')
  })

  it('offers the choices, each with what else was given to the same command', () => {
    const error = new ConfbotError('input.ambiguous-participant', {
      blanks: { typed: 'Anna' },
      choices: [
        { label: 'Anna M', input: { who: 'p3' } },
        { label: 'Show', path: 'conf show', input: {} },
        { label: 'Another', path: request.path, input: { who: 'p4' }, anew: true },
      ],
    })
    expect(actionsOf(errorCard(error, { ...request, confirmed: true }))).toEqual([
      { path: 'conf drop', input: { who: 'p3', in: 'k3x9ab' } },
      { path: 'conf show', input: {} },
      { path: 'conf drop', input: { who: 'p4' } },
    ])
  })

  it('tells the choices of a request that no button may hold', () => {
    const error = new ConfbotError('input.ambiguous-participant', {
      choices: [{ label: 'Anna M', input: { who: 'p3' } }],
    })
    expect(actionsOf(errorCard(error))).toEqual([])
    expect(textOf(errorCard(error))).toContain('• Anna M')
  })

  it('leaves out a button that no platform could hold', () => {
    const long = { path: 'conf drop', input: { who: 'x'.repeat(2_000) } }
    expect(actionsOf(errorCard(new ConfbotError('provider.timeout'), long))).toEqual([])
  })
})

describe('errorSentence', () => {
  it('does not tell people of unexpected errors', () => {
    expect(spanToString(errorSentence(new TypeError('secret detail')))).toBe(
      'Something went wrong inside confbot (reference …).',
    )
  })
})

describe('problemsCard', () => {
  const problems = [
    { option: 'pin', message: say('form.problem.digits', { min: 3, max: 6 }), isMissing: false },
    { option: 'for', message: say('form.problem.duration'), isMissing: false },
  ]
  it('tells all problems', () => {
    expect(textOf(problemsCard(problems))).toContain('pin: Give 3 to 6 digits.\nfor: Give a length of time')
  })
  it('counts as one error of input', () => {
    expect(problemsToError(problems)).toMatchObject({ code: 'input.invalid', details: { option: 'pin' } })
  })
})
