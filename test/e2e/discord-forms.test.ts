/** Every form of every command, opened on the sandbox's Discord with the real client: it takes each modal and each message. */
import { expect, it } from 'vitest'
import { createCommandIndex } from '#command-kit/command-index.ts'
import { formFromOptions } from '#command-kit/form-from-options.ts'
import { parseText } from '#command-kit/parse-text.ts'
import { rawToGiven } from '#command-kit/raw-input.ts'
import { roots } from '#commands/index.ts'
import { providers } from '#providers/index.ts'
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

it('opens on Discord, modal by modal', async () => {
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
