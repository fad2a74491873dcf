import { expect, it } from 'vitest'
import { nearestFields, unknownField } from '#core/near-field.ts'
import { kazoo } from '#providers/kazoo/index.ts'
import { portsip } from '#providers/portsip/index.ts'

it.each([
  ['number', 'conference_numbers'],
  ['room_number', 'conference_numbers'],
  ['welcome', 'play_welcome'],
  ['max_particpants', 'max_participants'],
  // Only people's words have it.
  ['deaf', 'member.join_deaf'],
])('%s is probably %s', (typed, id) => {
  expect(nearestFields(kazoo.roomFields, typed)[0]).toBe(id)
})

it('a name that is like none has examples instead', () => {
  expect(nearestFields(portsip.roomFields, 'xyzzyxq')).toEqual([])
  expect(unknownField(portsip.roomFields, 'xyzzyxq').details.blanks).toMatchObject({ typed: 'xyzzyxq' })
  expect(unknownField(portsip.roomFields, 'xyzzyxq').details.remedy).toBeUndefined()
})
