import { describe, expect, it } from 'vitest'
import { createCommandIndex } from '#command-kit/command-index.ts'
import { valuesToRaw } from '#command-kit/raw-input.ts'
import { validateInput } from '#command-kit/validate.ts'
import { roots } from '#commands/index.ts'
import { checkMeetingFields, gatherMeeting, meetingFields, valuesOf } from '#commands/meeting-form.ts'
import { sampleMeeting } from '#test/storage/samples.ts'
import { found } from '#test/support/service.ts'

/** As a platform sends them: empty fields are left out. */
const sentBy = (fields: ReturnType<typeof meetingFields>) =>
  Object.fromEntries(fields.flatMap(({ name, initial }) => (initial ? [[name, initial]] : [])))

describe('the form of a meeting', () => {
  it('has date, time and zone apart, and no field for an instant', () => {
    const fields = meetingFields({}, false)
    expect(fields.map(({ name, base }) => [name, base])).toEqual([
      ['subject', 'string'],
      ['when.date', 'date'],
      ['when.time', 'time'],
      ['zone', 'string'],
      ['for', 'string'],
      ['repeat.usual', 'choice'],
      ['repeat.other', 'string'],
      ['who', 'lines'],
      ['remind', 'string'],
      ['do', 'choices'],
      ['external', 'lines'],
    ])
  })

  it('sends what stands in it as the options that it was made of', () => {
    const meeting = sampleMeeting('k3x9ab', {
      who: [
        { text: '<@U2>', quoted: false, afterComma: false },
        { text: '+49 30 901844', quoted: true, afterComma: true },
      ],
      options: { ring: true, record: true, lock: false, muteOnEntry: false, close: false, event: true },
      externalInvitees: 'a@example.com',
    })
    expect(gatherMeeting(sentBy(meetingFields(valuesOf(meeting, '2026-12-01T15:00', 30), true)))).toEqual({
      subject: 'Weekly review',
      when: '2026-12-01 15:00',
      zone: 'Europe/Berlin',
      for: '30m',
      repeat: 'FREQ=WEEKLY;BYDAY=TU',
      who: '<@U2>, "+49 30 901844"',
      remind: '1h, 10m',
      external: 'a@example.com',
      ring: 'yes',
      record: 'yes',
      lock: 'no',
      mute: 'no',
      close: 'no',
      event: 'yes',
    })
  })

  it('says of fields that were emptied that there shall be none', () => {
    const sent = { subject: 'Review', 'when.date': '2026-12-01', 'when.time': '15:00', zone: 'UTC' }
    expect(gatherMeeting(sent)).toMatchObject({ who: 'none', remind: 'off', external: 'none', ring: 'no' })
    const schedule = found(createCommandIndex(roots).at('conf schedule'))
    expect(validateInput(schedule, valuesToRaw(schedule, gatherMeeting(sent)).raw)).toMatchObject({
      isValid: true,
      input: { remind: [], ring: false, when: '2026-12-01 15:00' },
    })
  })

  it('takes a repetition from the menu or in other words, and both at once for neither', () => {
    const repeat = (chosen: string, other = '') =>
      gatherMeeting({ 'repeat.usual': chosen, ...(other && { 'repeat.other': other }) }).repeat
    expect(repeat('every week')).toBe('every week')
    expect(repeat('none')).toBe('none')
    expect(repeat('none', 'every second Tuesday')).toBe('every second Tuesday')
    expect(repeat('every week', 'every second Tuesday')).toBe('every week every second Tuesday')
  })

  it('shows a rule that is not in the menu there in words, or as it is where a menu cannot hold it', () => {
    const fieldsOf = (repeat: string) =>
      meetingFields({ repeat }, false).filter(({ name }) => name.startsWith('repeat.'))
    const [menu, other] = fieldsOf('FREQ=MONTHLY;BYDAY=-1FR')
    expect(menu).toMatchObject({ initial: 'FREQ=MONTHLY;BYDAY=-1FR' })
    expect(menu?.choices?.[0]?.value).toBe('FREQ=MONTHLY;BYDAY=-1FR')
    expect(other).not.toHaveProperty('initial')
    const long = `FREQ=MONTHLY;BYMONTHDAY=${Array.from({ length: 28 }, (_, at) => at + 1).join(',')}`
    const [empty, written] = fieldsOf(long)
    expect(empty).not.toHaveProperty('initial')
    expect(written).toMatchObject({ initial: long })
  })

  it('leaves what buttons hold as it is', () => {
    const input = {
      meeting: 'k3x9ab',
      date: '2026-12-01T15:00',
      scope: 'all',
      when: '2026-12-01T16:00',
      repeat: 'none',
    }
    expect(gatherMeeting(input)).toEqual(input)
  })
})

describe('what is told of a part of the form', () => {
  const problems = (values: Readonly<Record<string, string>>) =>
    Object.keys(checkMeetingFields(values, { now: Date.UTC(2026, 10, 20, 9) }))

  it.each([
    [{ 'when.date': '31.2.', 'when.time': '15:00' }, ['when.date']],
    [{ 'when.date': '31.2.', 'when.time': '25:99' }, ['when.date', 'when.time']],
    [{ 'when.date': 'someday' }, ['when.date']],
    [{ 'when.date': '2026-12-01 9:00', 'when.time': '15:00' }, ['when.time']],
    [{ zone: 'berln' }, ['zone']],
  ])('%o: wrong is %o', (values, wrong) => {
    expect(problems(values)).toEqual(wrong)
  })

  it.each([
    {},
    { 'when.date': 'tomorrow', 'when.time': '3pm', zone: 'new york' },
    { 'when.date': '2026-12-01' },
    // What is past, or can be meant in several ways, is asked when it is submitted; so is what is understood only together.
    { 'when.date': '2020-12-01', 'when.time': '15:00' },
    { 'when.date': '01/02', 'when.time': '15:00' },
    { 'when.date': 'friday', 'when.time': '3' },
  ])('nothing is wrong with %o', (values) => {
    expect(problems(values)).toEqual([])
  })
})
