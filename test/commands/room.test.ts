import { describe, expect, it } from 'vitest'
import { buttonsOf, onlyButton, rowsOf, startCommands, textOf } from '#test/support/commands.ts'
import { unseenPbx } from '#test/support/poor-pbx.ts'
import { ben, found } from '#test/support/service.ts'
import { spanToString } from '#text/format.ts'
import type { Form } from '#view/form.ts'

describe('a question about', () => {
  it('a room never deletes the next one of that number, nor one of another PBX', async () => {
    const { service, attempt, type, click, pbx } = await startCommands([{ name: 'berlin' }, { name: 'bonn' }])
    const room = (subject: string) => ({ extension_number: '8050', mode: 'AUDIO', subject, capacity: '9' })
    await service.createRoom(attempt(), { assignments: room('Old') })
    await service.createRoom(attempt(), { assignments: room('Of Bonn'), pbx: 'bonn' })
    const yes = onlyButton(await type('room delete 8050', { root: 'confadmin' }))
    await service.deleteRoom(attempt(), { room: '8050' })
    await service.createRoom(attempt(), { assignments: room('New') })
    await service.setChannel(attempt(), 'pbx', 'bonn')
    await click(yes)
    expect(pbx().rooms()).toMatchObject([{ subject: 'New' }])
    expect(pbx('bonn').rooms()).toMatchObject([{ subject: 'Of Bonn' }])
  })
})

it('a room is shown in words, with the vendor’s own beside them', async () => {
  const { service, attempt, type } = await startCommands()
  const assignments = { extension_number: '8050', mode: 'AUDIO', subject: 'Board', capacity: '9' }
  await service.createRoom(attempt(), { assignments })
  const shown = textOf(await type('room show 8050', { root: 'confadmin' }))
  expect(shown).toContain('Kind of room: Sound only (AUDIO)')
  expect(shown).toContain('Free mode (FREE)')
})

describe('what cannot be done is said before anything is asked:', () => {
  const admin = { root: 'confadmin' }
  const two = () =>
    startCommands([
      { name: 'port', kind: 'portsip' },
      { name: 'small', kind: 'yeastar-s' },
    ])

  it('on a PBX that is named', async () => {
    const { type, pbx } = await two()
    pbx('small').traffic.clear()
    for (const text of ['room create', 'room delete 8005', 'server create', 'server edit', 'server delete frankfurt'])
      expect(textOf(await type(`${text} pbx:small`, admin)), text).toMatch(/Not possible here.*cannot do this/s)
    expect(pbx('small').traffic.list()).toEqual([])
  })

  it('on the PBX of the channel', async () => {
    const { type, plan, service, attempt } = await two()
    await service.setChannel(attempt(), 'pbx', 'small')
    for (const text of ['room delete 8005', 'server delete frankfurt', 'server list'])
      expect(textOf(await type(text, admin)), text).toContain('Not possible here')
    for (const text of ['room create', 'server create', 'server edit frankfurt']) {
      const planned = plan({ kind: 'text', text }, admin)
      if (planned.kind !== 'form') throw new Error(planned.kind)
      const form = await planned.fill?.()
      expect(form?.fields, text).toEqual([])
      expect(spanToString(form?.note ?? ''), text).toContain('cannot do this')
    }
  })

  it('where it is the only one', async () => {
    const { type } = await startCommands([{ name: 'small', kind: 'yeastar-s' }])
    expect(textOf(await type('server create', admin))).toContain('Not possible here')
  })

  it('of a room in which a conference is', async () => {
    const { type, service, attempt } = await startCommands()
    const { conference } = await service.start(attempt(), { subject: 'Review', who: [] })
    expect(textOf(await type(`room delete ${conference.roomNumber}`, admin))).toContain('is in use')
  })
})

it('a room in which nobody knows who still is rests, and is listed so', async () => {
  const { type, service, attempt } = await startCommands([unseenPbx()])
  const { conference } = await service.start(attempt(), { subject: 'Review', who: [] })
  expect(textOf(await type('room list', { root: 'confadmin' }))).toContain('in use by a conference')
  const ended = await service.end(attempt(), { force: true })
  await service.clearRoom(ended)
  const { roomNumber } = conference
  for (const text of ['room list', `room show ${roomNumber}`, `room delete ${roomNumber}`]) {
    const shown = textOf(await type(text, { root: 'confadmin' }))
    expect(shown, text).toMatch(/rest(s|ing) until \S*\d\d:\d\d/)
    expect(shown, text).not.toContain('in use by')
  }
})

