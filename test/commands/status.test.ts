import { describe, expect, it, vi } from 'vitest'
import type { Place } from '#core/actor.ts'
import { renderCard } from '#platforms/slack/render-card.ts'
import { startCommands, textOf } from '#test/support/commands.ts'
import { anna, general } from '#test/support/service.ts'
import { blockProblems } from '../platforms/slack/block-kit-rules.ts'

const direct: Place = { ...general, channelId: 'D1', kind: 'direct' }

describe('the status', () => {
  it('calls platforms by their names, and says of what does not work why', async () => {
    const { service, type } = await startCommands()
    vi.spyOn(service, 'parts').mockReturnValue([
      { name: 'slack', isConnected: true, lastContactAt: null, detail: 'Socket Mode, 2 of 2 connections' },
      { name: 'discord', isConnected: false, lastContactAt: null, detail: 'gateway, refused with code 4004' },
    ])
    const status = textOf(await type('status', { root: 'confadmin' }))
    expect(status).toMatch(/Slack works$/m)
    expect(status).toMatch(/Discord does not work: gateway, refused with code 4004$/m)
  })
})

it('says of each PBX when it last answered, and whether its events come', async () => {
  const answers = (isPushing: boolean) => () => ({ check: async () => {}, isPushing: () => isPushing })
  const hints = { hints: { support: 'yes' } } as const
  const { type, pbx } = await startCommands([
    { name: 'pushing', kind: 'kazoo', capabilities: hints, around: answers(true) },
    { name: 'silent', kind: 'kazoo', capabilities: hints, around: answers(false) },
    { name: 'mute', capabilities: { hints: { support: 'no', why: 'room.capability.no-room-events' } } },
  ])
  const ask = async () => textOf(await type('status', { root: 'confadmin' }))
  const status = await ask()
  expect(status).toMatch(/pushing \(KAZOO\) works · last contact .* · events come$/m)
  expect(status).toMatch(/silent \(KAZOO\) works · last contact .* · no events; read again every few seconds$/m)
  expect(status).toMatch(/mute \(.*\) works · last contact [^·]*$/m)
  expect(pbx('mute').traffic.list().length).toBeGreaterThan(0)
})

describe('the audit', () => {
  it('tells from where something was done, as a channel that can be opened', async () => {
    const { start, type } = await startCommands()
    await start(anna, 'Review', '1001')
    await type('lock')
    await type('me zone Europe/Berlin', { place: direct })
    const audit = await type('audit', { root: 'confadmin' })
    expect(textOf(audit)).toMatch(/@Anna in #C1 on Slack · conf lock · Review · done/)
    expect(textOf(audit)).toMatch(/@Anna in a direct message on Slack · conf me zone/)
    const { blocks } = renderCard(audit, { mentions: 'native' })
    expect(JSON.stringify(blocks)).toContain('{"type":"channel","channel_id":"C1"}')
    expect(blockProblems(blocks, 50)).toEqual([])
  })

  it('names who was granted what, and keeps the ids in its records', async () => {
    const { type, audit } = await startCommands()
    const asked = ['grant <@U2> operator', 'grant everybody viewer here:yes', 'revoke <@U2>']
    for (const text of asked) await type(`access ${text}`, { root: 'confadmin' })
    const shown = await type('audit', { root: 'confadmin' })
    expect(textOf(shown)).toMatch(/access grant · @U2 = operator · done/)
    expect(textOf(shown)).toMatch(/access grant · everybody = viewer · done/)
    expect(textOf(shown)).toMatch(/access revoke · @U2 · done/)
    expect(JSON.stringify(renderCard(shown, { mentions: 'native' }).blocks)).toContain('"user_id":"U2"')
    expect((await audit()).map(({ target }) => target)).toContain('user:U2=operator')
  })

  it.each(['kick', '/conf kick', 'CONF KICK'])(
    'is looked through for a command as it would be typed: %s',
    async (action) => {
      const { start, type } = await startCommands()
      await start(anna, 'Review', '1001')
      await type('lock')
      await type('kick 1099')
      const audit = textOf(await type(`audit action:"${action}"`, { root: 'confadmin' }))
      expect(audit).toMatch(/conf kick · .*refused/)
      expect(audit).not.toContain('conf lock')
    },
  )
})
