import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { botScopes } from '#sandbox/slack/scopes.ts'

it('grants exactly what the manifest asks for', () => {
  const manifest = parse(readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8'))
  expect([...botScopes].toSorted()).toEqual([...manifest.oauth_config.scopes.bot].toSorted())
})
