/** `conf video …`: who is shown where in the picture of a video room. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { nameOf } from '#core/service/locate.ts'
import { say } from '#text/message.ts'
import { card, list, note } from '#view/card.ts'
import { inConference, oneParticipant } from './live-options.ts'

/** As many as a picture has tiles. */
const maxTiles = 9

export const videoLayout = defineCommand({
  path: 'conf video layout',
  summary: 'command.video-layout.summary',
  help: 'command.video-layout.help',
  formWords: { title: 'form.title.video-layout', submit: 'form.submit.video-layout' },
  examples: ['video layout Anna Ben', 'video layout Anna Smith, Ben'],
  options: {
    who: option.participants({ summary: 'option.video-order', required: true, max: maxTiles }),
    in: inConference,
  },
  permission: 'conference.picture',
  needs: 'layout',
  ofLive: true,
  effect: 'write',
  async run(input, { service, attempt }) {
    const { conference, shown, isConfirmed } = await service.setLayout(attempt, input)
    const { subject: name } = conference
    const order = list(shown.map((one, index) => ({ line: [`${index + 1}. `, nameOf(one)] })))
    return {
      card: isConfirmed
        ? card(say('command.video-layout.done', { name }), order)
        : card(say('command.video-layout.taken', { name }), order, note(say('command.video.unconfirmed'))),
    }
  },
})

export const videoPosition = defineCommand({
  path: 'conf video position',
  summary: 'command.video-position.summary',
  formWords: { title: 'form.title.video-position', submit: 'form.submit.video-position' },
  examples: ['video position Anna 0', 'video position "Anna Smith" off'],
  options: {
    who: oneParticipant,
    position: option.position({ summary: 'option.video-position', required: true }),
    in: inConference,
  },
  permission: 'conference.picture',
  needs: 'position',
  ofLive: true,
  effect: 'write',
  async run({ who, position, in: where }, { service, attempt }) {
    const wanted = position === 'off' ? null : position
    const { placed, isConfirmed } = await service.setPosition(attempt, { who, position: wanted, in: where })
    const name = nameOf(placed)
    const done =
      wanted === null
        ? say('command.video-position.hidden', { name })
        : say('command.video-position.done', { name, position: wanted })
    return {
      card: isConfirmed
        ? card(done)
        : card(say('command.video-position.taken', { name }), note(say('command.video.unconfirmed'))),
    }
  },
})
