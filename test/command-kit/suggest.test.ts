import { describe, expect, it } from 'vitest'
import { createCommandIndex } from '#command-kit/command-index.ts'
import { defineCommand, defineRoot } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { createSuggest } from '#command-kit/suggest.ts'
import type { Actor } from '#core/actor.ts'
import { zonesInOrder } from '#lib/zone-names.ts'
import { card } from '#view/card.ts'
import { actor, place } from './sample-kit.ts'

const summary = 'option.subject'
const root = defineRoot({
  name: 'conf',
  summary,
  commands: [
    defineCommand({
      path: 'conf try',
      summary,
      examples: ['try'],
      options: {
        command: option.words({ summary, suggests: 'command' }),
        who: option.invitees({ summary }),
        zone: option.zone({ summary, named: true }),
        layout: option.choice({ summary, named: true, choices: [{ value: 'grid', label: 'card.button.lock' }] }),
        pin: option.digits({ summary, named: true, suggests: 'contact' }),
        plain: option.text({ summary, named: true }),
      },
      permission: 'conference.view',
      effect: 'read',
      run: async () => ({ card: card('done') }),
    }),
    // Of a participant, and of the chair, whoever that may be.
    ...(['ask', 'lead'] as const).map((name) =>
      defineCommand({
        path: `conf ${name}`,
        summary,
        examples: [name],
        options: { who: option.invitees({ summary }) },
        permission: name === 'ask' ? 'participant.invite' : 'participant.mute',
        effect: 'read',
        run: async () => ({ card: card('done') }),
      }),
    ),
  ],
})
const asked: string[] = []

const suggest = createSuggest(createCommandIndex([root]), (kind) => {
  asked.push(kind)
  if (kind === 'zone') return zonesInOrder(['Asia/Tokyo']).map((zone) => ({ value: zone, label: zone }))
  return [
    { value: '1001', label: 'Bert (1001)' },
    { value: 'Anna Meier', label: 'Anna Meier' },
    { value: 'all-hands', label: 'all-hands' },
  ]
})
const values = (option: string, typed: string, limit = 25) =>
  suggest({ path: 'conf try', option, typed, place, asker: actor, limit }).map(({ value }) => value)

describe('createSuggest', () => {
  it('tells those who may not use the command nothing, wherever they were let in before', () => {
    const query = { option: 'who', typed: '', place, limit: 25 }
    const seenBy = (role: Partial<Actor>, path: string) =>
      suggest({ ...query, path, asker: { ...actor, ...role } }).map(({ value }) => value)
    expect(seenBy({ role: 'viewer' }, 'conf try')).toHaveLength(3)
    expect(seenBy({}, 'conf ask')).toHaveLength(3)
    expect(seenBy({ role: 'viewer' }, 'conf ask')).toEqual([])
    expect(seenBy({ role: 'viewer' }, 'conf lead')).toHaveLength(3)
    const elsewhere = { channelKey: 'slack:T1:elsewhere', role: 'participant' } as const
    expect(seenBy({ role: 'viewer', roleHere: elsewhere }, 'conf ask')).toEqual([])
  })

  it('finds by the beginning of the label, of one of its words, or by a part', () => {
    expect(values('who', 'an')).toEqual(['"Anna Meier"', 'all-hands'])
    expect(values('who', 'MEI')).toEqual(['"Anna Meier"'])
    expect(values('who', '100')).toEqual(['1001'])
    expect(values('who', 'xyz')).toEqual([])
  })

  it('suggests only for the word that is being typed in a list', () => {
    expect(values('who', '+4930901800, be')).toEqual(['+4930901800, 1001'])
  })

  it('finds zones by their present names, also with spaces', () => {
    expect(values('zone', 'new y')).toEqual(['America/New_York'])
    expect(values('zone', 'Kolk')).toEqual(['Asia/Kolkata'])
    expect(values('zone', 'ho chi')).toEqual(['Asia/Ho_Chi_Minh'])
    expect(values('zone', 'berlin')).toEqual(['Europe/Berlin'])
    expect(values('zone', 'Berln')[0]).toBe('Europe/Berlin')
    expect(values('zone', '', 3)).toEqual(['Asia/Tokyo', 'Europe/London', 'Europe/Berlin'])
  })

  it('offers all that there is when nothing is typed, up to the limit', () => {
    expect(values('who', '')).toHaveLength(3)
    expect(values('who', '', 2)).toHaveLength(2)
  })

  it('knows commands and choices itself', () => {
    asked.length = 0
    expect(values('command', 'tr')).toEqual(['conf try'])
    expect(values('layout', 'lo')).toEqual(['grid'])
    expect(asked).toEqual([])
  })

  it('suggests nothing for secrets, plain texts and what does not exist', () => {
    for (const option of ['pin', 'plain', 'nothing', 'constructor']) expect(values(option, '')).toEqual([])
    expect(suggest({ path: 'conf nothing', option: 'who', typed: '', place, asker: actor, limit: 5 })).toEqual([])
  })
})