describe('several PBXs of different kinds', () => {
  it('have each its own form, named after it, and what was typed for another PBX is not understood', async () => {
    const { plan, service, attempt, type } = await startCommands([
      { name: 'port', kind: 'portsip' },
      { name: 'kazoo', kind: 'kazoo' },
    ])
    const formOf = async (text: string) => {
      const planned = plan({ kind: 'text', text }, { root: 'confadmin' })
      if (planned.kind !== 'form') throw new Error(planned.kind)
      return (await planned.fill?.()) ?? planned.form
    }
    const names = ({ fields }: Form) => fields.map(({ name }) => name)
    expect(names(await formOf('room create'))).toContain('fields.extension_number')
    const chosen = await formOf('room create pbx:kazoo')
    expect(names(chosen).some((name) => /^fields\.[a-z-]+\.[a-z_-]+$/.test(name))).toBe(true)
    expect(chosen.carried).toMatchObject({ pbx: 'kazoo' })
    expect(spanToString(chosen.note ?? '')).toContain('kazoo')
    await service.setChannel(attempt(), 'pbx', 'kazoo')
    expect(await formOf('room create')).toMatchObject({ carried: { pbx: 'kazoo' } })
    expect(textOf(await type('room create extension_number=8050', { root: 'confadmin' }))).toContain('extension_number')
  })

  it('keep what is live on them when the PBX of the channel, or the default, is another one', async () => {
    const { service, attempt, type, clock } = await startCommands([
      { name: 'port', kind: 'portsip' },
      { name: 'yeastar', kind: 'yeastar-p' },
    ])
    await clock.until(type('start "On yeastar" pbx:yeastar'))
    await service.setChannel(attempt(), 'pbx', 'port')
    expect(service.allLive()).toMatchObject([{ pbx: 'yeastar' }])
    expect(textOf(await clock.until(type('lock')))).toContain('On yeastar is locked')
    await clock.until(type('start "On port" another:yes'))
    expect(
      service
        .allLive()
        .map(({ pbx }) => pbx)
        .sort(),
    ).toEqual(['port', 'yeastar'])
    expect(textOf(await type('end in:"On yeastar"'))).toContain('End On yeastar?')
  })
})

describe('lists of a room', () => {
  it('are typed with commas, whatever follows', async () => {
    const { type, pbx, clock } = await startCommands([{ name: 'kazoo', kind: 'kazoo' }])
    await clock.until(type('room create conference_numbers=8050 name=Board', { root: 'confadmin' }))
    await clock.until(type('room edit 8050 member.pins=1234, 5678 name="Board room"', { root: 'confadmin' }))
    const shown = textOf(await clock.until(type('room show 8050', { root: 'confadmin' })))
    expect(shown).toContain('Board room')
    expect(pbx().rooms()).toMatchObject([{ number: '8050', subject: 'Board room' }])
  })
})

