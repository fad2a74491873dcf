import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { RootDefinition } from '#command-kit/define-command.ts'
import type { CommandKit, CommandRequest, Plan } from '#command-kit/request.ts'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { consolePerson, consolePlace, createConsole } from '#platforms/console/index.ts'
import { soon } from '#test/support/soon.ts'
import { actions, button, type Card, card, list, text } from '#view/card.ts'
import type { Form } from '#view/form.ts'

const person = consolePerson('anna')
const roots: RootDefinition[] = ['conf', 'confadmin'].map((name) => ({
  name,
  summary: 'terminal.welcome',
  commands: [],
}))

/** A console on real streams, before a kit that answers each request as the test says. */
async function openConsole(answer: (request: CommandRequest) => Plan, piped?: string) {
  const requests: CommandRequest[] = []
  const kit: CommandKit = {
    plan(request) {
      requests.push(request)
      return answer(request)
    },
    suggest: () => [],
  }
  const input = new PassThrough()
  const output = new PassThrough({ encoding: 'utf8' })
  let printed = ''
  output.on('data', (chunk) => {
    printed += chunk
  })
  const onQuit = vi.fn<() => void>()
  const platform = createConsole({
    kit,
    roots,
    clock: createSystemClock(),
    logger: createSilentLogger(),
    input,
    output,
    person,
    onQuit,
  })
  if (piped !== undefined) {
    input.end(piped)
    await finished(input, { writable: false })
  }
  await platform.start()
  onTestFinished(() => platform.stop())
  return {
    platform,
    input,
    onQuit,
    /** The `input` of each request so far. */
    asked: () => requests.map((request) => request.input),
    requests,
    type: (...lines: string[]) => void input.write(lines.map((line) => `${line}\n`).join('')),
    /** Waits until `words` were printed, and returns all that was. */
    async sees(words: string): Promise<string> {
      await soon(() => expect(printed).toContain(words))
      return printed
    },
  }
}

const replies = (shown: Card): Plan => ({ kind: 'run', run: (responder) => responder.reply(shown) })
const nothing: Plan = { kind: 'run', run: async () => {} }

test('takes commands with and without their root and shows the private answer', async () => {
  const terminal = await openConsole(() => replies(card('Done')))
  terminal.type('/conf start "Sprint review" 1001', 'mute Bob', 'confadmin room list', '/confadmin', '/help mute')
  await terminal.sees('Done')
  await soon(() => expect(terminal.requests).toHaveLength(5))
  expect(terminal.requests.map(({ root, input }) => [root, input])).toEqual([
    ['conf', { kind: 'text', text: 'start "Sprint review" 1001' }],
    ['conf', { kind: 'text', text: 'mute Bob' }],
    ['confadmin', { kind: 'text', text: 'room list' }],
    ['confadmin', { kind: 'text', text: '' }],
    ['conf', { kind: 'text', text: 'help mute' }],
  ])
  expect(terminal.requests[0]?.place).toEqual(consolePlace)
  expect(new Set(terminal.requests.map(({ intent }) => intent)).size).toBe(5)
  expect(await terminal.requests[0]?.identify()).toMatchObject({ name: 'anna', isAdministrator: true })
})

test('numbers buttons and menu entries, and a number presses one', async () => {
  const lock = button('Lock', { path: 'conf lock', input: { in: 'abc123' } })
  const rows = list([
    {
      line: 'Bob',
      menu: {
        kind: 'menu',
        label: 'Bob',
        entries: [
          { label: 'Mute', action: { path: 'conf mute', input: { participant: 'p1' } } },
          { label: 'Chair', action: { path: 'confadmin chair', input: { participant: 'p1' } } },
        ],
      },
    },
  ])
  const terminal = await openConsole((request) =>
    request.input.kind === 'text' ? replies(card('Live', rows, actions(lock))) : nothing,
  )
  terminal.type('show', '1', ':2', '3', '44')
  expect(await terminal.sees('no button 44')).toContain('• Bob [Bob: 1 Mute | 2 Chair]\n[3 Lock]\n')
  expect(terminal.requests.slice(1).map(({ root, input }) => [root, input])).toEqual([
    ['conf', press('conf mute', { participant: 'p1' })],
    ['confadmin', press('confadmin chair', { participant: 'p1' })],
    ['conf', press('conf lock', { in: 'abc123' })],
  ])
})

test('a button keeps its number when the card is shown anew', async () => {
  const end = button('End', { path: 'conf end', input: {} })
  const lock = button('Lock', { path: 'conf lock', input: {} })
  const terminal = await openConsole(() => nothing)
  await terminal.platform.notifier.post(consolePlace, card('One', actions(end)))
  await terminal.platform.notifier.post(consolePlace, card('Two', actions(lock, end)))
  expect(await terminal.sees('Two')).toContain('│ [2 Lock] [1 End]')
})

