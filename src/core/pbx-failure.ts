/** Why a PBX did not do what `npm run doctor` asked of it, for whoever set it up: chats tell people something else. */
import { type Message, say } from '#text/message.ts'
import { type Finding, fail, warn } from './contracts/diagnosis.ts'
import { isConfbotError } from './errors.ts'

/** Of a sign-in, after which nothing else can be asked, whatever it was that failed. Throws as below. */
export function signInFailureFinding(error: unknown): Finding {
  const finding = pbxFailureFinding(error, say('doctor.pbx.doing.sign-in'))
  return finding.level === 'warn' ? fail(finding.says, finding.next) : finding
}

/** `doing`: what was asked, as in "list rooms". Throws what is no error of the one tree. */
export function pbxFailureFinding(error: unknown, doing: Message): Finding {
  if (!isConfbotError(error)) throw error
  switch (error.code) {
    case 'provider.unauthorized':
      return fail(say('doctor.pbx.login-refused'), say('doctor.pbx.login-refused.next'))
    case 'provider.forbidden':
      return fail(say('doctor.pbx.forbidden', { doing }), say('doctor.pbx.forbidden.next'))
    case 'provider.rate-limited':
      return warn(say('doctor.pbx.busy'), say('doctor.pbx.busy.next'))
    case 'provider.rejected':
      return fail(
        say('doctor.pbx.refused', { message: error.details.blanks?.message ?? '' }),
        say('doctor.pbx.refused.next'),
      )
    case 'provider.not-found':
    case 'provider.malformed':
      return fail(say('doctor.pbx.other'), say('doctor.pbx.other.next'))
  }
  const { cause } = error
  const what = cause instanceof Error ? cause.message : error.code
  return fail(say('doctor.pbx.failed', { what }), say('doctor.pbx.failed.next'))
}
