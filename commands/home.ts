/** `conf home` (also the bare `/conf`, and the App Home): what is live, what comes next, and what confbot knows of the asker. */
import { defineCommand } from '#command-kit/define-command.ts'
import { errorSentence } from '#command-kit/error-card.ts'
import type { Actor } from '#core/actor.ts'
import type { Conference } from '#core/conference.ts'
import { isConfbotError } from '#core/errors.ts'
import type { AgendaEntry } from '#core/service/meetings/verbs.ts'
import { maskPhoneNumber } from '#lib/phone-number.ts'
import { bold, say } from '#text/message.ts'
import { actions, button, type CardNode, card, fields, list, note, text } from '#view/card.ts'
import { abilitiesOf } from '#view/presenters/abilities.ts'
import { agendaRow, liveRow, notLive } from '#view/presenters/agenda.ts'

const dayMs = 24 * 60 * 60_000
const aheadMs = 14 * dayMs
/** Here, and for the asker wherever it is. */
const maxHere = 5
const maxMine = 10

export const home = defineCommand({
  path: 'conf home',
  aliases: ['conf'],
  summary: 'command.home.summary',
  examples: ['home'],
  options: {},
  permission: 'conference.view',
  effect: 'read',
  async run(_input, { service, attempt, place, actor, now }) {
    // Somebody alone with the bot is in no channel that would be "here": all that is live is shown.
    const isAlone = place.kind === 'direct'
    const range = { from: now, to: now + aheadMs, isOnceEach: true }
    const stored = await Promise.all([
      isAlone ? [] : service.agenda(attempt, { ...range, limit: maxHere, of: 'channel' }),
      service.agenda(attempt, { ...range, limit: maxMine, of: 'person' }),
      service.personSettings(attempt),
    ]).catch((error: unknown) => {
      // What is live is told from memory, whatever becomes of the store.
      if (isConfbotError(error) && error.kind === 'unavailable') return error
      throw error
    })
    const live = service.liveHere(place, actor)
    const here = isAlone ? [...live.here, ...live.elsewhere] : live.here
    const elsewhere = isAlone ? [] : live.elsewhere
    return {
      card: card(
        say(isAlone ? 'command.home.title-all' : 'command.home.title'),
        ...(here.length === 0
          ? [text(say(isAlone ? 'command.home.nothing-all' : 'command.home.nothing'))]
          : [list(here.map((one) => liveRow(one, abilitiesOf(service.pbxOf(one.pbx)))))]),
        ...(elsewhere.length === 0 ? [] : [note(say('command.home.elsewhere', { count: elsewhere.length }))]),
        ...(isConfbotError(stored)
          ? [note(errorSentence(stored))]
          : storedNodes(stored, actor, [...live.here, ...live.elsewhere])),
        actions(
          button(say('command.home.start'), { path: 'conf start', input: {}, asForm: true }, { style: 'primary' }),
          button(say('command.home.schedule'), { path: 'conf schedule', input: {}, asForm: true }),
          button(say('command.home.agenda'), { path: 'conf agenda', input: {} }),
          button(say('home.set-zone'), { path: 'conf me zone', input: {}, asForm: true }),
          button(say('command.home.help'), { path: 'conf help', input: {} }),
        ),
      ),
    }
  },
})

type Stored = readonly [
  here: readonly AgendaEntry[],
  mine: readonly AgendaEntry[],
  own: { readonly zone?: string; readonly phone: string | null },
]

/** What comes next here and for the asker, and what is known of the asker. */
function storedNodes([here, mine, own]: Stored, asker: Actor, live: readonly Conference[]): CardNode[] {
  const keyOf = ({ meeting, occurrence }: AgendaEntry) => `${meeting.id} ${occurrence.date}`
  const known = new Set(here.map(keyOf))
  const next = notLive(here, live)
  const others = notLive(mine, live).filter((entry) => !known.has(keyOf(entry)))
  const section = (key: 'home.next' | 'home.mine', entries: readonly AgendaEntry[]): CardNode[] =>
    entries.length === 0 ? [] : [text(bold(say(key))), list(entries.map((entry) => agendaRow(entry, asker)))]
  return [
    ...section('home.next', next),
    ...section('home.mine', others),
    ...(next.length + others.length === 0 ? [note(say('home.nothing-next'))] : []),
    fields(
      [say('home.zone'), own.zone ?? asker.timeZone ?? say('command.channel-show.unset')],
      [say('home.phone'), own.phone === null ? say('home.no-phone') : maskPhoneNumber(own.phone)],
    ),
  ]
}
