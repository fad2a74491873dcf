/** `conf home` (also the bare `/conf`) and `conf agenda`: what is live and what comes next. */
import { defineCommand } from '#command-kit/define-command.ts'
import { type Conference, presentParticipants } from '#core/conference.ts'
import { bold, moment, say } from '#text/message.ts'
import { actions, button, card, list, note, type Row, text } from '#view/card.ts'
import { ref } from '#view/presenters/roster.ts'

const row = (conference: Conference): Row => ({
  line: [
    bold(conference.subject),
    ' · ',
    say('card.state.live', { since: moment(conference.startedAt, 'relative') }),
    ' · ',
    say('card.state.people', { count: presentParticipants(conference).length }),
  ],
  button: button(say('command.home.show'), ref(conference, 'conf show')),
})

export const home = defineCommand({
  path: 'conf home',
  aliases: ['conf'],
  summary: 'command.home.summary',
  examples: ['home'],
  options: {},
  permission: 'conference.view',
  effect: 'read',
  async run(_input, { service, place, actor }) {
    const live = service.liveHere(place, actor)
    // Somebody alone with the bot is in no channel that would be "here": all that is live is shown.
    const isAlone = place.kind === 'direct'
    const here = isAlone ? [...live.here, ...live.elsewhere] : live.here
    const elsewhere = isAlone ? [] : live.elsewhere
    return {
      card: card(
        say(isAlone ? 'command.agenda.title' : 'command.home.title'),
        ...(here.length === 0
          ? [text(say(isAlone ? 'command.agenda.nothing' : 'command.home.nothing'))]
          : [list(here.map(row))]),
        ...(elsewhere.length === 0 ? [] : [note(say('command.home.elsewhere', { count: elsewhere.length }))]),
        actions(
          button(say('command.home.start'), { path: 'conf start', input: {}, asForm: true }, { style: 'primary' }),
          elsewhere.length > 0 && button(say('command.home.agenda'), { path: 'conf agenda', input: {} }),
          button(say('command.home.help'), { path: 'conf help', input: {} }),
        ),
      ),
    }
  },
})

export const agenda = defineCommand({
  path: 'conf agenda',
  summary: 'command.agenda.summary',
  examples: ['agenda'],
  options: {},
  permission: 'conference.view',
  effect: 'read',
  async run(_input, { service, place, actor }) {
    const { here, elsewhere } = service.liveHere(place, actor)
    const all = [...here, ...elsewhere]
    return {
      card: card(
        say('command.agenda.title'),
        all.length === 0 ? note(say('command.agenda.nothing')) : list(all.map(row)),
      ),
    }
  },
})
