import { expect, it } from 'vitest'
import { configurationFindings, problemFindings } from '#doctor/configuration.ts'
import { inWords } from '#test/support/findings.ts'

const configured = {
  mode: 'configured',
  chats: ['Slack'],
  pbxs: [1, 2],
  files: [],
  warnings: [],
  keepsLogins: true,
} as const

it('says where the configuration was read from', () => {
  expect(inWords(configurationFindings(configured))).toEqual([
    'ok: It is complete: Slack and 2 PBXs, read from the environment.',
  ])
  expect(inWords(configurationFindings({ ...configured, pbxs: [1], files: ['confbot.yaml', '.env'] }))).toEqual([
    'ok: It is complete: Slack and 1 PBX, read from confbot.yaml and .env and the environment.',
  ])
})

it('names each chat that is configured', () => {
  expect(inWords(configurationFindings({ ...configured, chats: ['Slack', 'Discord'], pbxs: [1] }))).toEqual([
    'ok: It is complete: Slack, Discord and 1 PBX, read from the environment.',
  ])
  expect(inWords(configurationFindings({ ...configured, chats: ['Discord'], pbxs: [1] }))).toEqual([
    'ok: It is complete: Discord and 1 PBX, read from the environment.',
  ])
})

it('says that this is the sandbox', () => {
  expect(inWords(configurationFindings({ ...configured, mode: 'sandbox', pbxs: [] }))).toEqual([
    'ok: Nothing is configured, so this is the sandbox: its own chats and PBX are looked at.',
  ])
  expect(inWords(configurationFindings({ ...configured, mode: 'sandbox', pbxs: [1] }))).toEqual([
    'ok: No chat is configured, so those of the sandbox are looked at, beside a real PBX.',
  ])
})

it('warns of logins that a restart loses', () => {
  expect(inWords(configurationFindings({ ...configured, keepsLogins: false }))[1]).toMatch(
    /^warn: CONFBOT_SECRET_KEY is not set, .*openssl rand -base64 32/,
  )
})

it('passes on what looks odd', () => {
  expect(inWords(configurationFindings({ ...configured, warnings: ['SLACK_TOKN is not known.'] }))[1]).toBe(
    'warn: SLACK_TOKN is not known. Correct its name, or take it away.',
  )
})

it('tells every problem with where its value is found', () => {
  const problems = [
    { key: 'PORT', what: 'is not valid.', where: 'Port of the public server.' },
    { key: 'pbxs', what: 'is missing.' },
  ]
  expect(inWords(problemFindings(problems))).toEqual([
    'fail: PORT: is not valid. Port of the public server.',
    'fail: pbxs: is missing. The file .env.example names every setting.',
  ])
})
