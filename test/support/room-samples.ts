/** For each field of a room two values that its declaration allows, as people type them, and one that it does not. */
import type { RoomField } from '#core/contracts/conference-provider.ts'

export interface Sample {
  readonly field: RoomField
  /** At the lower and at the upper end of what may be. */
  readonly first: string
  readonly second: string
  /** null: whatever can be typed may be. */
  readonly beyond: string | null
}

/** Values that only the vendor's PBX knows, or that others of the room call for: by kind of PBX and field. */
export type KnownValues = Readonly<Record<string, readonly [first: string, second: string]>>

export function sampleOf(field: RoomField, known: KnownValues = {}): Sample {
  const [first, second] = known[field.id] ?? allowedOf(field)
  return { field, first, second, beyond: beyondOf(field) }
}

const words = (length: number) =>
  'Sprint review of all that was done '.repeat(20).slice(0, length).trimEnd().padEnd(length, '.')

function allowedOf(field: RoomField): readonly [string, string] {
  const { kind, entries, min = 1, max, choices = [], secret } = field
  switch (kind) {
    case 'integer':
      return [String(min), String(max ?? min + 10)]
    case 'digits':
      return ['4'.repeat(min), '5'.repeat(max ?? min + 3)]
    case 'boolean':
      return ['yes', 'no']
    case 'choice':
      return [choices[0] ?? '', choices.at(-1) ?? '']
    case 'time':
      return ['2026-12-01T14:00:00Z', '2026-12-08T15:30:00Z']
    case 'zone':
      return ['Europe/Berlin', 'America/New_York']
    case 'language':
      return ['en-US', 'de-DE']
    case 'json':
      return ['[1,2]', '[3]']
    case 'list':
      if (secret) return ['271828', '314159,161803']
      return entries === 'digits' ? ['1000', '1001,1002'] : ['first', 'second,third']
    case 'text':
    case 'lines':
      if (secret) return ['Ostrich-feather', 'Plum-pudding']
      return [words(min), words(max ?? min + 30)]
  }
}

function beyondOf(field: RoomField): string | null {
  const { kind, entries, min, max, forbids } = field
  switch (kind) {
    case 'integer':
      return max !== undefined ? String(max + 1) : min !== undefined ? String(min - 1) : 'many'
    case 'digits':
      return max !== undefined ? '4'.repeat(max + 1) : '12ab'
    case 'boolean':
      return 'perhaps'
    case 'choice':
      return 'NONE_OF_THEM'
    case 'time':
      return 'tomorrow'
    case 'zone':
      return 'Nowhere/Town'
    case 'language':
      return 'en_!!'
    case 'json':
      return '[1,'
    case 'list':
      return entries === 'digits' ? '1000,abc' : null
    case 'text':
    case 'lines':
      if (max !== undefined) return words(max + 1)
      return forbids === undefined ? null : `Board ${forbids[0]} room`
  }
}
