/** `conf me phone`: the caller's own number, and the code by which they prove it. */
import { type CommandContext, defineCommand, type Reply } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { ConfbotError } from '#core/errors.ts'
import { textToCode } from '#core/phone-check.ts'
import type { AwaitedCode } from '#core/service/phone-check.ts'
import { maskPhoneNumber } from '#lib/phone-number.ts'
import { moment, say } from '#text/message.ts'
import { actions, button, type Card, card, note, text } from '#view/card.ts'
import type { FormProblems } from '#view/form.ts'

const path = 'conf me phone'
const codePath = 'conf phone-code'

const codeOption = {
  summary: 'option.spoken-code',
  label: 'phone.label.code',
  secret: true,
  // Six, and what people write between them.
  max: 20,
} as const

const checkCode = ({ code }: { readonly code?: string | undefined }): FormProblems =>
  code === undefined || textToCode(code) !== null ? {} : { code: say('phone.problem.code') }

export const mePhone = defineCommand({
  path,
  summary: 'command.me-phone.summary',
  help: 'command.me-phone.help',
  formWords: { title: 'phone.form.number', submit: 'phone.form.number.submit' },
  examples: ['me phone', 'me phone +49 30 901802', 'me phone 1007', 'me phone code:493027', 'me phone off'],
  options: {
    number: option.words({ summary: 'option.own-number', label: 'phone.label.number', max: 40 }),
    code: option.text({ ...codeOption, named: true, rare: true }),
  },
  check: checkCode,
  permission: 'person.self',
  effect: 'sensitive',
  async run({ number, code }, context) {
    const { service, attempt } = context
    if (code !== undefined) {
      if (number !== undefined)
        throw new ConfbotError('input.invalid', {
          option: 'code',
          blanks: { option: 'code', problem: say('phone.problem.number-and-code') },
        })
      await service.enterCode(attempt, code)
    } else if (number !== undefined && /^(?:off|none)$/i.test(number)) await service.forgetPhone(attempt)
    else if (number !== undefined) {
      const called = await service.checkPhone(attempt, number)
      if (called) return { card: calledCard(called) }
    }
    return showPhone(context)
  },
})

/** What asks for the code alone. */
export const phoneCode = defineCommand({
  path: codePath,
  summary: 'command.phone-code.summary',
  formWords: { title: 'phone.form.code', submit: 'phone.form.code.submit' },
  examples: ['phone-code 493027'],
  options: { code: option.text({ ...codeOption, required: true }) },
  check: checkCode,
  permission: 'person.self',
  effect: 'sensitive',
  hidden: true,
  async run({ code }, context) {
    await context.service.enterCode(context.attempt, code)
    return showPhone(context)
  },
})

const enterCode = button(say('phone.button.code'), { path: codePath, input: {}, asForm: true }, { style: 'primary' })
const forget = button(say('phone.button.off'), { path, input: { number: 'off' } }, { style: 'danger' })
const callAgain = ({ number }: AwaitedCode) => button(say('phone.button.again'), { path, input: { number } })

function calledCard(called: AwaitedCode): Card {
  const { call, masked, until } = called
  const said = text(say(`phone.call.${call}`, { number: masked }))
  if (call !== 'called' && call !== 'ringing') return card(say('phone.title'), said, actions(callAgain(called)))
  return card(
    say('phone.title'),
    said,
    note(say('phone.until', { until: moment(until) })),
    actions(enterCode, callAgain(called)),
  )
}

async function showPhone({ service, attempt, place }: CommandContext): Promise<Reply> {
  const [{ phone, verifiedBy, pbx }, awaited] = await Promise.all([
    service.personSettings(attempt),
    service.awaitedCode(attempt),
  ])
  const canBeSet = verifiedBy !== 'administrator' && service.canCheckPhone(place)
  const set = button(say(phone === null ? 'phone.button.number' : 'phone.button.other'), {
    path,
    input: {},
    asForm: true,
  })
  const by = {
    administrator: say('phone.by-administrator'),
    code: pbx === null ? say('phone.by-code') : say('phone.by-code.extension', { pbx }),
    profile: say('phone.by-profile'),
  }[verifiedBy ?? 'profile']
  const buttons = [
    ...(awaited ? [enterCode, callAgain(awaited)] : []),
    ...(canBeSet ? [set] : []),
    ...(awaited || verifiedBy === 'code' ? [forget] : []),
  ]
  return {
    card: card(
      say(phone === null ? 'phone.none' : 'phone.title'),
      ...(phone === null
        ? [text(say('phone.none.how')), ...(canBeSet ? [text(say('phone.none.can-check'))] : [])]
        : [text(maskPhoneNumber(phone)), note(by)]),
      ...(awaited ? [text(awaitedSentence(awaited)), note(say('phone.until', { until: moment(awaited.until) }))] : []),
      ...(buttons.length > 0 ? [actions(...buttons)] : []),
    ),
  }
}

const awaitedSentence = ({ call, masked, calledAt }: AwaitedCode) =>
  call === 'called' || call === 'ringing'
    ? say('phone.awaited', { number: masked, at: moment(calledAt) })
    : say(`phone.call.${call}`, { number: masked })
