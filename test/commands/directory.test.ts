import { describe, expect, it } from 'vitest'
import { onlyButton, startCommands, textOf } from '#test/support/commands.ts'

async function prepare() {
  const running = await startCommands()
  const admin = async (text: string) => textOf(await running.type(text, { root: 'confadmin' }))
  return { ...running, admin }
}

describe('a contact', () => {
  it.each([
    ['contact add Dora Berg 1001', 'Dora Berg is saved with 1001'],
    ['contact add Dora Maria Berg +49 30 901803', 'Dora Maria Berg is saved with +49 ···803'],
    ['contact add <@U2> 1002', 'Ben is saved with 1002'],
    ['contact add Dora Berg', '“Berg” is no telephone number'],
    ['contact add <@U404> 1002', 'Nobody here is known'],
  ])('is understood as it is written: %s', async (text, said) => {
    const { admin } = await prepare()
    expect(await admin(text)).toContain(said)
  })

  it('that is a mention is the number of that person', async () => {
    const { admin, service, attempt } = await prepare()
    await admin('contact add <@U2> 1002')
    expect(await service.contacts(attempt())).toMatchObject([{ name: 'Ben', userId: 'U2' }])
  })

  it('that is not there is not asked about; the nearest is offered', async () => {
    const { admin, type, click, service, attempt } = await prepare()
    await admin('contact add "Dora Berg" 1001')
    const refused = await type('contact remove dora', { root: 'confadmin' })
    expect(textOf(refused)).toContain('The directory has no “dora”')
    const question = await click(onlyButton(refused))
    expect(textOf(question)).toContain('Remove Dora Berg?')
    await click(onlyButton(question))
    expect(await service.contacts(attempt())).toEqual([])
  })
})

describe('a list', () => {
  it('shows no whole number, however it was written when it was stored', async () => {
    const { store, admin } = await prepare()
    const members = ['+49/30/901801', '0049 30 901802', '＋4930901803', '+4930901804', '1002', 'Anna Berg']
    await store.directory.putList({ workspaceKey: 'slack:T1', name: 'on-call', members })
    expect(await admin('list show')).toMatch(/\+49 ···801, ···802, \+49 ···803, \+49 ···804, 1002, Anna Berg/)
  })

  it('takes names of several words without quotes, and mentions, and shows them as people', async () => {
    const { admin } = await prepare()
    await admin('contact add "Dora Berg" 1001')
    expect(await admin('list put Board dora berg 1002 <@U2>')).toContain('Board has 3 members')
    expect(await admin('list show ＢＯＡＲＤ')).toMatch(/Board · dora berg, 1002, @Ben/)
  })

  it('that is not there is said to be unknown, and the nearest is offered', async () => {
    const { admin, type, click } = await prepare()
    expect(await admin('list show')).toContain('Make one with')
    await admin('list put on-call 1002')
    for (const text of ['list show oncall', 'list remove oncall']) {
      const refused = await type(text, { root: 'confadmin' })
      expect(textOf(refused)).toContain('The directory has no “oncall”')
      expect(textOf(await click(onlyButton(refused)))).toContain('on-call')
    }
  })

  it('is removed only after a question', async () => {
    const { admin, type, click } = await prepare()
    await admin('list put on-call 1002')
    const question = await type('list remove ON-CALL', { root: 'confadmin' })
    expect(textOf(question)).toContain('Remove the list on-call?')
    expect(textOf(await click(onlyButton(question)))).toContain('The list on-call is removed')
    expect(await admin('list show')).toContain('No lists')
  })
})
