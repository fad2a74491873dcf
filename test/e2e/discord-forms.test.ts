/** Forms on the sandbox's Discord with the real client: it takes each modal and message of every command, and they do what they ask. */
import { expect, it, onTestFinished } from 'vitest'
import { createCommandIndex } from '#command-kit/command-index.ts'
import { formFromOptions } from '#command-kit/form-from-options.ts'
import { parseText } from '#command-kit/parse-text.ts'
import { rawToGiven } from '#command-kit/raw-input.ts'
import { roots } from '#commands/index.ts'
import { providers } from '#providers/index.ts'
import { startApp } from '#test/support/app.ts'
import { componentsOf, isEphemeral } from '#test/support/discord-client.ts'
import { general, startService } from '#test/support/service.ts'
import type { Form } from '#view/form.ts'
import { roomForm } from '#view/presenters/room-form.ts'
import { connectDiscord, kitThat } from '../platforms/discord/sandbox-discord.ts'

/** With what its first example says, where it has one. */
async function everyForm(): Promise<readonly Form[]> {
  const { service } = await startService()
  const index = createCommandIndex(roots)
  const own = roots.flatMap(({ name, commands }) =>
    commands
      .filter(({ hidden }) => !hidden)
      .flatMap((command) => {
        const [example = ''] = command.examples
        const { raw } = parseText(index, name, example.replace(/@[a-z]+/g, '<@1012345678901234567>'))
        const form = command.form?.(rawToGiven(command, raw), { place: general, service })
        return [form ?? formFromOptions(command, raw)]
      }),
  )
  const rooms = Object.entries(providers).map(([name, definition]) => roomForm('create', { name, definition }, {}))
  return [...own, ...rooms].filter(({ fields }) => fields.length > 0)
}

it('every form of every command opens on Discord, modal by modal', async () => {
  const forms = await everyForm()
  expect(forms.length).toBeGreaterThan(40)
  let form: Form | undefined
  const kit = kitThat(() => (form ? { kind: 'form', form } : { kind: 'run', run: async () => {} }))
  const { discord } = await connectDiscord({ kit })
  const opened = async (what: string) => {
    await expect.poll(() => discord.modal('alice'), { message: what }).not.toBeNull()
    await discord.post('close', { user: 'alice' })
  }
  for (form of forms) {
    expect(await discord.command('alice', 'home'), form.path).toMatchObject({ ok: true })
    const modal = await discord.modal('alice')
    if (modal) {
      await opened(form.path)
      continue
    }
    const draft =
      (await discord.messages('alice')).filter(isEphemeral).at(-1) ?? expect.fail(`${form.path} is not there`)
    const sections = componentsOf(draft).filter(({ custom_id = '' }) => custom_id.includes('/edit/'))
    expect(sections.length, form.path).toBeGreaterThan(1)
    for (const { custom_id = '', label } of sections) {
      expect(await discord.click('alice', draft, custom_id), form.path).toMatchObject({ ok: true })
      await opened(`${form.path}: ${label}`)
    }
  }
})

it('a meeting is scheduled modal by modal: shown before it is saved, changed, and saved once', async () => {
  const app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord' })
  onTestFinished(() => app.stop())
  const { discord } = app
  expect(await discord.command('alice', 'schedule')).toMatchObject({ ok: true })
  const draft = await discord.answer('alice', 'Still needed: Subject')
  await discord.click('alice', draft, 'Subject, Date, Time, Time zone, Length')
  const when = { subject: 'Sprint review', 'when.date': 'tomorrow', 'when.time': '15:00', zone: 'Europe/Berlin' }
  expect(await discord.submit('alice', when)).toMatchObject({ ok: true })
  const filled = await discord.answer('alice', 'Subject: Sprint review')
  expect(filled.id).toBe(draft.id)
  await discord.click('alice', filled, 'Repeats, Or in other words, Invited, Reminders')
  await discord.submit('alice', { who: '1001', '_people.who': ['bob'] })
  await discord.click('alice', await discord.answer('alice', '1001'), 'Preview')
  const question = await discord.answer('alice', 'Schedule Sprint review?')
  await discord.click('alice', question, 'Edit again…')
  await discord.click('alice', await discord.answer('alice', '1001'), 'Subject, Date, Time, Time zone, Length')
  await discord.submit('alice', { subject: 'Retrospective' })
  await discord.click('alice', await discord.answer('alice', 'Retrospective'), 'Preview')
  const better = await discord.answer('alice', 'Schedule Retrospective?')
  expect(await discord.click('alice', better, 'Schedule it')).toMatchObject({ ok: true })
  await discord.answer('alice', /Retrospective is scheduled/)
  await discord.card('Retrospective', ['1001'])
})

it('what cannot be read in a section is told as soon as it was typed, and kept', async () => {
  const app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord' })
  onTestFinished(() => app.stop())
  const { discord } = app
  await discord.command('alice', 'schedule')
  const openFirst = (draft: Awaited<ReturnType<typeof discord.answer>>) => {
    const section = componentsOf(draft).find(({ custom_id = '' }) => custom_id.includes('/edit/'))
    return discord.click('alice', draft, section?.custom_id ?? '')
  }
  await openFirst(await discord.answer('alice', 'Still needed: Subject'))
  const wrong = { subject: 'Sprint review', 'when.date': '31.2.', 'when.time': '25:99', zone: 'berln', for: 'long' }
  await discord.submit('alice', wrong)
  const told = await discord.answer('alice', 'Something is not right yet.')
  const words = JSON.stringify(told)
  for (const sentence of [
    'There is no such date or time as “31.2.”',
    'There is no such date or time as “25:99”',
    'such as Europe/Berlin.',
    'Give a length of time',
  ])
    expect(words).toContain(sentence)
  await openFirst(told)
  expect(JSON.stringify(await discord.modal('alice'))).toContain('"value":"25:99"')
  await discord.submit('alice', { 'when.date': '28.2.', 'when.time': '9:00', zone: 'berlin', for: '1h' })
  const right = await discord.answer('alice', '9:00')
  expect(JSON.stringify(right)).not.toContain('not right yet')
})

it('a room is made in several modals, with a secret that is never shown again', async () => {
  const app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord' })
  onTestFinished(() => app.stop())
  const { discord } = app
  expect(await discord.command('alice', 'confadmin room create')).toMatchObject({ ok: true })
  const draft = await discord.answer('alice', 'New room')
  const open = async (section: number) => {
    const shown = await discord.answer('alice', 'New room')
    const button = componentsOf(shown).find(({ custom_id = '' }) => custom_id.includes(`/edit/${section}/`))
    expect(await discord.click('alice', shown, button?.custom_id ?? ''), `${section}`).toMatchObject({ ok: true })
  }
  await open(0)
  await discord.submit('alice', {
    'fields.extension_number': '8050',
    'fields.mode': 'AUDIO',
    'fields.subject': 'Board',
    'fields.capacity': '0',
  })
  await discord.answer('alice', 'People at most: 0')
  await open(1)
  await discord.submit('alice', { 'fields.room_pin': '24680' })
  await discord.click('alice', await discord.answer('alice', '(filled in)'), 'Create')
  const wrong = await discord.answer('alice', 'Something is not right yet.')
  expect(JSON.stringify(await discord.messages('alice'))).not.toContain('24680')
  expect(wrong.id).toBe(draft.id)
  await open(0)
  await discord.submit('alice', { 'fields.capacity': '12' })
  await discord.click('alice', await discord.answer('alice', 'People at most: 12'), 'Create')
  await discord.answer('alice', /8050/)
})
