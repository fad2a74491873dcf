import { describe, expect, it } from 'vitest'
import { deviceToTimes, fileToInstant } from '#providers/yeastar-p/times.ts'

const device = (system_time: string | null, system_date_format: string | null, timestamp: number | null) => ({
  model_name: 'Yeastar P550',
  firmware_version: '37.20.0.1',
  system_time,
  system_date_format,
  timestamp,
})
/** As the vendor shows it, eight hours ahead of UTC. */
const shown = device('2025/08/22 16:44:40', 'YYYY/MM/DD', 1_755_852_280)

describe('the name of a file', () => {
  it.each([
    ['20220112173629-1641980184.14-5566-5556-Internal.wav', Date.UTC(2022, 0, 12, 9, 36, 24)],
    ['20220115173629-1641980184.14-5566-5556-Internal.wav', null],
    ['6500_20220112173629.wav', null],
    ['', null],
  ])('%s tells %j', (file, instant) => {
    expect(fileToInstant(file)).toBe(instant)
  })
})

describe('a time as the PBX shows it', () => {
  it.each([
    ['YYYY/MM/DD', '2025/08/22 16:44:40', '2025/08/20 08:00:01'],
    ['MM/DD/YYYY', '08/22/2025 16:44:40', '08/20/2025 08:00:01'],
    ['DD-MM-YYYY', '22-08-2025 16:44:40', '20-08-2025 08:00:01'],
    ['MM/DD/YYYY', '08/22/2025 04:44:40 PM', '08/20/2025 8:00:01 am'],
  ])('%s is read in its zone', (format, now, time) => {
    expect(deviceToTimes(device(now, format, shown.timestamp)).toInstant(time)).toBe(Date.UTC(2025, 7, 20, 0, 0, 1))
  })

  it('counts noon and midnight as such', () => {
    const { toInstant } = deviceToTimes(device('01/01/2026 12:00:00 PM', 'MM/DD/YYYY', Date.UTC(2026, 0, 1, 12) / 1000))
    expect([toInstant('01/02/2026 12:30:00 AM'), toInstant('01/02/2026 12:30:00 PM')]).toEqual([
      Date.UTC(2026, 0, 2, 0, 30),
      Date.UTC(2026, 0, 2, 12, 30),
    ])
  })

  it.each([
    ['without a format', device(shown.system_time, null, shown.timestamp), '2025/08/20 08:00:01'],
    ['without a time of now', device(null, 'YYYY/MM/DD', shown.timestamp), '2025/08/20 08:00:01'],
    ['without a timestamp', device(shown.system_time, 'YYYY/MM/DD', null), '2025/08/20 08:00:01'],
    ['of another form', shown, 'yesterday'],
    ['without seconds', shown, '2025/08/20 08:00'],
    ['that is empty', shown, ''],
  ])('%s is none', (_, told, time) => {
    expect(deviceToTimes(told).toInstant(time)).toBeNull()
  })
})
