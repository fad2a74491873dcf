import { expect, test } from 'vitest'
import { envExample } from '#config/env-example.ts'
import { problemsOf, schemas } from './load-with.ts'

const example = envExample(schemas)
const names = [...example.matchAll(/^#([A-Z_]+)=/gm)].map(([, name = '']) => name)

test('names every setting once for each place where it is used', () => {
  expect(names).toEqual(
    expect.arrayContaining(['SLACK_APP_TOKEN', 'PBX_PASSWORD', 'PBX_CAPS_AT_ONCE', 'PORT', 'CONFBOT_SANDBOX_TOKEN']),
  )
  expect(new Set(names).size).toBe(names.length)
})

test('names nothing that the loader does not know', () => {
  const everything = Object.fromEntries(names.map((name) => [name, 'x']))
  expect(problemsOf({ ...everything, CONFBOT_CONFIG: '' }).filter((problem) => problem.includes('not known'))).toEqual(
    [],
  )
})

test('says what is needed, when, and what holds otherwise', () => {
  expect(example).toContain('# Required with SLACK_MODE=http.\n#SLACK_SIGNING_SECRET=\n')
  expect(example).toContain('# Of an extension with rights to conferences.\n# Required.\n#PBX_PASSWORD=\n')
  expect(example).toContain('# Expected: a number from 0 to 65535.\n#PORT=3000\n')
})
