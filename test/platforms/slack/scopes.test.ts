import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  canSearch,
  historyScopes,
  otherScopes,
  readScopes,
  requiredScopes,
  scopeFindings,
} from '#platforms/slack/scopes.ts'
import { inWords } from '#test/support/findings.ts'

const { bot, bot_optional: optional } = parse(readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8'))
  .oauth_config.scopes
const without = (...scopes: string[]) => inWords(scopeFindings(bot.filter((scope: string) => !scopes.includes(scope))))

describe('the scopes that doctor asks for', () => {
  it('are those of the manifest', () => {
    const ours = { ...requiredScopes, ...historyScopes, ...readScopes, ...otherScopes }
    expect(Object.keys(ours).toSorted()).toEqual([...bot].toSorted())
    expect(Object.keys({ ...historyScopes, ...readScopes, ...otherScopes }).toSorted()).toEqual(
      [...optional].toSorted(),
    )
  })
})

describe('of scopes', () => {
  const looked =
    'ok: A reminder or other message whose posting Slack does not confirm is looked for, and posted again only where it is not there.'

  it('two sentences do where all are granted, and more do no harm', () => {
    expect(inWords(scopeFindings([...bot, 'admin']))).toEqual([
      'ok: All scopes that confbot needs are granted.',
      looked,
    ])
  })

  it.each([
    ['commands', '/conf, /confadmin and the shortcuts are not there'],
    ['chat:write.public', 'cards reach only channels to which the bot was invited'],
    ['users:read', 'names, time zones, administrators and guests are not known, so that nobody is served'],
  ])('%s is missed with what does not work without it', (scope, what) => {
    expect(without(scope)).toEqual([
      `fail: The scope ${scope} is not granted: ${what}. Paste manifest.yml as the manifest of the app again (or add it under “OAuth & Permissions”), and install the app to the workspace anew.`,
      looked,
    ])
  })

  it('each that is required is missed by name', () => {
    const found = inWords(scopeFindings([]))
    for (const scope of Object.keys(requiredScopes))
      expect(found.join('\n')).toContain(`The scope ${scope} is not granted`)
    expect(found.filter((one) => one.startsWith('ok'))).toEqual([])
  })

  it('those for histories decide what becomes of a message that Slack does not confirm', () => {
    expect(without('groups:history')).toEqual([
      'ok: All scopes that confbot needs are granted.',
      'warn: In private channels, a reminder or other message whose posting Slack does not confirm is reported and not repeated, since groups:history is not granted. To have that as well, grant the optional groups:history when the app is installed.',
    ])
    expect(without('channels:history', 'groups:history', 'mpim:history')[1]).toMatch(
      /^warn: In public channels and private channels and group messages, a reminder or other message .* since channels:history, groups:history, mpim:history is not granted\./,
    )
  })

  it('those for reading decide whether channels can be looked at', () => {
    const [, , read, mentions] = without('channels:read', 'groups:read')
    expect(read).toBe(
      'warn: Whether the bot is in public channels and private channels and may post there cannot be told, since channels:read, groups:read is not granted. To have that as well, grant the optional channels:read, groups:read when the app is installed.',
    )
    expect(mentions).toBe(
      'warn: A conference that is started by a mention in a public channel counts as private, since channels:read is not granted. To have that as well, grant the optional channels:read when the app is installed.',
    )
    expect(without('groups:read').slice(3)).toEqual([])
  })

  it('the one for files is missed with what people still have', () => {
    expect(without('files:write').at(-1)).toBe(
      'warn: Calendar files cannot be given to people in Slack, since files:write is not granted. Their calendar addresses work all the same. To have that as well, grant the optional files:write when the app is installed.',
    )
  })

  it('those that reminders need decide whether what Slack does not confirm is repaired', () => {
    expect(canSearch(bot)).toBe(true)
    expect(canSearch(bot.filter((scope: string) => scope !== 'mpim:history'))).toBe(true)
    for (const scope of ['channels:history', 'groups:history', 'im:history'])
      expect(canSearch(bot.filter((one: string) => one !== scope))).toBe(false)
  })
})
