import { describe, expect, it } from 'vitest'
import type { CommandRequest } from '#command-kit/request.ts'
import { buttonsOf, startCommands, textOf } from '#test/support/commands.ts'
import { spanToString } from '#text/format.ts'

describe.each([
  ['conf', 'me zone'],
  ['confadmin', 'channel zone'],
])('/%s %s', (root, words) => {
  it('offers the zone that is spelt nearly as what was typed, as a button that sets it', async () => {
    const { type, click } = await startCommands()
    const refused = await type(`${words} Berln`, { root })
    expect(textOf(refused)).toContain('“Berln” is no time zone')
    const [action] = buttonsOf(refused)
    expect(action).toMatchObject({ path: `${root} ${words}`, input: { zone: 'Europe/Berlin' } })
    if (action) expect(textOf(await click(action))).toContain('Europe/Berlin')
  })

  it('says the same at the field of a form', async () => {
    const { plan } = await startCommands()
    const submit = (zone: string): CommandRequest['input'] => ({
      kind: 'values',
      path: `${root} ${words}`,
      values: { zone },
      confirmed: false,
      from: 'form',
    })
    const planned = plan(submit('Berln'), { root })
    const zone = planned.kind === 'problems' ? planned.problems.zone : undefined
    expect(zone && spanToString(zone)).toBe('Give a time zone by its IANA name, such as Europe/Berlin.')
    for (const right of ['Europe/Berlin', 'none']) expect(plan(submit(right), { root }).kind).toBe('run')
  })
})
