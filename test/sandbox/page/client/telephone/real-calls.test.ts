import { expect, test } from 'vitest'
import { realCallsToWords } from '#sandbox/page/client/telephone/real-calls.ts'

test('it is told that calls are real, and which PBXs they go through', () => {
  const asterisk = { name: 'office', kind: 'asterisk' }
  const kazoo = { name: 'lab', kind: 'kazoo' }
  expect(realCallsToWords([asterisk])).toBe('Calls are real: they go through the PBX office (Asterisk).')
  expect(realCallsToWords([asterisk, kazoo])).toBe(
    'Calls are real: they go through the PBXs office (Asterisk) and lab (KAZOO).',
  )
})
