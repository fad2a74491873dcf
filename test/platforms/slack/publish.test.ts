import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { roots } from '#commands/index.ts'
import { fillManifest, manifestShortcuts, rootsToCommands, shortcuts } from '#platforms/slack/publish.ts'

const text = readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8')
interface Manifest {
  display_information: { name: string; description: string; long_description: string; background_color: string }
  features: {
    bot_user: { display_name: string }
    shortcuts: { name: string; callback_id: string; type: string; description: string }[]
    slash_commands: { command: string; description: string; usage_hint: string; should_escape: boolean; url?: string }[]
  }
  oauth_config: { scopes: { bot: string[]; bot_optional: string[] } }
  settings: {
    event_subscriptions: { bot_events: string[]; request_url?: string }
    interactivity: { is_enabled: boolean; request_url?: string; message_menu_options_url?: string }
    socket_mode_enabled: boolean
  }
}
const manifest = parse(text) as Manifest

describe('manifest.yml', () => {
  it('is what the command definitions make of it: npm run manifest', () => {
    expect(fillManifest(text, roots)).toBe(text)
  })

  it("keeps to the manifest's own limits (reference/app-manifest)", () => {
    const { display_information: info, features } = manifest
    expect(info.name.length).toBeLessThanOrEqual(35)
    expect(info.description.length).toBeLessThanOrEqual(140)
    expect(info.long_description.length).toBeGreaterThanOrEqual(175)
    expect(info.long_description.length).toBeLessThanOrEqual(4000)
    expect(info.background_color).toMatch(/^#[0-9a-f]{6}$/)
    expect(features.bot_user.display_name).toMatch(/^[a-z0-9-_.]{1,80}$/)
    for (const { command, description, usage_hint, should_escape } of features.slash_commands) {
      expect(command).toMatch(/^\/[a-z]{1,31}$/)
      expect(description.length).toBeLessThanOrEqual(2000)
      expect(usage_hint.length).toBeLessThanOrEqual(1000)
      expect(should_escape).toBe(true)
    }
    for (const { name, description } of features.shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24)
      expect(description.length).toBeLessThanOrEqual(150)
    }
  })

  it('asks for what the bot needs, and lets the rest be refused', () => {
    const { bot, bot_optional } = manifest.oauth_config.scopes
    expect(bot).toEqual(
      expect.arrayContaining(['commands', 'chat:write', 'app_mentions:read', 'im:history', 'im:write', 'users:read']),
    )
    // An optional scope is listed among the others, too.
    expect(bot).toEqual(expect.arrayContaining(bot_optional))
    expect(bot_optional).not.toContain('im:history')
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(
      expect.arrayContaining(['app_mention', 'message.im', 'app_home_opened', 'app_uninstalled', 'tokens_revoked']),
    )
    expect(manifest.settings.interactivity.is_enabled).toBe(true)
  })

  it('is for Socket Mode, without any address', () => {
    expect(manifest.settings.socket_mode_enabled).toBe(true)
    expect(text).not.toMatch(/request_url|url: http/)
  })

  it('has a variant in which Slack calls us, forms and their suggestions included', () => {
    const variant = parse(fillManifest(text, roots, 'https://conf.example.com')) as Manifest
    const url = 'https://conf.example.com/slack/events'
    expect(variant.settings.socket_mode_enabled).toBe(false)
    expect(variant.settings.event_subscriptions.request_url).toBe(url)
    expect(variant.settings.interactivity).toMatchObject({ request_url: url, message_menu_options_url: url })
    expect(variant.features.slash_commands.map((command) => command.url)).toEqual([url, url])
  })
})

it('a root becomes a slash command whose hint names what can follow, each once and nothing hidden', () => {
  const [first = expect.fail('no root')] = roots
  const twice = { ...first, commands: [...first.commands, ...first.commands] }
  const [command] = rootsToCommands([twice])
  expect([command]).toEqual(rootsToCommands([first]))
  expect(command?.usage_hint).toMatch(/^\[home \| help \| start \|/)
  expect(command?.usage_hint).not.toContain('roster')
})

it('every shortcut runs a command that there is', () => {
  const paths = roots.flatMap(({ commands }) => commands.map(({ path }) => path))
  expect(paths).toEqual(expect.arrayContaining(shortcuts.map(({ path }) => path)))
  expect(manifestShortcuts().map(({ type, name, callback_id }) => [type, name, callback_id])).toEqual([
    ['global', 'Start a conference here', 'start_here'],
    ['message', 'Start a conference here', 'start_from_message'],
    ['global', 'Schedule a conference', 'schedule_here'],
    ['message', 'Schedule a conference', 'schedule_from_message'],
  ])
})
