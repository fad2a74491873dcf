import { describe, expect, it } from 'vitest'
import { timeZones } from '#lib/time.ts'
import { commonZones, placeToZone, zonesInOrder, zonesLike } from '#lib/zone-names.ts'

describe('placeToZone', () => {
  it.each([
    ['Berlin', 'Europe/Berlin'],
    ['new  york', 'America/New_York'],
    ['New_York', 'America/New_York'],
    ['Nuuk', 'America/Nuuk'],
    ['Kyiv', 'Europe/Kyiv'],
    ['Buenos Aires', 'America/Argentina/Buenos_Aires'],
    ['utc', 'UTC'],
    ['Munich', null],
    ['Europe', null],
    ['', null],
  ])('finds the zone of %s', (typed, zone) => {
    expect(placeToZone(typed)).toBe(zone)
  })
})

describe('zonesLike', () => {
  it('finds what is spelt nearly so, the nearest first', () => {
    expect(zonesLike('Europe/Berlni', 8)[0]).toBe('Europe/Berlin')
    expect(zonesLike('Berlni', 8)[0]).toBe('Europe/Berlin')
    expect(zonesLike('Tokio', 8)[0]).toBe('Asia/Tokyo')
  })

  it('finds what has such a word, and only that', () => {
    expect(zonesLike('Argentina', 20)).toContain('America/Argentina/Cordoba')
    expect(zonesLike('Argentina', 3)).toHaveLength(3)
    expect(zonesLike('york', 8)).toEqual(['America/New_York'])
  })

  it('finds nothing in what is like no name', () => {
    expect(zonesLike('Entenhausen am Gumpensund', 8)).toEqual([])
    expect(zonesLike('', 8)).toEqual([])
  })
})

describe('zonesInOrder', () => {
  it('has each once: those given, as far as there are such, the common ones, the others', () => {
    const zones = zonesInOrder(['Asia/Tokyo', 'Mars/Phobos'])
    expect(zones.slice(0, 3)).toEqual(['Asia/Tokyo', 'Europe/London', 'Europe/Berlin'])
    expect([...zones].sort()).toEqual([...timeZones()].sort())
    expect(timeZones()).toEqual(expect.arrayContaining([...commonZones]))
  })
})
