/** A person's own number, proven by a code that the PBX says to whoever answers there. */
import { maskPhoneNumber } from '#lib/phone-number.ts'
import { say } from '#text/message.ts'
import { asPerson, type Place, personKey, workspaceKey } from '../actor.ts'
import type { Attempt } from '../attempt.ts'
import type { CallFailure, Pbx, PlacedCall } from '../contracts/conference-provider.ts'
import type { Repositories } from '../contracts/store.ts'
import { isExtension, isShort, judgeTarget } from '../dial-guard.ts'
import { mayUsePbx } from '../door.ts'
import { ConfbotError, errorFacts, isConfbotError } from '../errors.ts'
import { enteredNumber, isSomebodyElses, provenToText } from '../own-number.ts'
import {
  beginCheck,
  checkToText,
  codeCallsId,
  codeCallsPeriodMs,
  isCodeOf,
  judgeCodeCall,
  type PhoneCheck,
  settleCall,
  takeTry,
  textToCheck,
  textToCode,
  wrongCode,
} from '../phone-check.ts'
import { pbxFor } from './choose-pbx.ts'
import { canDo, permit, personScope, unsupported, type Verbs } from './deps.ts'
import { dialWithCode, isCertain } from './dial.ts'
import { phoneOf, provenSetting } from './directory.ts'
import { placeOf } from './locate.ts'

/** A number whose code is awaited. */
export interface AwaitedCode extends Pick<PhoneCheck, 'number' | 'calledAt' | 'until'> {
  readonly masked: string
  /** What is known of the call: `called` where nothing is. */
  readonly call: 'called' | 'ringing' | CallFailure
}

export interface PhoneCheckVerbs {
  /** Whether a PBX that may be used there can say a code. */
  canCheckPhone(place: Place): boolean
  /** The number that was called last, as long as its code holds; null: none. */
  awaitedCode(attempt: Attempt): Promise<AwaitedCode | null>
  /**
   * Has the number called, and a code said; null: it is proven already. Resolves as soon as it rings or the call has failed, or
   * after a few seconds. Rejects with what the dial guard says of it, `capability.unsupported`, `person.phone-entered`,
   * `.phone-elsewhere`, `.code-calls` or `.code-call-under-way`.
   */
  checkPhone(attempt: Attempt, number: string): Promise<AwaitedCode | null>
  /**
   * The number is theirs from now on. Rejects with `input.invalid` for what is no code, `person.wrong-code`, `.code-used-up`,
   * `.no-code` or `.phone-elsewhere`.
   */
  enterCode(attempt: Attempt, code: string): Promise<void>
  /** Neither a proven number nor an awaited code is left. */
  forgetPhone(attempt: Attempt): Promise<void>
}

/** How long it is waited for what becomes of a call before it is answered. */
const newsPatienceMs = 4_000

