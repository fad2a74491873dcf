/** Cards that every renderer must be able to draw: the smallest, the fullest, the too large, and those that mean harm. */
import fc from 'fast-check'
import { questionCard } from '#command-kit/question.ts'
import type { Announcement } from '#core/announcement.ts'
import { closed } from '#core/closed-room.ts'
import { defaultMeetingOptions } from '#core/meeting.ts'
import { occurrencesFrom } from '#core/occurrence.ts'
import { applyReading, inviteInto } from '#core/roster.ts'
import { sampleMeeting } from '#test/storage/samples.ts'
import { abilities } from '#test/support/abilities.ts'
import { hostileLine, hostileText, hostileTexts } from '#test/support/hostile-text.ts'
import { bob, invitee, leg, opened, reading, startAt } from '#test/support/roster.ts'
import { bold, code, link, type Mention, moment, quiet, type Span, say } from '#text/message.ts'
import {
  actions,
  type Button,
  button,
  type Card,
  type CardNode,
  card,
  divider,
  fields,
  list,
  type Menu,
  note,
  type Row,
  text,
} from '#view/card.ts'
import { agendaRow } from '#view/presenters/agenda.ts'
import { announcementCard } from '#view/presenters/announcement-card.ts'
import { conferenceCard } from '#view/presenters/conference-card.ts'
import { draftQuestion } from '#view/presenters/draft-question.ts'
import { meetingCard } from '#view/presenters/meeting-card.ts'

const at = Date.UTC(2026, 11, 1, 14, 3, 20, 700)
const alice: Mention = { kind: 'mention', platform: 'slack', workspaceId: 'T1', userId: 'U1', name: 'Alice' }
const ref = (who: string) => ({ path: 'conf mute', input: { who, in: 'k3x9ab' } })

const menu = (entries: number, name: Span = 'Alice'): Menu => ({
  kind: 'menu',
  label: say('card.person.menu', { name }),
  entries: Array.from({ length: entries }, (_, index) => ({
    label: `Entry ${index + 1}`,
    action: ref(`p${index + 1}`),
  })),
})

const question = { title: 'End it?', text: 'All are taken out.', confirm: 'End' } as const

const full = card(
  say('card.end.title', { name: 'Sprint review' }),
  text(bold('Live'), ' since ', moment(at, 'relative'), ' by ', alice, ' ', code('8001'), ' ', quiet('quietly')),
  fields(
    ['Room', '8001'],
    ['Next', ['on ', moment(at, 'date-time')]],
    ['Dial', link('tel:+4930901800', '+49 30 901800')],
  ),
  list([
    { line: ['Alice · joined ', moment(at, 'time')], menu: menu(4) },
    { line: 'Bob · joined', menu: menu(1, 'Bob') },
    { line: 'Carol · no answer', button: button('Call again', ref('p3')) },
    { line: 'Dora · joined', menu: menu(7, 'Dora'), button: button('Call again', ref('p4')) },
    { line: 'Emil · invited' },
  ]),
  {
    kind: 'table',
    head: ['When', 'Who'],
    rows: [
      ['14:03', 'Alice'],
      ['14:04', 'Bob'],
    ],
  },
  divider,
  actions(
    button('Lock', ref('x'), { style: 'primary' }),
    button('End', ref('y'), { style: 'danger', confirm: question }),
    { kind: 'link-button', label: 'Manual', url: 'https://example.com/manual' },
    menu(2),
    menu(120),
  ),
  note(say('card.as-of', { at: moment(at, 'time') }), ' · chair ', alice),
)

const person = (index: number) => `Person ${index + 1} · +49 30 ••• ${String(index).padStart(2, '0')} · joined`
const overflowing = card(
  'Everybody',
  text('All of them'),
  list(
    Array.from({ length: 200 }, (_, index) => ({ line: person(index), menu: menu(4, person(index)) })),
    button('All 200', { path: 'conf roster', input: { in: 'k3x9ab' } }),
  ),
  list(Array.from({ length: 200 }, (_, index) => ({ line: `Invited ${index + 1}` }))),
  { kind: 'table', head: ['Nr', 'Name'], rows: Array.from({ length: 200 }, (_, index) => [index, person(index)]) },
  actions(...Array.from({ length: 60 }, (_, index) => button(`Button ${index}`, ref(`p${index}`)))),
  note('the end'),
)