test('asks before what asks to be confirmed', async () => {
  const confirm = { title: 'End it?', text: 'All 3 are put out.', confirm: 'End' }
  const end = button('End', { path: 'conf end', input: {} }, { confirm })
  const terminal = await openConsole((request) =>
    request.input.kind === 'text' ? replies(card('Live', actions(end))) : nothing,
  )
  terminal.type('show', '1', 'n', '1', 'y', 'show')
  const printed = await terminal.sees('Left as it is.')
  expect(printed).toContain('End it?\nAll 3 are put out.\nEnd (y/n)')
  await soon(() => expect(terminal.requests).toHaveLength(3))
  expect(terminal.asked()[1]).toEqual({ ...press('conf end', {}), confirmed: true })
})

const form: Form = {
  path: 'conf invite',
  title: 'Invite',
  submit: 'Ring',
  carried: { in: 'abc123' },
  fields: [
    { name: 'who', label: 'Who', base: 'users', required: true },
    { name: 'note', label: 'Note', base: 'string', required: false, initial: 'soon' },
    {
      name: 'mode',
      label: 'Mode',
      base: 'choice',
      required: false,
      choices: [
        { value: 'AUDIO', label: 'Sound' },
        { value: 'VIDEO', label: 'Picture' },
      ],
    },
  ],
}
const submitted = (values: Record<string, string>) => ({
  kind: 'values',
  path: 'conf invite',
  values: { in: 'abc123', ...values },
  confirmed: false,
  from: 'form',
})

test('asks a form field by field: enter keeps, a hyphen empties, a choice goes by number or name', async () => {
  const terminal = await openConsole((request) =>
    request.input.kind === 'text' ? { kind: 'form', form } : replies(card('Rung')),
  )
  terminal.type('invite', '', '1001', '', '2', 'invite', '1002', '-', 'sound')
  const printed = await terminal.sees('Rung')
  expect(printed).toContain('Who*: ')
  expect(printed).toContain('This is needed.')
  expect(printed).toContain('Note [soon]: ')
  await soon(() => expect(terminal.requests).toHaveLength(4))
  expect(terminal.asked()[1]).toEqual(submitted({ who: '1001', note: 'soon', mode: 'VIDEO' }))
  expect(terminal.asked()[3]).toEqual(submitted({ who: '1002', mode: 'AUDIO' }))
})

test('asks again for what was wrong in a form, and only for that', async () => {
  const terminal = await openConsole(({ input }) => {
    if (input.kind === 'text')
      return { kind: 'form', form, fill: async () => ({ ...form, fields: form.fields.slice(0, 2) }) }
    return input.values.who === 'nobody'
      ? { kind: 'problems', problems: { who: 'Not a number.' } }
      : replies(card('Rung'))
  })
  terminal.type('invite', 'nobody', '', '1001')
  const printed = await terminal.sees('Rung')
  expect(printed).toContain('Who: Not a number.\n')
  expect(printed).not.toContain('Mode')
  expect(terminal.asked().at(-1)).toEqual(submitted({ who: '1001', note: 'soon' }))
})

test('a form can be left, also one that a command opened', async () => {
  const terminal = await openConsole((request) =>
    request.input.kind === 'text'
      ? { kind: 'run', run: async (responder) => void (await responder.openForm(form)) }
      : nothing,
  )
  terminal.type('room edit', '.', 'quit')
  await terminal.sees('Left as it is.')
  await soon(() => expect(terminal.onQuit).toHaveBeenCalledTimes(1))
  expect(terminal.requests).toHaveLength(1)
})

test('shows what a form will do before it asks, and confirms it with yes alone', async () => {
  const preview: Form = {
    path: 'conf schedule',
    title: 'Schedule it?',
    submit: 'Schedule',
    note: 'Nothing is saved yet.',
    fields: [],
    lines: ['Sprint review', ['Tuesday, 1 December 2026, 15:00', ' (+01:00)']],
    carried: { subject: 'Sprint review' },
    confirms: true,
  }
  const terminal = await openConsole(({ input }) =>
    input.kind === 'text' ? { kind: 'form', form: preview } : replies(card('Scheduled')),
  )
  terminal.type('schedule', 'n', 'schedule', 'y')
  const printed = await terminal.sees('Scheduled')
  expect(printed).toContain(
    'Schedule it?\nSprint review\nTuesday, 1 December 2026, 15:00 (+01:00)\nNothing is saved yet.\n',
  )
  expect(printed).toContain('Left as it is.')
  expect(printed).not.toContain('full stop')
  expect(terminal.asked().slice(1)).toEqual([
    { kind: 'text', text: 'schedule' },
    {
      kind: 'values',
      path: 'conf schedule',
      values: { subject: 'Sprint review' },
      confirmed: true,
      from: 'form',
    },
  ])
})

