/** `conf show` and the looks at one conference that buttons offer: roster, more, PIN, naming a caller. */
import { type CommandContext, defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { type Conference, presentParticipants } from '#core/conference.ts'
import { type ConfbotError, isConfbotError } from '#core/errors.ts'
import { keptOutAt } from '#core/kept-out.ts'
import { type Action, isPermitted } from '#core/permission.ts'
import { nameOf } from '#core/service/locate.ts'
import { code, moment, say } from '#text/message.ts'
import { actions, button, type Card, card, list, note } from '#view/card.ts'
import { abilitiesOf } from '#view/presenters/abilities.ts'
import { attendanceRows } from '#view/presenters/attendance.ts'
import { conferenceCard } from '#view/presenters/conference-card.ts'
import { ref, rosterRows } from '#view/presenters/roster.ts'
import { letInButton } from './kick.ts'
import { inConference } from './live-options.ts'
import { namedMeeting } from './meeting-options.ts'
import { pinCard } from './pin-card.ts'

export const show = defineCommand({
  path: 'conf show',
  summary: 'command.show.summary',
  formWords: { title: 'form.title.show', submit: 'form.submit.show' },
  help: 'command.show.help',
  examples: ['show', 'show Anna', 'show in:8001', 'show meeting:Standup'],
  options: {
    who: option.participant({ summary: 'option.show', allows: 'one' }),
    meeting: namedMeeting,
    in: inConference,
  },
  permission: 'conference.view',
  effect: 'write',
  async run({ who, meeting, in: given }, context) {
    if (meeting !== undefined) return { card: await showMeeting(meeting, context) }
    if (who === undefined) return { card: await showConference(given, context) }
    try {
      const { service, attempt } = context
      const { conference, participant } = await service.participant(attempt, { who, in: given })
      return { card: personCard(conference, participant.code, abilitiesOf(service.pbxOf(conference.pbx))) }
    } catch (error) {
      if (given !== undefined || !isConfbotError(error, 'conference.none-here', 'input.unknown-participant'))
        throw error
      return { card: await showNamed(who, error, context) }
    }
  },
})

/** Nobody of that name is in the room: a room or conference, else a meeting. `error`: what is wrong if it is none of them. */
async function showNamed(name: string, error: ConfbotError, context: CommandContext): Promise<Card> {
  try {
    return await showConference(name, context)
  } catch (other) {
    if (!isConfbotError(other, 'input.unknown-conference')) throw other
  }
  return showMeeting(name, context).catch((other: unknown) => {
    throw isConfbotError(other, 'input.unknown-meeting') && error.code === 'input.unknown-participant' ? error : other
  })
}

async function showConference(given: string | undefined, { service, attempt, place }: CommandContext): Promise<Card> {
  const conference = await service.show(attempt, { in: given })
  const shown = conferenceCard(conference, abilitiesOf(service.pbxOf(conference.pbx)))
  if (conference.state === 'ended') return shown
  await service.repost(attempt, conference)
  const done = say('command.show.done', { name: conference.subject })
  return service.hasCardIn(conference, place) ? card(done) : card(done, note(say('command.show.directly')))
}

async function showMeeting(given: string, { service, attempt, place }: CommandContext): Promise<Card> {
  const { meeting, isShown } = await service.showMeeting(attempt, { meeting: given })
  return card(
    say(isShown ? 'command.show.done' : 'command.show.unconfirmed', { name: meeting.subject }),
    ...(place.kind === 'people' ? [note(say('command.show.directly'))] : []),
  )
}

function personCard(conference: Conference, participantCode: string, can: ReturnType<typeof abilitiesOf>): Card {
  const index = presentParticipants(conference).findIndex((one) => one.code === participantCode)
  const row = rosterRows(conference, can)[index]
  const participant = conference.participants.find((one) => one.code === participantCode)
  return card(
    participant ? nameOf(participant) : conference.subject,
    ...(row ? [list([row])] : []),
    ...(participant ? [note(say('command.show.joined', { at: moment(participant.joinedAt) }))] : []),
  )
}

const pageSize = 20

export const roster = defineCommand({
  path: 'conf roster',
  summary: 'command.roster.summary',
  examples: ['roster', 'roster page:2'],
  options: { page: option.integer({ summary: 'option.page', named: true, min: 1, max: 50 }), in: inConference },
  permission: 'conference.view',
  effect: 'read',
  hidden: true,
  async run(input, { service, attempt }) {
    const conference = await service.liveOrEnded(attempt, input)
    const isLive = conference.state === 'live'
    const rows = isLive
      ? rosterRows(conference, abilitiesOf(service.pbxOf(conference.pbx)))
      : attendanceRows(conference)
    const pages = Math.max(Math.ceil(rows.length / pageSize), 1)
    const page = Math.min(input.page ?? 1, pages)
    const turn = (to: number, key: 'command.roster.previous' | 'command.roster.next') =>
      to >= 1 && to <= pages && button(say(key), ref(conference, 'conf roster', { page: String(to) }))
    return {
      card: card(
        say(isLive ? 'command.roster.title' : 'command.roster.title-ended', { name: conference.subject, page, pages }),
        list(rows.slice((page - 1) * pageSize, page * pageSize)),
        actions(turn(page - 1, 'command.roster.previous'), turn(page + 1, 'command.roster.next')),
      ),
    }
  },
})

export const more = defineCommand({
  path: 'conf more',
  summary: 'command.more.summary',
  examples: ['more'],
  options: { in: inConference },
  permission: 'conference.view',
  effect: 'read',
  hidden: true,
  async run(input, { service, attempt, actor, now }) {
    const conference = await service.live(attempt, input)
    const can = abilitiesOf(service.pbxOf(conference.pbx))
    const may = (action: Action) => isPermitted(actor, action, conference)
    const isAnyMuted = presentParticipants(conference).some(({ muted }) => muted !== false)
    const keptOut = keptOutAt(conference, now).map(({ who, until }) => ({
      line: say('command.more.kept-out', { name: nameOf(who), until: moment(until, 'time') }),
      ...(may('participant.kick') && { button: letInButton(conference, who) }),
    }))
    return {
      card: card(
        conference.subject,
        ...(keptOut.length === 0 ? [] : [list(keptOut)]),
        actions(
          can.muteAll &&
            isAnyMuted &&
            may('participant.mute') &&
            button(say('card.button.unmute-all'), ref(conference, 'conf unmute', { who: 'all' })),
          can.listRecordings && button(say('card.button.recordings'), ref(conference, 'conf record list')),
          may('conference.keep') && button(say('card.button.keep'), ref(conference, 'conf keep')),
          button(say('card.button.all', { count: rosterRows(conference, can).length }), ref(conference, 'conf roster')),
          button(say('command.more.repost'), ref(conference, 'conf show')),
        ),
        note(say('command.more.code', { code: code(conference.id) })),
      ),
    }
  },
})

export const pin = defineCommand({
  path: 'conf pin',
  summary: 'command.pin.summary',
  formWords: { title: 'form.title.pin', submit: 'form.submit.show' },
  examples: ['pin', 'pin in:8001', 'pin meeting:Standup'],
  options: { in: inConference, meeting: namedMeeting },
  permission: 'conference.pin',
  needs: 'readPin',
  effect: 'sensitive',
  async run({ meeting, in: given }, { service, attempt }) {
    const held = meeting === undefined ? null : await service.meetingPin(attempt, { meeting })
    if (held?.meeting.room && held.pins)
      return { card: pinCard(held.meeting.subject, held.meeting.room.number, held.pins) }
    const conference = held ? await service.liveOf(attempt, { meeting: held.meeting.id }) : null
    const found = await service.pin(attempt, { in: conference?.id ?? given })
    return { card: pinCard(found.conference.subject, found.conference.roomNumber, found.pins) }
  },
})

export const name = defineCommand({
  path: 'conf participant name',
  aliases: ['conf name'],
  summary: 'command.name.summary',
  formWords: { title: 'form.title.name', submit: 'form.submit.save' },
  examples: ['name p2 "Anna Berg"'],
  options: {
    who: option.text({ summary: 'option.participant', required: true, max: 100 }),
    name: option.words({ summary: 'option.name', required: true, max: 64 }),
    in: inConference,
  },
  permission: 'participant.name',
  ofLive: true,
  effect: 'write',
  async run(input, { service, attempt }) {
    const { named } = await service.name(attempt, input)
    return { card: card(say('command.name.done', { was: nameOf(named), name: input.name })) }
  },
})
