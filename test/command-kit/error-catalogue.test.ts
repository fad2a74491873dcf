import { expect, it } from 'vitest'
import { errorCatalogue } from '#command-kit/error-catalogue.ts'
import { errorCodes } from '#core/errors.ts'

const lines = errorCatalogue().split('\n')

it('has each error once, in an area of its own', () => {
  const codes = lines.flatMap((line) => /^\| `([^`]+)` /.exec(line)?.[1] ?? [])
  expect(codes.sort()).toEqual(Object.keys(errorCodes).sort())
})

it('shows what the person reads with its blanks, how it is logged, and whether it can be tried again', () => {
  expect(lines).toContain(
    '| `provider.timeout` | That did not work | The PBX ‹pbx› did not answer in time. | Try again in a moment. If it stays so, tell the telephony administrator. | warn | yes |',
  )
  expect(lines).toContain(
    '| `room.has-recordings` | That did not work | Room ‹room› holds ‹count› recordings, which would be lost. | Save them first. Only then delete the room with its recordings. | info | no |',
  )
})

it('leaves no sign of the catalogue’s own markup', () => {
  expect(lines.filter((line) => /[{}]/.test(line))).toEqual([])
})