describe('on KAZOO', () => {
  const admin = { root: 'confadmin' }
  const kazoo = () => startCommands([{ name: 'kazoo', kind: 'kazoo' }])

  it('a room without a number is not made, and numbers, name and PINs come first in the form', async () => {
    const { type, plan, pbx, clock } = await kazoo()
    expect(textOf(await clock.until(type('room create name=Nameless', admin)))).toMatch(
      /conference_numbers.*member.numbers/s,
    )
    expect(pbx().rooms()).toEqual([])
    const planned = plan({ kind: 'text', text: 'room create' }, admin)
    if (planned.kind !== 'form') throw new Error(planned.kind)
    expect(planned.form.fields.slice(0, 4).map(({ name }) => name)).toEqual([
      'fields.conference_numbers',
      'fields.name',
      'fields.member.pins',
      'fields.moderator.pins',
    ])
  })

  it('a room that is there without a number is listed, shown, changed and deleted by its id or name', async () => {
    const { service, type, click, audit, clock } = await kazoo()
    const { provider } = service.pbxOf('kazoo')
    const made = await provider.createRoom?.({ name: 'Nameless' })
    const id = found(made).id
    const listed = await clock.until(type('room list', admin))
    expect(textOf(listed)).toContain(id)
    const show = found(rowsOf(listed).flatMap(({ button }) => button?.action ?? [])[0])
    expect(textOf(await clock.until(click(show)))).toContain(`Room ${id}: Nameless`)
    expect(textOf(await clock.until(type('room edit nameless language=de', admin)))).toContain('Changed')
    expect((await audit())[0]?.target).toContain(`room ${id}`)
    await clock.until(click(onlyButton(await clock.until(type('room delete Nameless', admin)))))
    expect(await provider.listRooms()).toEqual([])
  })

  it('the number cannot be taken from a room', async () => {
    const { type, clock } = await kazoo()
    await clock.until(type('room create conference_numbers=8050 name=Board', admin))
    expect(textOf(await clock.until(type('room edit 8050 conference_numbers=', admin)))).toContain('member.numbers')
  })

  it('people are heard in a room that is made unless it is said otherwise, which its card says', async () => {
    const { service, type, clock } = await kazoo()
    const card = await clock.until(type('room create conference_numbers=8050 name=Board', admin))
    expect(textOf(card)).toContain('Members come in muted: no')
    await clock.until(type('room create conference_numbers=8051 name=Quiet member.join_muted=yes', admin))
    const rooms = await service.pbxOf('kazoo').provider.listRooms()
    const muted = await Promise.all(
      rooms.map(async ({ id, number }) => [
        number,
        (await service.pbxOf('kazoo').provider.getRoom(id)).fields['member.join_muted'],
      ]),
    )
    expect(Object.fromEntries(muted)).toEqual({ 8050: false, 8051: true })
  })

  it('the nearest name of a field is told, by its label, too', async () => {
    const { type, clock } = await kazoo()
    expect(textOf(await clock.until(type('room create number=8050', admin)))).toMatch(/Perhaps conference_numbers/)
    expect(textOf(await clock.until(type('room create conference_numbers=8050 welcome=yes', admin)))).toMatch(
      /Perhaps play_welcome/,
    )
    expect(textOf(await clock.until(type('room create conference_numbers=8050 xyzzyx=yes', admin)))).toContain(
      'shows all of them',
    )
  })
})

describe('a conference in a room', () => {
  const admin = { root: 'confadmin' }
  const create = 'room create extension_number=8050 mode=AUDIO subject="Board room" capacity=9'
  const startOf = (card: Parameters<typeof buttonsOf>[0]) => buttonsOf(card).find(({ path }) => path === 'conf start')

  it('is a click away from what shows it, unless something is in it', async () => {
    const { type, plan } = await startCommands([{ name: 'berlin' }, { name: 'bonn' }])
    const created = found(startOf(await type(create, admin)))
    expect(created).toMatchObject({ input: { room: '8050', pbx: 'berlin' }, asForm: true })
    expect(startOf(await type('room show 8050', admin))).toEqual(created)
    const { path, input: values } = created
    const planned = plan({ kind: 'values', path, values, confirmed: false, asForm: true, from: 'button' })
    if (planned.kind !== 'form') throw new Error(planned.kind)
    const filled = Object.fromEntries(planned.form.fields.map(({ name, initial }) => [name, initial]))
    expect(filled).toMatchObject({ room: '8050', pbx: 'berlin' })
    const said = textOf(await type('start room:"Board room"'))
    expect(said).toContain('Board room is open')
    expect(said).toContain('Room 8050')
    expect(startOf(await type('room show 8050', admin))).toBeUndefined()
    const refused = await type('start room:8050 --another')
    expect(textOf(refused)).toContain('Room 8050 is in use')
    expect(buttonsOf(refused)).toMatchObject([{ path: 'conf show' }])
  })

  it('is not offered in a room that is not for conferences', async () => {
    const { type } = await startCommands([
      {
        name: 'berlin',
        rooms: [{ number: '9000', subject: 'Theirs', capacity: 9 }],
        policy: { rooms: { first: 8000, last: 8009 } },
      },
    ])
    expect(startOf(await type('room show 9000', admin))).toBeUndefined()
    expect(textOf(await type('start room:9000'))).toMatch(/9000 of berlin is not for conferences[\s\S]*8000 to 8009/)
  })

  it('has the PIN that the room has', async () => {
    const { type } = await startCommands()
    await type(create, admin)
    expect(textOf(await type('start room:8050 pin:2468'))).toContain('keeps the PIN that it has')
  })
})