export function createPhoneCheckVerbs(verbs: Verbs): PhoneCheckVerbs {
  const { store, clock, logger } = verbs
  const keyOf = ({ actor }: Attempt) => `phone-check:${personKey(actor)}`
  const read = async ({ keptValues }: Pick<Repositories, 'keptValues'>, attempt: Attempt) =>
    textToCheck(await keptValues.get(keyOf(attempt)), clock.now())
  const keep = (tx: Repositories, attempt: Attempt, check: PhoneCheck) =>
    tx.keptValues.put([{ key: keyOf(attempt), value: checkToText(check), until: check.until }])

  const callsInHour = async ({ dials }: Pick<Repositories, 'dials'>, { actor }: Attempt): Promise<number> => {
    const since = clock.now() - codeCallsPeriodMs
    const ofPbx = (pbx: string) => dials.count({ pbx, since, personKey: personKey(actor), conferenceId: codeCallsId })
    const counts = await Promise.all([...verbs.pbxs.keys()].map(ofPbx))
    return counts.reduce((sum, one) => sum + one, 0)
  }

  const refuseElsewhere = async (
    { directory }: Pick<Repositories, 'directory'>,
    { actor }: Attempt,
    number: string,
  ): Promise<void> => {
    if (isSomebodyElses(number, await directory.contacts(workspaceKey(actor)), actor.userId))
      throw new ConfbotError('person.phone-elsewhere', { blanks: { number: maskPhoneNumber(number) } })
  }

  /** Never rejects. What is not noted is over by the clock. */
  const noteOutcome = async (attempt: Attempt, pbx: Pbx, id: string, told: PlacedCall['failure']): Promise<void> => {
    try {
      const failure = (await told) ?? null
      if (failure === null && !pbx.definition.traits.dialProgress) return
      await store.transaction(async (tx) => {
        const check = await read(tx, attempt)
        if (check?.id !== id) return
        await keep(tx, attempt, settleCall(check, failure, clock.now()))
        if (failure !== null)
          await tx.audit.append({
            at: clock.now(),
            actor: asPerson(attempt.actor),
            place: attempt.place,
            action: attempt.action,
            target: maskPhoneNumber(check.number),
            result: 'failed',
            detail: `check of the number: ${failure}`,
            intent: attempt.intent,
            conferenceId: null,
          })
      })
    } catch (error) {
      logger.debug({ ...errorFacts(error) }, 'what became of a call with a code could not be noted')
    }
  }

  return {
    canCheckPhone: (place) => canCheckPhone(verbs, place),
    async awaitedCode(attempt) {
      permit(attempt, 'person.self')
      const check = await read(store, attempt)
      return check && asAwaited(check, check.failure ?? 'called')
    },
    async checkPhone(attempt, typed) {
      permit(attempt, 'person.self')
      const contacts = await store.directory.contacts(workspaceKey(attempt.actor))
      if (enteredNumber(contacts, attempt.actor.userId) !== null) throw new ConfbotError('person.phone-entered')
      const pbx = await pbxToSay(verbs, placeOf(attempt), typed)
      const target = judgeTarget(typed, pbx.policy)
      const proven = { number: target.number, pbx: target.kind === 'extension' ? pbx.name : null }
      attempt.about(target.masked)
      const own = await phoneOf(verbs, attempt.actor)
      if (own.verifiedBy === 'code' && own.phone === proven.number && own.pbx === proven.pbx) return null
      await refuseElsewhere(store, attempt, target.number)

      const { code, check } = await beginCheck(proven, clock.now())
      const placed = await dialWithCode(verbs, attempt, pbx, target, code, async (tx) => {
        judgeCodeCall(await read(tx, attempt), await callsInHour(tx, attempt), clock.now())
        await keep(tx, attempt, check)
      }).catch(async (error: unknown) => {
        if (isConfbotError(error) && isCertain(error.code)) await forget(check)
        throw error
      })
      const noted = noteOutcome(attempt, pbx, check.id, placed.failure)
      await attempt.commit(async () => {}, `check of the number begun on ${pbx.name}`)
      const news = await firstNews(placed)
      // What the answer says is what is read next.
      if (news !== 'called' && news !== 'ringing') await noted
      return asAwaited(check, news)

      async function forget({ id }: PhoneCheck): Promise<void> {
        await store.transaction(async (tx) => {
          if ((await read(tx, attempt))?.id === id) await tx.keptValues.remove(keyOf(attempt))
        })
      }
    },
    async enterCode(attempt, typed) {
      permit(attempt, 'person.self')
      const code = textToCode(typed)
      if (code === null)
        throw new ConfbotError('input.invalid', {
          option: 'code',
          blanks: { option: 'code', problem: say('phone.problem.code') },
        })
      const check = await store.transaction(async (tx) => {
        const tried = takeTry(await read(tx, attempt))
        await keep(tx, attempt, tried)
        return tried
      })
      attempt.about(maskPhoneNumber(check.number))
      if (!(await isCodeOf(check, code))) throw wrongCode(check)
      await attempt.commit(async (tx) => {
        // Used meanwhile, or another call was made.
        if ((await read(tx, attempt))?.id !== check.id) takeTry(null)
        await refuseElsewhere(tx, attempt, check.number)
        await tx.settings.set(personScope(attempt.actor), provenSetting, provenToText(check))
        await tx.keptValues.remove(keyOf(attempt))
      }, 'verified by a spoken code')
    },
    async forgetPhone(attempt) {
      permit(attempt, 'person.self')
      attempt.about('phone=')
      await attempt.commit(async (tx) => {
        await tx.settings.set(personScope(attempt.actor), provenSetting, null)
        await tx.keptValues.remove(keyOf(attempt))
      })
    },
  }

  /** Never rejects. */
  function firstNews({ ringing, failure }: PlacedCall): Promise<AwaitedCode['call']> {
    if (!ringing && !failure) return Promise.resolve('called')
    const { promise, resolve } = Promise.withResolvers<AwaitedCode['call']>()
    void ringing?.then((rings) => rings && resolve('ringing'))
    void failure?.then((reason) => resolve(reason ?? 'called'))
    const cancel = clock.schedule(newsPatienceMs, () => resolve('called'))
    return promise.finally(cancel)
  }
}

const asAwaited = ({ number, calledAt, until }: PhoneCheck, call: AwaitedCode['call']): AwaitedCode => {
  return { number, masked: maskPhoneNumber(number), calledAt, until, call }
}

export const canCheckPhone = ({ pbxs }: Pick<Verbs, 'pbxs'>, place: Place): boolean =>
  [...pbxs.values()].some((pbx) => canSay(pbx, place))

const canSay = (pbx: Pbx, place: Place) => canDo(pbx, 'speakCode') && mayUsePbx(place, pbx)

/**
 * The PBX of this place where it can say a code; else another one that can, since a telephone number is the same from everywhere. An
 * extension is not: another PBX would ring somebody else. Rejects with `capability.unsupported`.
 */
async function pbxToSay(verbs: Verbs, place: Place, typed: string): Promise<Pbx> {
  const own = await pbxFor(verbs, place, undefined)
  const isOwnExtension = isShort(typed) || isExtension(typed.trim(), own.policy)
  const others = isOwnExtension ? [] : [verbs.pbxOf(verbs.defaultPbx), ...verbs.pbxs.values()]
  const able = [own, ...others].find((pbx) => canSay(pbx, place))
  if (able) return able
  const { code, details } = unsupported(own, 'speakCode')
  throw new ConfbotError(code, { ...details, remedy: say('phone.ask-administrator') })
}