const hostile = (words: string): Card =>
  card(
    words,
    text(words, ' ', bold(words)),
    fields([words, words]),
    list([
      { line: words, menu: menu(3, words) },
      { line: [words, moment(at)], button: button(words, ref(words)) },
      { line: words },
    ]),
    { kind: 'table', head: [words], rows: [[words]] },
    actions(button(words, ref(words), { confirm: { title: words, text: words, confirm: words } })),
    note(words, moment(at, 'time')),
  )

/** What is told of meetings unasked, each kind as full as it gets, and with words that mean harm. */
const announced = (words: string): readonly [string, Card][] => {
  const person = (index: number) => ({
    platform: 'slack',
    workspaceId: 'T1',
    userId: `U${index}`,
    name: `${words} ${index}`,
  })
  const place = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' } as const
  const room = { id: '7', number: words, dialIn: '+4930901800', hasPin: true }
  const found = { subject: words, startAt: at, endAt: at + 1, timeZone: 'UTC', externalInvitees: words }
  const meeting = sampleMeeting('k3x9ab', {
    subject: words,
    owner: person(0),
    place,
    room,
    pbx: words,
    who: Array.from({ length: 200 }, () => ({ text: words, quoted: true, afterComma: true })),
    externalInvitees: words,
    conflict: { found, seenAt: at },
    options: { ...defaultMeetingOptions, event: true },
    event: {
      date: '2026-12-01T15:00',
      id: '1',
      told: { subject: words, startAt: at, endAt: at + 1, room },
      interested: { count: 200, people: Array.from({ length: 5 }, (_, index) => person(index)) },
      conflict: { found, seenAt: at },
    },
  })
  const next = occurrencesFrom(meeting, 0, 5)
  const [occurrence] = next
  if (!occurrence) throw new Error('it has dates')
  const answers = Array.from({ length: 200 }, (_, index) => ({
    person: person(index),
    answer: index % 2 === 0 ? ('late' as const) : ('declined' as const),
    startAt: occurrence.startAt,
    at,
  }))
  const reminded = { meeting, startAt: at, leadMinutes: 40_320 }
  const all: { [Kind in Announcement['kind']]: Extract<Announcement, { readonly kind: Kind }> } = {
    meeting: { kind: 'meeting', meeting, next },
    reminder: { kind: 'reminder', meeting, occurrence, leadMinutes: 10, isLate: true, answers },
    corrected: { kind: 'corrected', meeting, was: at, now: occurrence },
    snoozed: { kind: 'snoozed', meeting, occurrence },
    'cannot-open': { kind: 'cannot-open', meeting, occurrence, reason: 'provider.timeout' },
    'moved-on-pbx': { kind: 'moved-on-pbx', meeting, was: at, now: occurrence },
    'moved-by-event': { kind: 'moved-by-event', meeting, was: at, now: occurrence },
    'event-refused': { kind: 'event-refused', meeting, remedy: say('hint.chat.event-refused') },
    'event-conflict': { kind: 'event-conflict', meeting, now: occurrence },
    'owner-gone': { kind: 'owner-gone', meeting, notice: { kind: 'conflict', meeting, now: occurrence } },
    'reminder-missed': { kind: 'reminder-missed', ...reminded },
    'reminder-unconfirmed': { kind: 'reminder-unconfirmed', ...reminded },
    'place-closed': { kind: 'place-closed', meeting, startAt: at },
    'start-missed': { kind: 'start-missed', meeting, startAt: at, reason: 'room.none-free' },
    'invitees-unknown': { kind: 'invitees-unknown', meeting, typed: Array.from({ length: 200 }, () => words) },
    'not-carried-out': { kind: 'not-carried-out', meeting, what: 'record', reason: 'provider.timeout' },
    'room-gone': { kind: 'room-gone', meeting, number: words },
    conflict: { kind: 'conflict', meeting, now: occurrence },
  }
  return Object.values(all).map((what) => [what.kind, announcementCard(what)])
}

