import { describe, expect, it } from 'vitest'
import { providers } from '#providers/index.ts'

describe('the providers', () => {
  it.each(Object.entries(providers))('are listed by their own ids: %s', (id, definition) => {
    expect(definition.id).toBe(id)
  })
})
