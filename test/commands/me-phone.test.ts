import { describe, expect, it } from 'vitest'
import { buttonsOf, startCommands, textOf } from '#test/support/commands.ts'
import { otherCode, sayingPbx } from '#test/support/saying-pbx.ts'
import { anna, ben, dan, found } from '#test/support/service.ts'
import type { ActionRef, Card } from '#view/card.ts'

const number = '+49 30 901855'
const by = { actor: ben }

async function start() {
  const saying = sayingPbx('berlin', { isSilent: true })
  const commands = await startCommands([saying.plan])
  const enter = (code: string) => commands.click({ path: 'conf phone-code', input: { code } }, by)
  return { ...commands, saying, enter }
}

const pathsOf = (card: Card) => buttonsOf(card).map(({ path, asForm }) => (asForm ? `${path} as form` : path))
const againOf = (card: Card): ActionRef =>
  found(buttonsOf(card).find(({ path, input }) => path === 'conf me phone' && input.number?.startsWith('+')))

describe('/conf me phone', () => {
  it('calls a number, asks for the code by a form, and shows the number as verified', async () => {
    const { type, plan, saying, enter } = await start()
    const called = await type(`me phone ${number}`, by)
    expect(textOf(called)).toContain('Calling +49 ···855 now')
    expect(textOf(called)).not.toContain('901855')
    expect(pathsOf(called)).toEqual(['conf phone-code as form', 'conf me phone'])
    const planned = plan(
      { kind: 'values', path: 'conf phone-code', values: {}, confirmed: false, asForm: true, from: 'button' },
      by,
    )
    expect(planned).toMatchObject({ kind: 'form', form: { fields: [{ name: 'code', required: true, secret: true }] } })
    const shown = textOf(await enter(saying.lastCode()))
    expect(shown).toContain('+49 ···855')
    expect(shown).toContain('Verified by a spoken code.')
  })

  it('takes the code typed as well, also with a space', async () => {
    const { type, saying } = await start()
    await type(`me phone ${number}`, by)
    const code = saying.lastCode()
    expect(textOf(await type(`me phone code:"${code.slice(0, 3)} ${code.slice(3)}"`, by))).toContain('Verified')
  })

  it('says how many tries are left, with ways on, and never the code', async () => {
    const { type, saying, enter } = await start()
    await type(`me phone ${number}`, by)
    const wrong = otherCode(saying.lastCode())
    const refused = await enter(wrong)
    expect(textOf(refused)).toContain('4 tries are left')
    expect(pathsOf(refused)).toEqual(['conf phone-code as form', 'conf me phone'])
    expect(JSON.stringify(refused)).not.toContain(wrong)
    // What was wrong is not sent again by a click on them.
    const typed = await type(`me phone code:${wrong}`, by)
    expect(buttonsOf(typed).map(({ input }) => Object.keys(input))).toEqual([[], ['number']])
    for (let tries = 3; tries <= 5; tries++) await enter(wrong)
    const over = await enter(saying.lastCode())
    expect(textOf(over)).toContain('holds no more')
    expect(pathsOf(over)).toEqual(['conf me phone'])
  })

  it('says at the field of the form what is no code, and takes no number beside one', async () => {
    const { plan, type, saying } = await start()
    const values = { code: '12345' }
    const planned = plan({ kind: 'values', path: 'conf phone-code', values, confirmed: false, from: 'form' }, by)
    expect(planned).toMatchObject({ kind: 'problems', problems: { code: { key: 'phone.problem.code' } } })
    expect(textOf(await type(`me phone ${number} code:493027`, by))).toContain(
      'Give the number to be called, or the code',
    )
    expect(saying.calls).toEqual([])
  })

  it('calls again by its button when the call was over, and says until then that one is under way', async () => {
    const { type, click, saying, clock } = await start()
    const called = await type(`me phone ${number}`, by)
    const early = await click(againOf(called), by)
    expect(textOf(early)).toContain('under way already')
    expect(pathsOf(early)).toContain('conf phone-code as form')
    clock.advance(120_000)
    expect(textOf(await click(againOf(called), by))).toContain('Calling +49 ···855 now')
    expect(saying.calls).toHaveLength(2)
  })

  it('says that it was busy, and offers to call again and nothing to enter', async () => {
    const saying = sayingPbx()
    const { type, clock } = await startCommands([saying.plan])
    const asked = type(`me phone ${number}`, by)
    await expect.poll(() => saying.calls.length).toBe(1)
    saying.settle('busy')
    const busy = await clock.until(asked)
    expect(textOf(busy)).toContain('+49 ···855 is busy')
    expect(pathsOf(busy)).toEqual(['conf me phone'])
    expect(textOf(await type('me phone', by))).toContain('+49 ···855 is busy')
  })

  it('shows whose word the number is, what is awaited, and how it is set', async () => {
    const { type, saying, enter, clock } = await start()
    const unknown = await type('me phone', { actor: dan })
    expect(textOf(unknown)).toContain('give it yourself')
    expect(pathsOf(unknown)).toEqual(['conf me phone as form'])
    expect(textOf(await type('me phone', by))).toContain('From your profile, unverified.')
    await type(`me phone ${number}`, by)
    expect(textOf(await type('me phone', by))).toContain('The code that was said there is awaited')
    await enter(saying.lastCode())
    clock.advance(120_000)
    await type('me phone 1007', by)
    await enter(saying.lastCode())
    expect(textOf(await type('me phone', by))).toContain('an extension of berlin')
    await type(`contact add Ben +4930901899 person:<@${ben.userId}>`, { actor: anna, root: 'confadmin' })
    const entered = await type('me phone', by)
    expect(textOf(entered)).toContain('Entered by an administrator.')
    expect(buttonsOf(entered)).toEqual([])
  })

  it('is offered where somebody wants to be called and no number of theirs is known', async () => {
    const { type, start: startConference } = await start()
    await startConference(anna, 'Planning')
    expect(pathsOf(await type('callme', { actor: dan }))).toEqual(['conf me phone as form'])
    const poor = await startCommands()
    await poor.start(anna, 'Planning')
    expect(buttonsOf(await poor.type('callme', { actor: dan }))).toEqual([])
  })

  it('forgets it when that is taken back', async () => {
    const { type, saying, enter } = await start()
    for (const word of ['off', 'none']) {
      await type(`me phone ${word === 'off' ? number : '+49 30 901866'}`, by)
      const shown = await enter(saying.lastCode())
      expect(pathsOf(shown)).toContain('conf me phone')
      expect(textOf(await type(`me phone ${word}`, by))).toContain('From your profile, unverified.')
    }
  })

  it('says where no PBX can that an administrator can enter it, and offers nothing', async () => {
    const { type } = await startCommands()
    const refused = textOf(await type(`me phone ${number}`, by))
    expect(refused).toContain('confbot cannot make it say anything')
    expect(refused).toContain('/confadmin contact add')
    const shown = await type('me phone', { actor: dan })
    expect(textOf(shown)).not.toContain('yourself')
    expect(buttonsOf(shown)).toEqual([])
  })
})