/** What commands answer about meetings. */
function answered(words: string): readonly [string, Card][] {
  const meeting = sampleMeeting('k3x9ab', {
    subject: words,
    who: Array.from({ length: 50 }, () => ({ text: words, quoted: true, afterComma: true })),
    owner: { platform: 'slack', workspaceId: 'T1', userId: 'U1', name: words },
    rule: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR;BYMONTH=1,3;UNTIL=20300101T000000',
    changes: {},
    start: '2027-01-29T15:00',
  })
  const next = occurrencesFrom(meeting, 0, 5)
  const entries = next.flatMap((occurrence) =>
    Array.from({ length: 10 }, () => ({ meeting, occurrence, answer: 'late' as const })),
  )
  const asker = { ...meeting.owner, isAdministrator: true, isGuest: false, isBot: false, isOutsider: false }
  const ref = { path: 'conf schedule', input: { subject: words.slice(0, 40) } }
  return [
    ['question', questionCard(draftQuestion({ meeting, next }, 'schedule', [words]), ref, true)],
    ['agenda', card(words, list(entries.slice(8, 13).map((entry) => agendaRow(entry, asker))))],
    ['agenda of weeks', card(words, list(entries.map((entry) => agendaRow(entry, asker))))],
    ['cancelled', meetingCard({ ...meeting, state: 'cancelled' }, [])],
    ['over', meetingCard({ ...meeting, state: 'over', room: null, continuedBy: 'a2b3c4' }, [])],
    ['live', meetingCard(meeting, next, { isLive: true })],
  ]
}

/** A conference that is live, with so many in it, and who did not come; and what it becomes. */
function conferences(words: string): readonly [string, Card][] {
  const called = inviteInto(
    inviteInto({ ...opened, subject: words }, [invitee('1002', words)], bob, 0),
    [invitee('1003')],
    bob,
    startAt,
  )
  const withPeople = (count: number) => {
    const legs = Array.from({ length: count }, (_, index) =>
      leg(`leg ${index}`, { name: `${words} ${index}`, number: `+4930901${index + 100}`, muted: index % 3 === 0 }),
    )
    return applyReading(called, reading(legs, { recording: true, locked: true }), startAt)
  }
  return [
    ...[0, 1, 12, 80].map((count): [string, Card] => [
      `${count} people`,
      conferenceCard(withPeople(count), abilities()),
    ]),
    ['locked by confbot', conferenceCard(closed(withPeople(12), startAt), { ...abilities(), hidesMutes: true })],
    [
      'nobody knows who',
      conferenceCard(withPeople(0), { ...abilities('end', 'mute', 'kick', 'lock', 'record'), hidesRoster: true }),
    ],
    [
      'record',
      conferenceCard(
        { ...withPeople(12), mayGoOn: true, state: 'ended', endedAt: startAt + 1, recordingCount: 1 },
        abilities(),
      ),
    ],
  ]
}

