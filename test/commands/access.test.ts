import { describe, expect, it } from 'vitest'
import { startCommands, textOf } from '#test/support/commands.ts'
import { anna, ben, carol, general, other } from '#test/support/service.ts'
import { createRecorder } from '../command-kit/sample-kit.ts'

async function prepare() {
  const running = await startCommands()
  const admin = async (text: string, actor = anna, place = general) =>
    textOf(await running.type(text, { root: 'confadmin', actor, place }))
  return { ...running, admin }
}

describe('a role', () => {
  it('is granted to a person, shown, explained and taken back', async () => {
    const { admin, audit } = await prepare()
    expect(await admin('room list', ben)).toContain('administrator')
    expect(await admin('access grant <@U2> administrator')).toContain('@Ben is administrator everywhere now')
    expect(await admin('room list', ben)).toContain('rooms on berlin')
    expect(await admin('access show')).toMatch(/@Ben · administrator · everywhere/)
    expect(await admin('access explain <@U2>')).toMatch(/@Ben is administrator here[\s\S]*granted to @Ben everywhere/)
    expect(await admin('access revoke <@U2>')).toContain('@Ben is not administrator everywhere any more')
    expect(await admin('room list', ben)).toContain('administrator')
    expect(await admin('access revoke <@U2>')).toContain('Nothing was granted')
    expect((await audit()).map(({ action, target }) => `${action} ${target}`)).toContain(
      'confadmin access grant user:U2=administrator',
    )
  })

  it('in a channel holds for what belongs to it, and for nothing else', async () => {
    const { admin, start, type } = await prepare()
    await start(ben, 'Review', '1001')
    const carolTypes = async (text: string, place = general) => textOf(await type(text, { actor: carol, place }))
    await admin('access grant <@U3> operator here:yes', anna, other)
    expect(await carolTypes('lock')).toContain('@Ben')
    expect(await carolTypes('lock in:Review', other)).toContain('@Ben')
    await admin('access grant <@U3> operator here:yes', anna, general)
    expect(await carolTypes('lock')).toContain('locked')
  })

  it('in a channel holds for what belongs to it, wherever that is asked for', async () => {
    const { admin, start, type } = await prepare()
    await start(ben, 'Review', '1001')
    const carolTypes = async (text: string) => textOf(await type(text, { actor: carol, place: other }))
    await admin('access grant everybody viewer here:yes', anna, general)
    for (const text of ['invite 1002 in:Review', 'pin in:Review', 'lock in:Review'])
      expect(await carolTypes(text)).toContain('You may not do this')
    await admin('access grant <@U3> operator here:yes', anna, general)
    expect(await carolTypes('lock in:Review')).toContain('locked')
  })

  it('of administrator in a channel makes nobody an administrator elsewhere', async () => {
    const { admin } = await prepare()
    await admin('access grant <@U2> administrator here:yes', anna, other)
    expect(await admin('access grant <@U2> administrator', ben, other)).toContain('You may not do this')
    expect(await admin('access revoke <@U3>', ben, other)).toContain('You may not do this')
    expect(await admin('room list', ben, other)).toContain('You may not do this')
    expect(await admin('audit', ben, other)).toContain('You may not do this')
    expect(await admin('status', ben, other)).toContain('You may not do this')
    expect(await admin('access grant <@U3> viewer here:yes', ben, other)).toContain('viewer in this channel now')
    expect(await admin('access revoke <@U3> here:yes', ben, other)).toContain('not viewer in this channel any more')
    expect(await admin('room list', ben, general)).toContain('administrator')
  })

  it('that opens /confadmin says who shows it, where the chat decides that', async () => {
    const { plan } = await startCommands()
    const grant = async (asksByOption: boolean, role: string) => {
      const values = { who: '<@U2>', role }
      const planned = plan(
        { kind: 'values', path: 'confadmin access grant', values, confirmed: false, from: 'options' },
        { root: 'confadmin', asksByOption },
      )
      const recorder = createRecorder()
      if (planned.kind === 'run') await planned.run(recorder)
      return recorder.cards.map(textOf).join()
    }
    expect(await grant(true, 'operator')).toContain('Server Settings, Integrations')
    expect(await grant(true, 'viewer')).toContain('@Ben is viewer')
    expect(await grant(true, 'viewer')).not.toContain('Integrations')
    expect(await grant(false, 'operator')).not.toContain('Integrations')
  })

  it('of a role of the chat holds for whoever has that', async () => {
    const { admin } = await prepare()
    await admin('access grant <@&77> operator')
    expect(await admin('audit', { ...ben, groups: ['77'] })).toContain('Audit')
    expect(await admin('audit', { ...ben, groups: ['78'] })).toContain('operator')
  })

  it('of everybody may be less than participant; the chair of a conference stays that', async () => {
    const { admin, start, type } = await prepare()
    await start(ben, 'Review', '1001')
    // As Discord writes it.
    await admin('access grant @everyone viewer')
    expect(textOf(await type('start "Another"', { actor: carol, place: other }))).toContain('participant')
    expect(textOf(await type('lock', { actor: ben }))).toContain('locked')
    expect(await admin('access explain <@U3>')).toMatch(/viewer here[\s\S]*granted to everybody everywhere/)
  })

  it('of operator does in every conference what its chair may', async () => {
    const { admin, start, type } = await prepare()
    await start(ben, 'Review', '1001')
    expect(textOf(await type('lock', { actor: carol }))).toContain('@Ben')
    await admin('access grant <@U3> operator')
    expect(textOf(await type('lock', { actor: carol }))).toContain('locked')
  })

  it.each([
    ['access grant Bob operator', 'Mention a person or a role'],
    ['access grant <!subteam^S1> operator', 'User groups of Slack'],
    ['access grant <@U404> operator', 'Nobody here is known'],
    ['access grant <@U2> chair', 'viewer, participant, operator, administrator'],
  ])('is not granted by what is not understood: %s', async (text, said) => {
    const { admin } = await prepare()
    expect(await admin(text)).toContain(said)
    expect(await admin('access show')).toContain('Nothing is granted')
  })

  it('is granted by administrators alone', async () => {
    const { admin } = await prepare()
    await admin('access grant <@U2> operator')
    for (const text of ['access show', 'access grant <@U2> administrator', 'access explain <@U1>'])
      expect(await admin(text, ben)).toContain('administrator')
    expect(await admin('access show')).not.toContain('· administrator ·')
  })
})
