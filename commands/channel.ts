/** `confadmin channel …`: defaults of a channel. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { say } from '#text/message.ts'
import { card, fields } from '#view/card.ts'

export const channelShow = defineCommand({
  path: 'confadmin channel show',
  summary: 'command.channel-show.summary',
  examples: ['channel show'],
  options: {},
  permission: 'channel.manage',
  effect: 'read',
  async run(_input, { service, attempt }) {
    const { pbx, zone } = await service.channelSettings(attempt)
    return {
      card: card(
        say('command.channel-show.title'),
        fields(
          [say('command.channel-show.pbx'), pbx ?? say('command.channel-show.default', { value: service.defaultPbx })],
          [say('command.channel-show.zone'), zone ?? say('command.channel-show.unset')],
        ),
      ),
    }
  },
})

export const channelPbx = defineCommand({
  path: 'confadmin channel pbx',
  summary: 'command.channel-pbx.summary',
  formWords: { title: 'form.title.channel-pbx', submit: 'form.submit.save' },
  examples: ['channel pbx portsip', 'channel pbx default'],
  options: { pbx: option.text({ summary: 'option.pbx-or-default', required: true, suggests: 'pbx', max: 64 }) },
  permission: 'channel.manage',
  effect: 'write',
  async run(input, { service, attempt }) {
    const isDefault = input.pbx === 'default'
    await service.setChannel(attempt, 'pbx', isDefault ? null : input.pbx)
    return { card: card(say('command.channel-pbx.done', { pbx: isDefault ? service.defaultPbx : input.pbx })) }
  },
})

export const channelZone = defineCommand({
  path: 'confadmin channel zone',
  summary: 'command.channel-zone.summary',
  formWords: { title: 'form.title.channel-zone', submit: 'form.submit.save' },
  examples: ['channel zone Europe/Berlin'],
  options: { zone: option.zone({ summary: 'option.zone', required: true, suggests: 'zone' }) },
  permission: 'channel.manage',
  effect: 'write',
  async run(input, { service, attempt }) {
    await service.setChannel(attempt, 'zone', input.zone)
    return { card: card(say('command.channel-zone.done', { zone: input.zone })) }
  },
})
