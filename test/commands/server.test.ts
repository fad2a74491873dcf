import { describe, expect, it } from 'vitest'
import { buttonsOf, onlyButton, rowsOf, startCommands, textOf } from '#test/support/commands.ts'
import { ben, found } from '#test/support/service.ts'

const admin = { root: 'confadmin' }
const create = 'server create name=frankfurt ipv4=192.0.2.7 max_rooms=50 max_participants=400'

async function startWithServer() {
  const commands = await startCommands()
  await commands.type(create, admin)
  return commands
}

describe('conference servers', () => {
  it('are created, and shown as the PBX has them', async () => {
    const { type, audit } = await startCommands()
    const made = textOf(await type(create, admin))
    expect(made).toContain('Created.')
    const shown = textOf(await type('server show frankfurt', admin))
    for (const fact of ['Conference server frankfurt', '192.0.2.7', '50', '400', 'A machine of its own (EXTERNAL)'])
      expect(shown).toContain(fact)
    expect((await audit())[0]).toMatchObject({
      result: 'done',
      target: 'server name ipv4 max_rooms=50 max_participants=400',
    })
  })

  it('are listed with their states, page by page', async () => {
    const { type, click } = await startWithServer()
    await type('server edit frankfurt enabled=no', admin)
    const all = await type('server list --count', admin)
    expect(textOf(all)).toContain('2 conference servers')
    expect(textOf(all)).toContain('not in use')
    const first = await type('server list orderby:"name desc" top:1 --count', admin)
    expect(rowsOf(first)).toHaveLength(1)
    expect(textOf(first)).toContain('frankfurt')
    expect(textOf(first)).toContain('1 to 1 of 2')
    const next = found(buttonsOf(first).find(({ path }) => path === 'confadmin server list'))
    const second = await click(next)
    expect(textOf(second)).toContain('default')
    expect(textOf(second)).toContain('2 to 2 of 2')
  })

  it('are chosen and sorted by the PBX, whose refusal is told', async () => {
    const { type, pbx } = await startWithServer()
    expect(textOf(await type(`server list filter:"name eq 'frankfurt'"`, admin))).toContain('frankfurt')
    expect(textOf(await type(`server list filter:"name eq 'O''Brien'"`, admin))).toContain('Nothing matches')
    expect(textOf(await type('server list filter:"colour eq 1"', admin))).toContain('field validation failed')
    const asked = pbx()
      .traffic.list()
      .flatMap(({ path }) => path ?? [])
    expect(asked).toContain('/api/conference_servers?filter=name+eq+%27O%27%27Brien%27')
  })

  it('are changed by what differs alone, never in name or address', async () => {
    const { type, pbx } = await startWithServer()
    pbx().traffic.clear()
    const changed = textOf(await type('server edit frankfurt max_rooms=60 max_participants=400', admin))
    expect(changed).toContain('60')
    const bodies = pbx()
      .traffic.list()
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => body)
    expect(bodies).toEqual([{ max_rooms: 60 }])
    expect(textOf(await type('server edit frankfurt name=berlin', admin))).toContain('does not let it be changed')
  })

  it('tell what they carry, and are deleted only when that was asked', async () => {
    const { type, click, pbx } = await startWithServer()
    const status = textOf(await type('server status default', admin))
    expect(status).toContain('online')
    expect(status).toContain('Processor: 1 %')
    const question = await type('server delete frankfurt', admin)
    expect(textOf(question)).toContain('It carries 0 rooms and nobody')
    expect(textOf(await click(onlyButton(question)))).toContain('The server frankfurt is deleted')
    expect(textOf(await type('server show frankfurt', admin))).toContain('no conference server “frankfurt”')
    expect(
      pbx()
        .traffic.list()
        .filter(({ path }) => path?.endsWith('/destroy')),
    ).toHaveLength(1)
  })

  it('need a name that is that of one alone', async () => {
    const { type, click } = await startWithServer()
    await type(create.replace('192.0.2.7', '192.0.2.8'), admin)
    const asked = await type('server show Frankfurt', admin)
    expect(textOf(asked)).toContain('Several conference servers')
    const choices = buttonsOf(asked).filter(({ input }) => input.server !== 'Frankfurt')
    expect(choices).toHaveLength(2)
    expect(textOf(await click(found(choices[1])))).toContain('192.0.2.8')
  })

  it('are for administrators', async () => {
    const { type, pbx } = await startCommands()
    expect(textOf(await type('server list', { ...admin, actor: ben }))).toContain('You may not do this here')
    expect(pbx().traffic.list()).toEqual([])
  })

  it.each(['server list', 'server show default', 'server status default', create, 'server delete default'])(
    'are not asked for without a login of the system: %s',
    async (text) => {
      const { type, pbx } = await startCommands([{ name: 'berlin', settings: { systemPassword: undefined } }])
      expect(textOf(await type(text, admin))).toContain('no login of a system administrator is configured')
      expect(pbx().traffic.list()).toEqual([])
    },
  )

  it('are what help says this PBX lacks, where it does', async () => {
    const { type } = await startCommands([{ name: 'berlin', settings: { systemPassword: undefined } }])
    expect(textOf(await type('help server list', admin))).toContain('no login of a system administrator')
  })

  it('have a form with their limits, which needs one of both addresses', async () => {
    const { plan } = await startCommands()
    const opened = plan({ kind: 'text', text: 'server create' }, admin)
    if (opened.kind !== 'form') throw new Error('no form')
    const fields = new Map(opened.form.fields.map((field) => [field.name, field]))
    expect(fields.get('fields.max_rooms')).toMatchObject({ base: 'integer', min: 0, max: 2_147_483_647 })
    expect(fields.has('fields.type')).toBe(false)
    const values = {
      ...opened.form.carried,
      'fields.name': 'a',
      'fields.max_rooms': '1',
      'fields.max_participants': '2',
    }
    const submitted = plan({ kind: 'values', path: 'confadmin server create', values, confirmed: false, from: 'form' })
    expect(submitted).toMatchObject({
      kind: 'problems',
      problems: { 'fields.ipv4': expect.anything(), 'fields.ipv6': expect.anything() },
    })
  })

  it('are made on the PBX of the channel, whichever is the first one', async () => {
    const { type, plan } = await startCommands([{ name: 'berlin', kind: 'kazoo' }, { name: 'munich' }])
    const formHere = async () => {
      const opened = plan({ kind: 'text', text: 'server create' }, admin)
      if (opened.kind !== 'form' || !opened.fill) throw new Error('no form that is filled')
      return opened.fill()
    }
    expect((await formHere()).note).toMatchObject({ blanks: { reason: { key: 'kazoo.capability.no-servers' } } })
    await type('channel pbx munich', admin)
    const form = await formHere()
    expect(form.carried).toMatchObject({ pbx: 'munich' })
    expect(form.fields.map(({ name }) => name)).toContain('fields.ipv4')
  })
})
