import { expect, test } from 'vitest'
import { done, onlyMessage, type RunningApp, runApp } from './run-app.ts'

const row = (...components: object[]) => ({ type: 1, components })
const button = (label: string, custom_id: string, facts: object = {}) => ({
  type: 2,
  style: 2,
  label,
  custom_id,
  ...facts,
})
const colours = [
  { label: 'Red', value: 'r' },
  { label: 'Blue', value: 'b' },
]

const components = [
  {
    type: 17,
    components: [
      { type: 10, content: 'Choose' },
      { type: 9, components: [{ type: 10, content: 'Anna' }], accessory: button('Mute', 'mute-anna') },
      { type: 9, components: [{ type: 10, content: 'Ben' }], accessory: button('Mute', 'mute-ben') },
      row(button('Go', 'go'), button('Gone', 'gone', { disabled: true }), {
        type: 2,
        style: 5,
        label: 'More',
        url: 'https://example.com/',
      }),
      row({ type: 3, custom_id: 'colour', placeholder: 'Colour', options: colours }),
      row({ type: 5, custom_id: 'people', placeholder: 'People', max_values: 2 }),
      row({ type: 8, custom_id: 'channel', placeholder: 'Channel', channel_types: [0] }),
      row({ type: 6, custom_id: 'role', placeholder: 'Role' }),
      row({ type: 7, custom_id: 'anybody', placeholder: 'Anybody' }),
    ],
  },
]

/** A card, posted by `/conf room list`, and clicks on it. */
async function runCard(flags = 0) {
  const app = await runApp(({ type }) =>
    type === 2 ? { type: 4, data: { flags: flags | (1 << 15), components } } : done,
  )
  await app.type('room list')
  const message = await onlyMessage(app)
  const click = (action: string, values?: readonly string[], user = 'alice') =>
    app.drive('click', { user, message, action, ...(values && { values }) })
  const refused = (action: string, values?: readonly string[], user = 'alice') =>
    app.refusedOf('click', { user, message, action, ...(values && { values }) })
  return { app, message, click, refused }
}

test('a button is clicked by its custom_id or label', async () => {
  const { app, message, click } = await runCard()
  expect(await click('mute-ben')).toMatchObject({ ok: true })
  expect(app.seen.at(-1)).toMatchObject({
    type: 3,
    data: { custom_id: 'mute-ben', component_type: 2 },
    message: { id: message.id, flags: 1 << 15 },
  })
  await click('Go')
  expect(app.data()).toMatchObject({ custom_id: 'go' })
  expect(app.data()).not.toHaveProperty('values')
})

test.each([
  ['Gone', 409],
  ['More', 409],
  ['Mute', 409],
  ['Nothing', 404],
])('"%s" cannot be clicked', async (action, status) => {
  const { refused, app } = await runCard()
  expect(await refused(action)).toMatchObject({ status })
  expect(app.seen).toHaveLength(1)
})

const idsOf = async ({ get }: RunningApp, name: string) => {
  const { people, roles } = await get('discord/people')
  const { channels } = await get('discord/channels?user=alice')
  const all = [people, roles, channels].flat() as { id: string; name: string }[]
  return all.find((one) => one.name === name)?.id
}

test('from menus options, people, channels and roles are chosen by what can be read', async () => {
  const { app, click } = await runCard()
  await click('Colour', ['Blue'])
  expect(app.data()).toMatchObject({ custom_id: 'colour', component_type: 3, values: ['b'] })
  const bob = String(await idsOf(app, 'bob'))
  const staff = String(await idsOf(app, 'Staff'))
  const general = String(await idsOf(app, 'general'))
  await click('people', ['bob', 'Carol'])
  expect(app.data()).toMatchObject({ component_type: 5, values: [bob, await idsOf(app, 'carol')] })
  expect(app.data()).toMatchObject({ resolved: { users: { [bob]: { username: 'bob' } }, members: { [bob]: {} } } })
  await click('Role', ['Staff'])
  expect(app.data()).toMatchObject({ component_type: 6, values: [staff], resolved: { roles: { [staff]: {} } } })
  await click('Channel', ['general'])
  expect(app.data()).toMatchObject({ component_type: 8, values: [general], resolved: { channels: { [general]: {} } } })
  for (const [name, id] of [
    ['bob', bob],
    ['Staff', staff],
  ] as const) {
    await click('Anybody', [name])
    expect(app.data()).toMatchObject({ component_type: 7, values: [id] })
  }
})

test.each([
  ['Colour', undefined, 400],
  ['Go', ['x'], 400],
  ['Colour', ['Green'], 404],
  ['Colour', ['Red', 'Blue'], 409],
  ['Colour', [], 409],
  ['People', ['alice', 'bob', 'carol'], 409],
  ['Channel', ['lounge'], 404],
])('from "%s" %j cannot be chosen', async (action, values, status) => {
  const { refused } = await runCard()
  expect(await refused(action, values)).toMatchObject({ status })
})

test('what only one person sees, only that one clicks', async () => {
  const { click, refused, app } = await runCard(64)
  expect(await click('Go')).toMatchObject({ ok: true })
  expect(app.seen.at(-1)).toMatchObject({ message: { flags: 64 | (1 << 15) } })
  expect(await refused('Go', undefined, 'bob')).toMatchObject({ status: 404 })
})

test('after the bot was thrown out its buttons do nothing', async () => {
  const { app, click } = await runCard()
  await app.drive('kick', { user: 'alice' })
  expect(await click('Go')).toEqual({ ok: false, error: 'This interaction failed' })
  expect(app.seen).toHaveLength(1)
})

test('in the direct message with the bot there is a user, and no server', async () => {
  const { app } = await runCard()
  await app.drive('say', { user: 'bob', channel: 'dm', text: 'Hello' })
  const { channels } = await app.get('discord/channels?user=bob')
  const direct = (channels as { id: string; kind: string }[]).find(({ kind }) => kind === 'dm')?.id
  await app.rest.post(`/channels/${direct}/messages`, { body: { flags: 1 << 15, components } })
  const id = (await app.messages('dm', 'bob')).at(-1)?.id
  await app.drive('click', { user: 'bob', message: { channel: 'dm', id }, action: 'Go' })
  const last = app.seen.at(-1)
  expect(last).toMatchObject({
    user: { username: 'bob' },
    channel: { id: direct, type: 1 },
    context: 1,
    authorizing_integration_owners: { '0': '0' },
  })
  for (const field of ['member', 'guild_id', 'guild', 'guild_locale']) expect(last).not.toHaveProperty(field)
})