describe('the PINs of a room', () => {
  const admin = { root: 'confadmin' }

  it('are told to be set or not, and shown to administrators alone, which is audited', async () => {
    const { type, click, audit } = await startCommands()
    await type('room create extension_number=8050 mode=AUDIO subject=Board capacity=9 room_pin=246813', admin)
    const shown = await type('room show 8050', admin)
    expect(textOf(shown)).toContain('PIN of the room: set')
    expect(textOf(shown)).toContain('PIN of the chair: not set')
    expect(textOf(shown)).not.toContain('246813')
    const show = found(buttonsOf(shown).find(({ path }) => path === 'confadmin room pin'))
    expect(textOf(await click(show))).toContain('246813')
    const rows = await audit()
    expect(rows).toContainEqual(
      expect.objectContaining({ action: 'confadmin room pin', target: 'room 8050', result: 'done' }),
    )
    expect(JSON.stringify(rows)).not.toContain('246813')
    expect(textOf(await click(show, { actor: ben }))).not.toContain('246813')
  })

  it('stay as they are where the form leaves them empty', async () => {
    const { type, plan } = await startCommands()
    await type('room create extension_number=8050 mode=AUDIO subject=Board capacity=9 room_pin=246813', admin)
    const planned = plan({ kind: 'text', text: 'room edit 8050' }, admin)
    if (planned.kind !== 'form' || !planned.fill) throw new Error(planned.kind)
    const { fields } = await planned.fill()
    const fieldOf = (id: string) => found(fields.find(({ name }) => name === `fields.${id}`))
    expect(fieldOf('room_pin')).toMatchObject({ keeps: true, secret: true })
    expect(spanToString(fieldOf('room_pin').hint ?? '')).toContain('empty to keep')
    expect(fieldOf('admin_pin').keeps).toBeUndefined()
    expect(spanToString(fieldOf('admin_pin').hint ?? '')).toContain('Not set')
  })

  it('are taken away where the documents say how, and elsewhere it is said that they cannot be', async () => {
    const { type, service, clock } = await startCommands([
      { name: 'port', kind: 'portsip' },
      { name: 'kazoo', kind: 'kazoo' },
    ])
    await clock.until(
      type('room create extension_number=8050 mode=AUDIO subject=Board capacity=9 room_pin=246813', admin),
    )
    expect(textOf(await clock.until(type('room edit 8050 room_pin=none', admin)))).toContain('no way to take it away')
    await clock.until(type('room create conference_numbers=8050 member.pins=246813 pbx:kazoo', admin))
    const { provider } = service.pbxOf('kazoo')
    const [room] = await provider.listRooms()
    expect(await provider.readPin?.(room?.id ?? '')).toBe('246813')
    expect(textOf(await clock.until(type('room edit 8050 member.pins=none pbx:kazoo', admin)))).toContain(
      'PINs of members: not set',
    )
    expect(await provider.readPin?.(room?.id ?? '')).toBeNull()
  })
})

describe('help about rooms', () => {
  it.each([
    ['portsip', /extension_number=8050.*subject="Board room"/],
    ['yeastar-p', /number=8050.*name="Board room"/],
    ['ringme', /name=8050.*label="Board room"/],
    ['kazoo', /name="Board room".*conference_numbers=8050/],
  ] as const)('has an example for %s in its own words, which makes a room', async (kind, example) => {
    const { type, clock, service } = await startCommands([{ name: 'here', kind }])
    const help = textOf(await type('help room create', { root: 'confadmin' }))
    expect(help).toMatch(example)
    const [, typed = ''] = /\/confadmin (room create .*=.*)/.exec(help) ?? []
    const made = textOf(await clock.until(type(typed.replaceAll('`', ''), { root: 'confadmin' })))
    expect(made).toContain('Created')
    expect(await service.pbxOf('here').provider.listRooms()).toMatchObject([{ number: '8050' }])
    expect(textOf(await type('help room edit', { root: 'confadmin' }))).toMatch(/room edit 8001 \S+=/)
  })
})
