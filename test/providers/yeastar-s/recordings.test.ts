import { describe, expect, it } from 'vitest'
import {
  cdrToRecordings,
  csvToRows,
  periodToWire,
  systemTimeToOffset,
  wallToInstant,
} from '#providers/yeastar-s/recordings.ts'

const hour = 3_600_000
const day = { from: Date.UTC(2026, 10, 20), until: Date.UTC(2026, 10, 21) }

describe('the zone of the PBX', () => {
  it.each([
    ['2019-10-17 23:07:43 UTC-8', -8 * hour],
    ['2019-10-17 23:07:43 UTC+5:30', 5.5 * hour],
    ['2019-10-17 23:07:43 UTC+0', 0],
    ['2019-10-17 23:07:43 UTC', 0],
    ['2019-10-17 23:07:43', null],
    [null, null],
  ])('is read from %j', (text, offset) => {
    expect(systemTimeToOffset(text)).toBe(offset)
  })

  it('makes instants of wall times', () => {
    expect(wallToInstant('2026-11-20 01:00:00', -8 * hour)).toBe(Date.UTC(2026, 10, 20, 9))
    expect(wallToInstant('20.11.2026', 0)).toBeNull()
  })

  it('is allowed for in what is asked, and the more where it is not known', () => {
    expect(periodToWire(day, hour)).toEqual({ starttime: '2026-11-19 23:00:00', endtime: '2026-11-21 03:00:00' })
    expect(periodToWire(day, null)).toEqual({ starttime: '2026-11-19 10:00:00', endtime: '2026-11-21 14:00:00' })
  })
})

describe('the call records', () => {
  const file = (...rows: readonly string[]) =>
    ['timestart,callfrom,callto,callduraction,talkduraction,recording', ...rows].join('\n')

  it('are read by the names of their columns, in whatever order', () => {
    expect(cdrToRecordings('recording,callto,timestart\na.wav,6401,2026-11-20 09:00:00\n', '6401', 0, day)).toEqual([
      {
        id: 'a.wav',
        startedAt: Date.UTC(2026, 10, 20, 9),
        endedAt: null,
        durationSeconds: null,
        fileName: 'a.wav',
        sizeBytes: null,
      },
    ])
  })

  it('give the recordings of the room alone, each once, and of the time that was asked for', () => {
    const records = file(
      '2026-11-20 09:00:00,4001,6401,60,58,a.wav',
      '2026-11-20 09:00:10,4002,6401,50,48,a.wav',
      '2026-11-20 09:00:00,4001,4002,60,58,b.wav',
      '2026-11-20 10:00:00,6401,4003,60,58,c.wav',
      '2026-11-20 11:00:00,"Byron, Ada<4001>","Board<6401>",60,58,d.wav',
      '2026-11-20 12:00:00,4001,6401,60,58,',
      '2026-11-22 09:00:00,4001,6401,60,58,e.wav',
    )
    expect(cdrToRecordings(records, '6401', 0, day).map(({ id }) => id)).toEqual(['a.wav', 'c.wav', 'd.wav'])
  })

  it('keep what began before the time that was asked for and reached into it', () => {
    const records = file('2026-11-19 23:59:30,4001,6401,60,58,a.wav')
    expect(cdrToRecordings(records, '6401', 0, day)).toHaveLength(1)
  })

  it('have no times where the zone is not known', () => {
    const records = file('2026-11-20 09:00:00,4001,6401,60,58,a.wav')
    expect(cdrToRecordings(records, '6401', null, day)).toMatchObject([
      { startedAt: null, endedAt: null, durationSeconds: 58 },
    ])
  })

  it.each(['', '\n\n', 'no columns', file()])('that hold nothing give none: %j', (text) => {
    expect(cdrToRecordings(text, '6401', 0, day)).toEqual([])
  })

  it('may have commas, line ends and quotation marks in quotes', () => {
    expect(csvToRows('\uFEFFa,"b, c"\r\n"d ""e""\nf",\n')).toEqual([
      ['a', 'b, c'],
      ['d "e"\nf', ''],
    ])
  })
})
