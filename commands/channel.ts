/** `confadmin channel …`: defaults of a channel. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { noZone } from '#command-kit/options/zone.ts'
import { remindersOf, remindersToSetting } from '#core/service/setting.ts'
import { say } from '#text/message.ts'
import { card, fields } from '#view/card.ts'
import { leadList } from '#view/presenters/meeting-words.ts'
import { checkZone } from './zone.ts'

export const channelShow = defineCommand({
  path: 'confadmin channel show',
  summary: 'command.channel-show.summary',
  examples: ['channel show'],
  options: {},
  permission: 'channel.manage',
  effect: 'read',
  async run(_input, { service, attempt }) {
    const { pbx, zone, remind } = await service.channelSettings(attempt)
    const leads = leadList(remindersOf(remind))
    return {
      card: card(
        say('command.channel-show.title'),
        fields(
          [say('command.channel-show.pbx'), pbx ?? say('command.channel-show.default', { value: service.defaultPbx })],
          [say('command.channel-show.zone'), zone ?? say('command.channel-show.unset')],
          [
            say('command.channel-show.remind'),
            remind === undefined ? say('command.channel-show.default', { value: leads }) : leads,
          ],
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
  examples: ['channel zone Europe/Berlin', 'channel zone none'],
  options: { zone: option.zone({ summary: 'option.zone-or-none', required: true, orNone: true, orUnknown: true }) },
  check: checkZone,
  permission: 'channel.manage',
  effect: 'write',
  async run(input, { service, attempt }) {
    const isNone = input.zone === noZone
    await service.setChannel(attempt, 'zone', isNone ? null : input.zone)
    return {
      card: card(isNone ? say('command.channel-zone.none') : say('command.channel-zone.done', { zone: input.zone })),
    }
  },
})

export const channelRemind = defineCommand({
  path: 'confadmin channel remind',
  summary: 'command.channel-remind.summary',
  formWords: { title: 'form.title.channel-remind', submit: 'form.submit.save' },
  examples: ['channel remind 1d 10m', 'channel remind off'],
  options: { times: option.leads({ summary: 'option.leads', required: true }) },
  permission: 'channel.manage',
  effect: 'write',
  async run({ times }, { service, attempt }) {
    await service.setChannel(attempt, 'remind', remindersToSetting(times))
    return { card: card(say('command.channel-remind.done', { leads: leadList(times) })) }
  },
})
