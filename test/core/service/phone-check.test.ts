import { describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { ConfbotError } from '#core/errors.ts'
import { otherCode, sayingPbx } from '#test/support/saying-pbx.ts'
import { anna, ben, carol, dan, found, type PbxPlan, startService, words } from '#test/support/service.ts'

const number = '+4930901855'
const minuteMs = 60_000

async function start(options: Parameters<typeof sayingPbx>[1] = {}, ...others: PbxPlan[]) {
  const saying = sayingPbx('berlin', options)
  const running = await startService([saying.plan, ...others])
  const { service, attempt, clock } = running
  /** As a command would: what is refused is recorded. */
  const asking = async <T>(actor: Actor, ask: (one: ReturnType<typeof attempt>) => Promise<T>): Promise<T> => {
    const one = attempt(actor, 'conf me phone')
    try {
      return await ask(one)
    } catch (error) {
      await one.fail(error)
      throw error
    }
  }
  const check = (typed = number, actor = ben) => clock.until(asking(actor, (one) => service.checkPhone(one, typed)))
  const enter = (code: string, actor = ben) => asking(actor, (one) => service.enterCode(one, code))
  const own = (actor = ben) => service.personSettings(attempt(actor))
  const enterContact = (given: string, userId: string | null) =>
    service.putContact(attempt(anna), service.pbxOf('berlin'), { name: `of ${given}`, number: given, userId }, false)
  return { ...running, saying, check, enter, own, enterContact }
}

describe('a number that is proven by a spoken code', () => {
  it('is called, asked for its code, and the person’s own from then on', async () => {
    const { saying, check, enter, own, service, attempt, start: startConference } = await start({ isSilent: true })
    expect(await check('030 901855')).toMatchObject({ number, masked: '+49 ···855', call: 'called' })
    expect(saying.calls).toEqual([expect.objectContaining({ number })])
    expect(await own()).toMatchObject({ phone: ben.phone, verifiedBy: null })
    await enter(saying.lastCode())
    expect(await own()).toMatchObject({ phone: number, verifiedBy: 'code', pbx: null })
    expect(await service.awaitedCode(attempt(ben))).toBeNull()

    const { id } = await startConference(anna, 'Planning')
    const called = await service.callMe(attempt(ben), { in: id })
    expect(called.results).toMatchObject([{ invitee: { number }, outcome: 'rung' }])
    const invited = await service.start(attempt(anna), {
      subject: 'Review',
      who: words(`<@${ben.userId}>`),
      another: true,
    })
    expect(invited.conference.invitations).toMatchObject([{ number, person: { userId: ben.userId } }])
  })

  it('is never recorded whole, nor its code', async () => {
    const { saying, check, enter, audit, store } = await start()
    await check()
    const code = saying.lastCode()
    expect(await store.keptValues.get(`phone-check:slack:T1:${ben.userId}`)).not.toContain(code)
    await expect(enter(otherCode(code))).rejects.toMatchObject({ code: 'person.wrong-code' })
    await enter(code)
    const records = await audit()
    expect(records.map(({ target, result, detail }) => ({ target, result, detail }))).toEqual([
      { target: '+49 ···855', result: 'done', detail: 'verified by a spoken code' },
      { target: '+49 ···855', result: 'failed', detail: 'person.wrong-code' },
      { target: '+49 ···855', result: 'done', detail: 'check of the number begun on berlin' },
    ])
    for (const secret of [code, otherCode(code), number]) expect(JSON.stringify(records)).not.toContain(secret)
  })

  it('goes behind what an administrator enters, and is asked for no more then', async () => {
    const { saying, check, enter, own, enterContact } = await start()
    await check()
    await enter(saying.lastCode())
    await enterContact('1007', ben.userId)
    expect(await own()).toMatchObject({ phone: '1007', verifiedBy: 'administrator' })
    await expect(check('+4930901866')).rejects.toMatchObject({ code: 'person.phone-entered' })
    expect(saying.calls).toHaveLength(1)
  })

  it('is called no more once it is proven', async () => {
    const { saying, check, enter } = await start()
    await check()
    await enter(saying.lastCode())
    expect(await check()).toBeNull()
    expect(saying.calls).toHaveLength(1)
  })

  it('may be that of two people, but not one that an administrator gave to somebody else', async () => {
    const { saying, check, enter, own, enterContact, audit } = await start()
    for (const one of [ben, dan]) {
      await check(number, one)
      await enter(saying.lastCode(), one)
      expect(await own(one)).toMatchObject({ phone: number, verifiedBy: 'code' })
    }
    await enterContact('1007', carol.userId)
    await expect(check('1007', dan)).rejects.toMatchObject({
      code: 'person.phone-elsewhere',
      details: { blanks: { number: '1007' } },
    })
    expect(saying.calls).toHaveLength(2)
    expect(JSON.stringify((await audit())[0])).not.toContain(carol.name)
  })

  it('is refused also when an administrator gives it to somebody else while its code is awaited', async () => {
    const { saying, check, enter, own, enterContact } = await start()
    await check()
    await enterContact(number, carol.userId)
    await expect(enter(saying.lastCode())).rejects.toMatchObject({ code: 'person.phone-elsewhere' })
    expect(await own()).toMatchObject({ phone: ben.phone, verifiedBy: null })
  })

  it('is forgotten when it is taken back, and its awaited code too', async () => {
    const { saying, check, enter, own, service, attempt, clock } = await start()
    await check()
    await enter(saying.lastCode())
    clock.advance(2 * minuteMs)
    await check('+4930901866')
    await service.forgetPhone(attempt(ben))
    expect(await own()).toMatchObject({ phone: ben.phone, verifiedBy: null })
    await expect(enter(saying.lastCode())).rejects.toMatchObject({ code: 'person.no-code' })
  })
})

describe('the code', () => {
  it('holds for ten minutes', async () => {
    const { saying, check, enter, clock } = await start({ isSilent: true })
    await check()
    clock.advance(10 * minuteMs)
    await expect(enter(saying.lastCode())).rejects.toMatchObject({ code: 'person.no-code' })
  })

  it('holds for five tries, however many are made at once', async () => {
    const { saying, check, enter, own } = await start()
    await check()
    const wrong = otherCode(saying.lastCode())
    const tries = await Promise.allSettled(Array.from({ length: 7 }, () => enter(wrong)))
    const codes = tries.map((one) => (one.status === 'rejected' ? one.reason.code : 'taken'))
    expect(codes.filter((one) => one === 'person.wrong-code')).toHaveLength(4)
    expect(codes.filter((one) => one === 'person.code-used-up')).toHaveLength(3)
    await expect(enter(saying.lastCode())).rejects.toMatchObject({ code: 'person.code-used-up' })
    expect(await own()).toMatchObject({ verifiedBy: null })
  })

  it('counts no try for what is no code, and is of use once', async () => {
    const { saying, check, enter } = await start()
    await check()
    for (const typed of ['12', '1234567', 'off', '12345a', '+49123', ''])
      await expect(enter(typed)).rejects.toMatchObject({ code: 'input.invalid' })
    const code = saying.lastCode()
    await enter(`${code.slice(0, 3)} ${code.slice(3)}`)
    await expect(enter(code)).rejects.toMatchObject({ code: 'person.no-code' })
  })

  it('is that of the last call, and of nobody else', async () => {
    const { saying, check, enter, clock } = await start()
    await check()
    const first = saying.lastCode()
    clock.advance(2 * minuteMs)
    await check()
    await expect(enter(saying.lastCode(), carol)).rejects.toMatchObject({ code: 'person.no-code' })
    if (first !== saying.lastCode()) await expect(enter(first)).rejects.toMatchObject({ code: 'person.wrong-code' })
    await enter(saying.lastCode())
  })
})

describe('the call', () => {
  it.each([
    ['112', 'dial.emergency'],
    ['+1 212 555 2368', 'dial.country'],
    ['+49 900 1234567', 'dial.premium'],
    ['2001', 'dial.extension'],
    ['Ben', 'input.not-a-number'],
  ])('passes the dial guard: not to %s', async (typed, code) => {
    const { saying, check, store, clock } = await start()
    await expect(check(typed)).rejects.toMatchObject({ code })
    expect(saying.calls).toEqual([])
    expect(await store.dials.count({ pbx: 'berlin', since: clock.now() - minuteMs })).toBe(0)
  })

  it('is one of the calls that the caps count, and may be refused by them', async () => {
    const caps = { atOnce: 50, perPersonHour: 1, perDay: 200, perConference: 60 }
    const { saying, check, service, attempt, start: startConference } = await start({ policy: { caps } })
    await check()
    const { id } = await startConference(anna, 'Planning')
    await expect(service.callMe(attempt(ben), { in: id })).rejects.toMatchObject({ code: 'dial.cap-person' })
    saying.settle('busy')
    await expect.poll(async () => (await service.awaitedCode(attempt(ben)))?.call).toBe('busy')
    await expect(check()).rejects.toMatchObject({ code: 'dial.cap-person' })
    expect(saying.calls).toHaveLength(1)
  })

  it('counts among those that go on at once', async () => {
    const caps = { atOnce: 1, perPersonHour: 100, perDay: 200, perConference: 60 }
    const { check, service, attempt, clock, start: startConference } = await start({ policy: { caps } })
    await check()
    const { id } = await startConference(anna, 'Planning')
    await expect(service.callMe(attempt(carol), { in: id })).rejects.toMatchObject({ code: 'dial.cap-at-once' })
    clock.advance(2 * minuteMs)
    expect((await service.callMe(attempt(carol), { in: id })).results).toMatchObject([{ outcome: 'rung' }])
  })

  it('is made three times an hour for one person, on whichever PBX', async () => {
    const { saying, check, clock } = await start()
    for (const one of ['+4930901851', '+4930901852', '+4930901853']) {
      await check(one)
      clock.advance(2 * minuteMs)
    }
    await expect(check()).rejects.toMatchObject({ code: 'person.code-calls' })
    await check(number, carol)
    expect(saying.calls).toHaveLength(4)
    clock.advance(60 * minuteMs)
    await check()
  })

  it('is one at a time for one person, also when two are asked for at once', async () => {
    const { saying, check } = await start()
    const both = await Promise.allSettled([check(), check('+4930901866')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(saying.calls).toHaveLength(1)
    await expect(check()).rejects.toMatchObject({ code: 'person.code-call-under-way' })
    await check(number, carol)
  })

  it('tells that it rings, or that nobody hears the code', async () => {
    const { saying, service, attempt, audit } = await start()
    /** Asked for, and placed; not answered yet. */
    const place = async (actor: Actor) => {
      const before = saying.calls.length
      const answered = service.checkPhone(attempt(actor, 'conf me phone'), number)
      await expect.poll(() => saying.calls.length).toBe(before + 1)
      return { answered }
    }
    const rung = await place(ben)
    saying.ring()
    expect(await rung.answered).toMatchObject({ call: 'ringing' })
    const busy = await place(carol)
    saying.settle('busy')
    expect(await busy.answered).toMatchObject({ call: 'busy' })
    expect(await service.awaitedCode(attempt(carol))).toMatchObject({ call: 'busy' })
    expect((await audit())[0]).toMatchObject({
      target: '+49 ···855',
      result: 'failed',
      detail: 'check of the number: busy',
    })
    // It is over, so that another may be made.
    const again = await place(carol)
    saying.settle('no-answer')
    expect(await again.answered).toMatchObject({ call: 'no-answer' })
  })

  it('that is refused leaves nothing behind, and one that may ring all the same awaits its code', async () => {
    const { saying, check, service, attempt } = await start({ isSilent: true })
    saying.refuseNext(new ConfbotError('provider.rejected', { blanks: { pbx: 'berlin', message: 'no' } }))
    await expect(check()).rejects.toMatchObject({ code: 'provider.rejected' })
    expect(await service.awaitedCode(attempt(ben))).toBeNull()
    saying.refuseNext(new ConfbotError('provider.unanswered', { blanks: { pbx: 'berlin' } }))
    await expect(check()).rejects.toMatchObject({ code: 'provider.unanswered' })
    expect(await service.awaitedCode(attempt(ben))).toMatchObject({ number })
    await expect(check()).rejects.toMatchObject({ code: 'person.code-call-under-way' })
  })
})

describe('which PBX says it', () => {
  it('is another one where that of the channel cannot, but not for its extensions', async () => {
    const { saying, check, enter, own, service, attempt } = await start({}, { name: 'hamburg' })
    await service.setChannel(attempt(anna), 'pbx', 'hamburg')
    await expect(check('1007')).rejects.toMatchObject({ code: 'capability.unsupported' })
    await check()
    await enter(saying.lastCode())
    expect(await own()).toMatchObject({ phone: number, pbx: null })
  })

  it('is the one whose extension it is, where alone it is rung from then on', async () => {
    const { saying, check, enter, own, service, attempt } = await start({}, { name: 'hamburg' })
    await check('1007')
    await enter(saying.lastCode())
    expect(await own()).toMatchObject({ phone: '1007', pbx: 'berlin', verifiedBy: 'code' })
    const numbersOn = async (pbx: string) => {
      const { conference } = await service.start(attempt(anna), {
        subject: pbx,
        who: words('1001'),
        pbx,
        another: true,
      })
      return (await service.callMe(attempt(ben), { in: conference.id })).results.map(({ invitee }) => invitee.number)
    }
    expect(await numbersOn('berlin')).toEqual(['1007'])
    expect(await numbersOn('hamburg')).toEqual([ben.phone])
  })

  it('is none that this chat may not use; then it is said that an administrator can enter it', async () => {
    const secret = sayingPbx('secret', { policy: { chats: ['slack:T1:C9'] } })
    const { service, attempt } = await startService([{ name: 'berlin' }, secret.plan])
    const error: unknown = await service.checkPhone(attempt(ben), number).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'capability.unsupported',
      details: { remedy: { key: 'phone.ask-administrator' } },
    })
    expect(secret.calls).toEqual([])
    expect(service.canCheckPhone(found(attempt(ben).place))).toBe(false)
  })
})
