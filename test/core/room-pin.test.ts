import { describe, expect, it } from 'vitest'
import { checkPin, pinFieldOf } from '#core/room-pin.ts'
import { providers } from '#providers/index.ts'

const all = Object.values(providers)
const definitionOf = (id: string) => {
  const found = all.find((one) => one.id === id)
  if (!found) throw new Error(id)
  return found
}

describe('the PIN that somebody chooses', () => {
  it.each([
    ['portsip', 'room_pin'],
    ['yeastar-p', 'partic_password'],
    ['yeastar-s', 'participantepassword'],
    ['ringme', 'pin'],
    ['kazoo', 'member.pins'],
  ])('is kept by %s in %s', (id, field) => {
    expect(pinFieldOf(definitionOf(id))?.id).toBe(field)
  })

  it.each([
    ['portsip', ['12', '1234567'], ['123', '123456']],
    ['yeastar-p', ['123456789012345'], ['1', '12345678', '12345678901234']],
    // No page limits these.
    ['yeastar-s', [], ['1', '123', '12345678901234']],
    ['ringme', [], ['1', '123', '12345678901234']],
    ['kazoo', [], ['1', '123', '12345678901234567890']],
  ])('is held to what the documents of %s say', (id, refused, taken) => {
    const definition = definitionOf(id)
    for (const pin of refused)
      expect(() => checkPin(definition, pin)).toThrow(
        expect.objectContaining({ code: 'input.invalid', details: expect.objectContaining({ option: 'pin' }) }),
      )
    for (const pin of taken) expect(() => checkPin(definition, pin)).not.toThrow()
  })

  it.each(all.map((definition) => [definition.id, definition] as const))(
    'is taken of %s where confbot made it',
    (_id, definition) => {
      const digits = definition.quantities.pinDigits
      expect(digits).not.toBeNull()
      expect(() => checkPin(definition, '7'.repeat(digits ?? 0))).not.toThrow()
    },
  )
})
