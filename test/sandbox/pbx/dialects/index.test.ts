import { expect, test } from 'vitest'
import { isDone } from '#core/contracts/conference-provider.ts'
import { createMovableClock } from '#lib/clock.ts'
import { providers } from '#providers/index.ts'
import { dialects } from '#sandbox/pbx/dialects/index.ts'
import { createSandboxPbx } from '#sandbox/pbx/index.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'

const account = { username: 'bot', password: 'correct horse', domain: 'pbx.example' }

/** Tried with the real thing instead. */
const withoutDialect = ['asterisk']

test('confbot and the sandbox speak the same kinds of PBX', () => {
  const imitated = Object.keys(providers).filter((id) => !withoutDialect.includes(id))
  expect(Object.keys(dialects).sort()).toEqual(imitated.sort())
  expect(kindsThere.map(({ id }) => id).sort()).toEqual(imitated.sort())
})

test.each(kindsThere)('$id can do at the telephones what its documents say', ({ id, kind, definition }) => {
  const pbx = createSandboxPbx({ name: id, dialect: id, clock: createMovableClock(), account })
  const { capabilities, traits } = definition
  expect([...pbx.console].sort()).toEqual([...kind.console].sort())
  expect({
    makesRooms: isDone(capabilities.createRoom),
    showsRoster: traits.roster,
    showsMutes: traits.muteState,
  }).toEqual({ makesRooms: kind.makesRooms, showsRoster: kind.showsRoster, showsMutes: kind.showsMutes })
  const codes = Object.values(capabilities).flatMap((answer) =>
    answer.support === 'keypad' ? answer.code.split(' / ') : [],
  )
  expect(Object.keys(kind.keys).sort()).toEqual(codes.sort())
  pbx.close()
})

test.each(kindsThere)('$id is configured by what the sandbox says of it', ({ id, definition }) => {
  const pbx = createSandboxPbx({ name: id, dialect: id, clock: createMovableClock(), account })
  const { settings } = providers[id]
  expect(settings.safeParse(pbx.settings('http://127.0.0.1:3000/sandbox/pbx/office')).error).toBeUndefined()
  expect(definition.id).toBe(id)
  pbx.close()
})
