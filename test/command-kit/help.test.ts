import { describe, expect, it } from 'vitest'
import { commandHelpCard, type HelpView, rootHelpCard, usageOf } from '#command-kit/help.ts'
import type { Answers } from '#core/contracts/conference-provider.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import { actor, sampleCommands, sampleRoots } from './sample-kit.ts'

const yes = { support: 'yes' } as const
const all: Answers = {
  createRoom: yes,
  updateRoom: yes,
  deleteRoom: yes,
  instantRoom: yes,
  readPin: yes,
  readChairPin: yes,
  mute: yes,
  muteAll: yes,
  end: yes,
  fetchRecording: yes,
  layout: yes,
  position: yes,
  queryRooms: yes,
  fieldOptions: yes,
  servers: yes,
  kick: yes,
  lock: yes,
  record: yes,
  listRecordings: yes,
  linkRecording: yes,
  deleteRecording: yes,
  flagRecording: yes,
  schedule: yes,
  chairman: yes,
  hints: yes,
  entry: yes,
  speakCode: yes,
}
const view = (record: Answers['record'] = yes, changes: Partial<HelpView> = {}): HelpView => ({
  actor,
  pbx: { name: 'main', capabilities: { ...all, record } },
  ...changes,
})
const roots = sampleRoots()
const overview = (of: HelpView) => cardToPlainText(rootHelpCard(roots, of), { language: 'en' })
const topic = (typed: string, of: HelpView = view()) =>
  cardToPlainText(commandHelpCard(roots, typed, of), { language: 'en' })

describe('rootHelpCard', () => {
  it('lists what this person may use, a chair’s rights included', () => {
    const text = overview(view())
    expect(text).toContain('• /conf greet – Open a room now and ring people into it')
    expect(text).toContain('/conf drop')
    expect(text).not.toContain('/conf watch')
    expect(overview(view(yes, { actor: { ...actor, isAdministrator: true } }))).toContain('/conf watch')
  })

  it('groups by subject: first what the root is for, each heading above what is about it', () => {
    expect(
      overview(view())
        .split('\n')
        .map((line) => line.split(' – ')[0]),
    ).toEqual([
      'What you can do here',
      'Write a command, or its name alone: what is missing is asked for.',
      'Phone conferences: start, invite, mute, record, end',
      ...['home', 'greet', 'peek', 'fail', 'board', 'plan', 'book'].map((name) => `• /conf ${name}`),
      'Recordings',
      '• /conf record start',
      '• /conf record stop',
      'People in the conference',
      '• /conf drop',
      'For one command: /conf help start',
    ])
  })

  it('leaves hidden commands out', () => {
    expect(overview(view())).not.toContain('secretdoor')
  })

  it('sets apart what this PBX cannot do', () => {
    const text = overview(view({ support: 'no', why: 'card.support.unknown' }))
    expect(text).toContain('Not possible on main: /conf record start, /conf record stop')
    expect(text).not.toContain('• /conf record start')
  })
})

describe('commandHelpCard', () => {
  it('tells how a command is written, what it takes, with examples', () => {
    expect(topic('greet')).toBe(
      [
        '/conf greet',
        'Opens a free room on the PBX, or the one you name with room:, posts the live card here, and rings everybody you name. You hold the chair.',
        'How to write it: /conf greet <subject> [who…] [pin:…] [for:…] [--loud] [in:…]',
        '• subject – What it is about',
        '• who – Numbers, extensions, @mentions, contacts or lists',
        '• pin – Digits that callers key in, as many as the PBX takes; without it one is made',
        '• for – How long it may run, e.g. 6h; 4 hours unless told',
        '• loud – Also when a conference is live here already',
        '• in – Which conference: room number, subject or short code; without it the one live here',
        'Examples',
        '• /conf greet "Sprint review" +4930901800 1001',
        '• /conf greet Review --loud for:1h30',
      ].join('\n'),
    )
  })

  it.each(['greet', 'conf greet', '/conf GREET'])('finds the command by "%s"', (typed) => {
    expect(topic(typed)).toMatch(/^\/conf greet\n/)
  })

  it('lists the commands of a group', () => {
    expect(topic('record')).toContain('• /conf record stop – ')
  })

  it.each<[string, Answers['record'], string]>([
    ['a detour', { support: 'detour', how: 'card.support.unknown' }, 'main does this by a detour: '],
    ['only the keypad', { support: 'keypad', code: '*3' }, 'keying *3 in the call'],
    ['nothing', { support: 'no', why: 'card.support.unknown' }, 'main cannot do this: '],
    ['silence of the documents', { support: 'unknown' }, 'does not say that it can do this'],
  ])('says what this PBX offers: %s', (_title, record, said) => {
    expect(topic('record start', view(record))).toContain(said)
  })

  it('says who may use it to one who may not', () => {
    expect(topic('watch')).toContain('this needs the role operator')
  })

  it('offers help on the nearest command', () => {
    expect(() => commandHelpCard(roots, 'gret', view())).toThrowError(
      expect.objectContaining({
        code: 'input.unknown-command',
        details: expect.objectContaining({
          choices: [{ label: '/conf greet', path: 'conf help', input: { command: 'conf greet' } }],
        }),
      }),
    )
  })
})

describe('usageOf', () => {
  it('marks what is needed and what may be left out', () => {
    const [home, greet] = sampleCommands([])
    expect(home && usageOf(home)).toBe('/conf home')
    expect(greet && usageOf(greet)).toContain('<subject> [who…]')
    expect(greet && usageOf(greet, true)).toContain('subject:… [who:…]')
  })
})