test('takes a date and a time as they are typed', async () => {
  const when: Form = {
    ...form,
    fields: [
      { name: 'date', label: 'Date', base: 'date', required: true, initial: '2026-12-01' },
      { name: 'time', label: 'Time', base: 'time', required: true },
    ],
  }
  const terminal = await openConsole(({ input }) =>
    input.kind === 'text' ? { kind: 'form', form: when } : replies(card('Noted')),
  )
  terminal.type('move', '', '15:00')
  await terminal.sees('Noted')
  expect(terminal.asked()[1]).toEqual(submitted({ date: '2026-12-01', time: '15:00' }))
})

test('finds again what it printed under a mark, in this run', async () => {
  const { platform } = await openConsole(() => nothing)
  const { notifier } = platform
  const posted = await notifier.post(consolePlace, card('Sprint review'), undefined, 'remind:1')
  const told = await notifier.tell(person, card('For you'), 'remind:2')
  expect(await notifier.find(consolePlace, 'remind:1', 0)).toEqual(posted)
  expect(await notifier.find(person, 'remind:2', 0)).toEqual(told)
  expect(await notifier.find(consolePlace, 'remind:3', 0)).toBeNull()
  expect(platform.status().unconfirmed).toBe('repaired')
})

test('prints a file, which steers no terminal', async () => {
  const { platform, sees } = await openConsole(() => nothing)
  const content = 'BEGIN:VCALENDAR\r\nSUMMARY:\u001b[2JReview\r\nEND:VCALENDAR\r\n'
  const file = { name: 'review.ics', mimeType: 'text/calendar', content }
  await platform.notifier.sendFile(person, file, card('The calendar file of Sprint review'))
  const printed = await sees('END:VCALENDAR')
  expect(printed).toContain(
    'The calendar file of Sprint review\nreview.ics holds:\nBEGIN:VCALENDAR\nSUMMARY:[2JReview\nEND:VCALENDAR\n',
  )
})

test('prints what changed on a card of the channel, and nothing when nothing did', async () => {
  const { platform, sees } = await openConsole(() => nothing)
  const message = await platform.notifier.post(
    consolePlace,
    card('Review', text('Live'), list([{ line: 'Bob, ringing' }])),
  )
  await platform.notifier.update(message, card('Review', text('Live'), list([{ line: 'Bob, joined' }])))
  await platform.notifier.update(message, card('Review', text('Live'), list([{ line: 'Bob, joined' }])))
  await platform.notifier.remove(message)
  const printed = await sees('taken back')
  expect(printed.slice(printed.indexOf('│'))).toBe(
    '│ Review\n│ Live\n│ • Bob, ringing\n│ changed: Review\n│ - • Bob, ringing\n│ + • Bob, joined\n│ taken back: Review\n',
  )
})

test('shows a card of an earlier run whole when it changes', async () => {
  const { platform, sees } = await openConsole(() => nothing)
  const message = { place: consolePlace, messageId: 'from-before' }
  expect(await platform.notifier.update(message, card('Review', text('Live')))).toBe(true)
  expect(await sees('Review')).toContain('│ Review\n│ Live\n')
})

test('goes on after a line that failed, and ends with its input', async () => {
  const terminal = await openConsole((request) => {
    if (request.input.kind === 'text' && request.input.text === 'bad') throw new Error('broken')
    return replies(card('Fine'))
  })
  terminal.type('bad', 'good')
  await terminal.sees('Fine')
  terminal.input.end()
  await soon(() => expect(terminal.onQuit).toHaveBeenCalledTimes(1))
})

test('reads what was piped in before it started', async () => {
  const terminal = await openConsole(() => replies(card('Fine')), 'help\nshow\n')
  await soon(() => expect(terminal.onQuit).toHaveBeenCalledTimes(1))
  expect(terminal.requests).toHaveLength(2)
})

test('is told of one person alone', async () => {
  const { platform } = await openConsole(() => nothing)
  expect(await platform.people.find(person)).toMatchObject({ ...person, isGuest: false })
  expect(await platform.people.find({ ...person, userId: 'bob' })).toBeNull()
})

function press(path: string, values: Record<string, string>) {
  return { kind: 'values', path, values, confirmed: false, from: 'button' }
}
