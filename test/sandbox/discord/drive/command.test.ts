import { expect, test } from 'vitest'
import { confCommand } from '../run-client.ts'
import { onlyMessage, runApp } from './run-app.ts'

const adminCommand = { name: 'confadmin', description: 'Administration', type: 1, default_member_permissions: '8' }
const messageCommand = { name: 'Start here', type: 3 }

/** Options of the subcommand that came last. */
async function optionsOf(text: string) {
  const app = await runApp()
  expect(await app.type(text)).toMatchObject({ ok: true })
  const [subcommand] = (app.data()?.options ?? []) as { options: { name: string; value: unknown }[] }[]
  return Object.fromEntries(subcommand?.options.map(({ name, value }) => [name, value]) ?? [])
}

test('what is typed becomes options of their types', async () => {
  expect(await optionsOf('start title:Weekly call minutes:30 record:True mode:Open to all room:12')).toEqual({
    title: 'Weekly call',
    minutes: 30,
    record: true,
    mode: 'open',
    room: '12',
  })
})

test('values in quotes may hold what looks like an option', async () => {
  expect(await optionsOf('start title:"who: all" mode:open')).toEqual({ title: 'who: all', mode: 'open' })
})

test('groups and subcommands nest, with or without the name in front', async () => {
  const app = await runApp()
  for (const text of ['room list', '/conf room list', 'conf room list']) {
    expect(await app.type(text)).toMatchObject({ ok: true })
    expect(app.data()).toMatchObject({
      name: 'conf',
      type: 1,
      options: [{ name: 'room', type: 2, options: [{ name: 'list', type: 1, options: [] }] }],
    })
  }
})

test.each([
  ['start', 'title', 'This option is required. Specify a value.'],
  [`start title:${'x'.repeat(21)}`, 'title', 'Must be 20 or fewer characters.'],
  ['start title:a who:nobody', 'who', 'Please enter a valid user.'],
  ['start title:a minutes:many', 'minutes', 'Please enter a valid number.'],
  ['start title:a minutes:1.5', 'minutes', 'Please enter a valid integer.'],
  ['start title:a minutes:91', 'minutes', 'Value must be at most 90.'],
  ['start title:a record:maybe', 'record', 'Please choose True or False.'],
  ['start title:a mode:closed', 'mode', 'Please choose a valid option.'],
  ['start title:a where:lounge', 'where', 'Please enter a valid channel.'],
])('the client keeps "%s" back', async (text, option, error) => {
  const app = await runApp()
  expect(await app.type(text)).toEqual({ ok: false, error, option })
  expect(app.seen).toEqual([])
})

test('what the composer does not take is refused, with what it does', async () => {
  const { refusedOf } = await runApp()
  const type = (text: string, facts: object = {}) =>
    refusedOf('command', { user: 'alice', channel: 'ops', text, ...facts })
  expect(await type('start hello')).toMatchObject({ status: 409, known: expect.arrayContaining(['title']) })
  expect(await type('start title:a title:b')).toMatchObject({ status: 409 })
  expect(await type('stop')).toMatchObject({ status: 409, known: ['start', 'room'] })
  expect(await type('')).toMatchObject({ status: 409 })
  expect(await type('room list', { command: 'other' })).toMatchObject({ status: 404, known: ['conf'] })
  expect(await type('room list', { user: 'nobody' })).toMatchObject({ status: 404 })
  expect(await type('room list', { channel: 'nowhere' })).toMatchObject({ status: 404 })
  expect(await type('room list', { user: 'carol', channel: 'staff' })).toMatchObject({ status: 404 })
})

test('a command that needs a permission is seen by who has it', async () => {
  const { type, refusedOf, get } = await runApp(undefined, [confCommand, adminCommand])
  expect(await type('confadmin')).toMatchObject({ ok: true })
  expect(await refusedOf('command', { user: 'bob', channel: 'ops', command: 'confadmin', text: '' })).toMatchObject({
    status: 404,
    known: ['conf'],
  })
  const names = async (user: string) => {
    const { commands } = await get(`discord/commands?user=${user}`)
    return (commands as { name: string }[]).map(({ name }) => name)
  }
  expect(await names('alice')).toEqual(['conf', 'confadmin'])
  expect(await names('bob')).toEqual(['conf'])
})

test('where commands may not be used, or nothing be written, there are none', async () => {
  const { drive, refusedOf } = await runApp()
  await drive('permissions', { channel: 'ops', role: 'everyone', deny: ['USE_APPLICATION_COMMANDS'] })
  const type = (channel: string) => refusedOf('command', { user: 'bob', channel, text: 'room list' })
  expect(await type('ops')).toMatchObject({ status: 404 })
  await drive('permissions', { channel: 'general', role: 'everyone', deny: ['SEND_MESSAGES'] })
  expect(await type('general')).toMatchObject({ status: 409 })
  expect(await type('dm')).toMatchObject({ status: 404, known: undefined })
})

test('without the bot its commands are gone', async () => {
  const { drive, refusedOf } = await runApp()
  await drive('kick', { user: 'alice' })
  expect(await refusedOf('command', { user: 'alice', channel: 'ops', text: 'room list' })).toMatchObject({
    status: 404,
  })
})

test('suggestions for what is being typed', async () => {
  const choices = [{ name: 'Room 12', value: '12' }]
  const app = await runApp(() => ({ type: 8, data: { choices } }))
  const suggest = (text: string) => app.drive('autocomplete', { user: 'alice', channel: 'ops', text })
  expect(await suggest('start title:Hello minutes:none room:1')).toMatchObject({ ok: true, choices })
  expect(app.seen[0]).toMatchObject({
    type: 4,
    data: {
      options: [
        {
          name: 'start',
          options: [
            { name: 'title', value: 'Hello' },
            { name: 'room', type: 3, value: '1', focused: true },
          ],
        },
      ],
    },
  })
  expect(await suggest('start room:')).toMatchObject({ ok: true })
  expect(await app.refusedOf('autocomplete', { user: 'alice', channel: 'ops', text: 'start title:x' })).toMatchObject({
    status: 409,
    known: ['room'],
  })
})

test('more suggestions than fit are refused', async () => {
  const choices = Array.from({ length: 26 }, (_, index) => ({ name: `${index}`, value: `${index}` }))
  const app = await runApp(() => ({ type: 8, data: { choices } }))
  const answer = await app.drive('autocomplete', { user: 'alice', channel: 'ops', text: 'start room:1' })
  expect(answer).toMatchObject({ ok: false, error: 'Loading options failed', reason: { code: 50035 } })
})

test('a command on a message', async () => {
  const app = await runApp(undefined, [confCommand, messageCommand])
  await app.drive('say', { user: 'bob', channel: 'ops', text: 'Can we talk?' })
  const message = await onlyMessage(app)
  expect(await app.drive('context', { user: 'alice', message, name: 'Start here' })).toMatchObject({ ok: true })
  expect(app.data()).toMatchObject({
    name: 'Start here',
    type: 3,
    target_id: message.id,
    resolved: { messages: { [message.id]: { content: 'Can we talk?', author: { username: 'bob' } } } },
  })
  expect(await app.messages('ops', 'alice')).toMatchObject([{}, { type: 23, content: 'Done' }])
  expect(await app.refusedOf('context', { user: 'alice', message, name: 'Other' })).toMatchObject({
    status: 404,
    known: ['Start here'],
  })
})