export const gallery: Readonly<Record<string, Card>> = {
  tiny: card('Done'),
  full,
  overflowing,
  'with nothing in it': card('', text(''), fields(), list([]), actions(), note('  '), text('\n')),
  // Three bytes each.
  ideographs: card(
    '議事録',
    list(Array.from({ length: 150 }, (_, index) => ({ line: `${'会議室'.repeat(10)} ${index}` }))),
  ),
  'right to left': hostile('مراجعة السباق \u202eexe.3pm\u202c \u2067אבג\u2069'),
  'control characters': hostile('a\u0000b\u001b[31mc\u0007\r\nd\u0085e\ud800f'),
  'ten thousand characters': hostile('Sprint 🏃‍♀️ review '.repeat(600).slice(0, 10_000)),
  ...Object.fromEntries(hostileTexts.map((words) => [words, hostile(words)])),
  ...Object.fromEntries(conferences('Sprint review').map(([what, shown]) => [`a conference: ${what}`, shown])),
  ...Object.fromEntries(
    conferences('<@U1> *long* '.repeat(800)).map(([what, shown]) => [`a conference, at length: ${what}`, shown]),
  ),
  ...Object.fromEntries(answered('Sprint review').map(([what, shown]) => [`a meeting: ${what}`, shown])),
  ...Object.fromEntries(
    answered('<@U1> *long* '.repeat(800)).map(([what, shown]) => [`a meeting, at length: ${what}`, shown]),
  ),
  ...Object.fromEntries(announced('Sprint review').map(([kind, shown]) => [`told of meetings: ${kind}`, shown])),
  ...Object.fromEntries(
    announced('<@U1> *long* '.repeat(800)).map(([kind, shown]) => [`told of meetings, at length: ${kind}`, shown]),
  ),
}

const anyMoment = fc.record({
  kind: fc.constant('moment' as const),
  at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  style: fc.constantFrom('time' as const, 'date-time' as const, 'relative' as const),
})
const anySpan: fc.Arbitrary<Span> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  fc.integer(),
  anyMoment,
  hostileText.map((name): Span => ({ ...alice, name: name || 'Nobody' })),
  hostileText.map((name): Span => ({ ...alice, platform: 'discord', userId: '999999999999999999', name })),
  fc.tuple(fc.constantFrom(bold, code, quiet), hostileText).map(([style, of]) => style(of)),
  fc
    .tuple(fc.constantFrom('https://example.com/a?b=1&c=2', 'tel:+4930901800', 'javascript:alert(1)'), hostileText)
    .map(([url, label]) => link(url, label)),
)
const anyLine = fc.array(anySpan, { maxLength: 14 })
const anyAction = fc.record({
  path: fc.constantFrom('conf mute', 'confadmin room edit'),
  input: fc.dictionary(fc.constantFrom('who', 'in', 'note'), hostileLine),
})
const anyButton: fc.Arbitrary<Button> = fc
  .tuple(anySpan, anyAction, fc.boolean())
  .map(([label, action, asks]) =>
    button(label, action, asks ? { confirm: { title: label, text: label, confirm: label } } : {}),
  )
const anyMenu: fc.Arbitrary<Menu> = fc
  .tuple(anySpan, fc.array(anyButton, { maxLength: 8 }))
  .map(([label, entries]) => ({ kind: 'menu', label, entries }))
const anyRow: fc.Arbitrary<Row> = fc
  .tuple(anyLine, fc.option(anyMenu), fc.option(anyButton), fc.option(anyAction))
  .map(([line, rowMenu, rowButton, opens]) => ({
    line,
    ...(opens && { opens }),
    ...(rowMenu && { menu: rowMenu }),
    ...(rowButton && { button: rowButton }),
  }))

const anyNode: fc.Arbitrary<CardNode> = fc.oneof(
  anyLine.map((line): CardNode => ({ kind: 'text', line })),
  anyLine.map((line): CardNode => ({ kind: 'note', line })),
  fc.array(fc.tuple(anySpan, anyLine), { maxLength: 6 }).map((pairs) => fields(...pairs)),
  fc
    .tuple(fc.array(anyRow, { maxLength: 70 }), fc.option(anyButton))
    .map(([rows, more]) => list(rows, more ?? undefined)),
  fc
    .tuple(fc.array(anySpan, { maxLength: 4 }), fc.array(fc.array(anySpan, { maxLength: 5 }), { maxLength: 30 }))
    .map(([head, rows]): CardNode => ({ kind: 'table', head, rows })),
  fc.array(fc.oneof(anyButton, anyMenu), { maxLength: 30 }).map((list) => actions(...list)),
  fc.constant(divider),
)

export const anyCard: fc.Arbitrary<Card> = fc
  .tuple(anySpan, fc.array(anyNode, { maxLength: 12 }))
  .map(([title, nodes]) => card(title, ...nodes))
