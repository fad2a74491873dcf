import { expect, test } from 'vitest'
import { done, runApp } from './run-app.ts'

const label = (text: string, component: object) => ({ type: 18, label: text, component })
const options = [
  { label: 'Open', value: 'o' },
  { label: 'Closed', value: 'c', default: true },
]

const texts = [
  { type: 10, content: 'Fill this in.' },
  label('Title', { type: 4, custom_id: 'title', style: 1, min_length: 2, max_length: 5 }),
  label('Notes', { type: 4, custom_id: 'notes', style: 2, required: false, value: 'As before' }),
]
const choices = [
  label('Mode', { type: 21, custom_id: 'mode', options }),
  label('Days', { type: 22, custom_id: 'days', options, required: false, max_values: 1 }),
  label('Sure', { type: 23, custom_id: 'sure', default: true }),
  label('Who', { type: 5, custom_id: 'who', max_values: 2, required: false }),
  label('Kind', {
    type: 3,
    custom_id: 'kind',
    options: options.map(({ label: text, value }) => ({ label: text, value })),
  }),
]

async function runForm(components: readonly object[], onSubmit: object | undefined = done) {
  const modal = { type: 9, data: { custom_id: 'form', title: 'Form', components } }
  const app = await runApp(({ type }) => (type === 2 ? modal : onSubmit))
  expect(await app.type('room list')).toMatchObject({ ok: true })
  const submit = (values: object) => app.drive('submit', { user: 'alice', values })
  return { ...app, submit }
}

test('a modal opens, is filled in and sent, and closes', async () => {
  const { modal, submit, data, seen } = await runForm(texts)
  expect(await modal('alice')).toMatchObject({
    custom_id: 'form',
    title: 'Form',
    components: [{ id: 1 }, { id: 2 }, {}],
  })
  expect(await modal('bob')).toBeNull()
  expect(await submit({ Title: 'Call' })).toMatchObject({ ok: true })
  expect(data()).toEqual({
    custom_id: 'form',
    components: [
      { type: 10, id: 1 },
      { type: 18, id: 2, component: { type: 4, id: 3, custom_id: 'title', value: 'Call' } },
      { type: 18, id: 4, component: { type: 4, id: 5, custom_id: 'notes', value: 'As before' } },
    ],
  })
  expect(seen.at(-1)).toMatchObject({ type: 5 })
  expect(await modal('alice')).toBeNull()
})

test('what stands chosen is sent, unless something else is chosen', async () => {
  const { submit, data } = await runForm(choices)
  await submit({ kind: 'Open', who: ['bob', 'carol'], days: ['Open'] })
  expect(data()).toMatchObject({
    components: [
      { component: { custom_id: 'mode', value: 'c' } },
      { component: { custom_id: 'days', values: ['o'] } },
      { component: { custom_id: 'sure', value: true } },
      { component: { custom_id: 'who', values: [expect.any(String), expect.any(String)] } },
      { component: { custom_id: 'kind', values: ['o'] } },
    ],
    resolved: { users: {}, members: {} },
  })
})

test('fields can be emptied', async () => {
  const { submit, data } = await runForm(choices)
  await submit({ Kind: 'c', Days: [], Sure: false, Who: null })
  expect(data()).toMatchObject({
    components: [{}, { component: { values: [] } }, { component: { value: false } }, { component: { values: [] } }, {}],
  })
})

test.each([
  [texts, {}, { title: 'This field is required.' }],
  [texts, { title: 'x' }, { title: 'Must be at least 2 characters.' }],
  [texts, { title: 'too long' }, { title: 'Must be 5 or fewer characters.' }],
  [texts, { title: 'a\nb' }, { title: 'This field takes one line.' }],
  [choices, { mode: null }, { mode: 'This field is required.', kind: 'This field is required.' }],
  [choices, { kind: 'o', days: ['o', 'c'] }, { days: 'Choose at most 1.' }],
])('the client keeps the form back (%#)', async (components, values, errors) => {
  const { submit, modal, seen } = await runForm(components)
  expect(await submit(values)).toMatchObject({ ok: false, errors })
  expect(seen).toHaveLength(1)
  expect(await modal('alice')).not.toBeNull()
})

test('what the form does not have cannot be filled in', async () => {
  const { refusedOf } = await runForm(choices)
  const refused = (values: object) => refusedOf('submit', { user: 'alice', values })
  expect(await refused({ Other: 'x' })).toMatchObject({ status: 404, known: expect.arrayContaining(['mode: Mode']) })
  expect(await refused({ Mode: 'Ajar' })).toMatchObject({ status: 404 })
  expect(await refused({ Sure: 'yes' })).toMatchObject({ status: 400 })
  expect(await refusedOf('submit', { user: 'bob', values: {} })).toMatchObject({ status: 404 })
})

test('a form that nobody takes stays open', async () => {
  const app = await runApp(({ type }) =>
    type === 2 ? { type: 9, data: { custom_id: 'form', title: 'Form', components: texts } } : undefined,
  )
  await app.type('room list')
  const answer = await app.drive('submit', { user: 'alice', values: { Title: 'Call' } })
  expect(answer).toMatchObject({ ok: false, error: 'Something went wrong. Try again.' })
  expect(await app.modal('alice')).not.toBeNull()
})

test('a form is closed without a word to the app', async () => {
  const { drive, modal, seen, refusedOf } = await runForm(texts)
  expect(await drive('close', { user: 'alice' })).toEqual({ ok: true })
  expect(await modal('alice')).toBeNull()
  expect(seen).toHaveLength(1)
  expect(await refusedOf('close', { user: 'alice' })).toMatchObject({ status: 404 })
})

test('a form that a button opened is submitted with its message, which the answer may change', async () => {
  const components = [{ type: 1, components: [{ type: 2, style: 1, label: 'Edit', custom_id: 'edit' }] }]
  const app = await runApp(({ type }) => {
    if (type === 2) return { type: 4, data: { content: 'Draft', flags: 64, components } }
    if (type === 3) return { type: 9, data: { custom_id: 'form', title: 'Form', components: texts } }
    return { type: 7, data: { content: 'Saved' } }
  })
  await app.type('room list')
  const [{ id } = {}] = await app.messages('ops', 'alice')
  await app.drive('click', { user: 'alice', message: { channel: 'ops', id }, action: 'Edit' })
  expect(await app.drive('submit', { user: 'alice', values: { title: 'Call' } })).toMatchObject({ ok: true })
  expect(app.seen.at(-1)).toMatchObject({ type: 5, message: { id, content: 'Draft' } })
  expect(await app.messages('ops', 'alice')).toMatchObject([{ id, content: 'Saved', flags: 64 }])
})
