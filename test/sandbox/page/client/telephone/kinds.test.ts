import { expect, test } from 'vitest'
import { providers } from '#providers/index.ts'
import { kindToName } from '#sandbox/page/client/telephone/kinds.ts'
import { dialects } from '#sandbox/pbx/dialects/index.ts'

test('each kind of PBX that the sandbox speaks has the name that its makers gave it', () => {
  const kinds = Object.keys(dialects)
  expect(kinds.filter((kind) => kindToName(kind) === kind)).toEqual([])
  expect(kindToName('another')).toBe('another')
})

test('each kind that confbot knows is called as confbot calls it', () => {
  for (const [kind, { name }] of Object.entries(providers)) expect(kindToName(kind)).toBe(name)
})
