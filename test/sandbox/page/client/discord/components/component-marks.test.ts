import { expect, test } from 'vitest'
import { carryKeys } from '#sandbox/page/client/chat/carry-keys.ts'
import { componentToMarked } from '#sandbox/page/client/discord/components/component-marks.ts'
import type { ActionRow, ButtonComponent, Section } from '#sandbox/page/client/discord/components/shapes.ts'

const button = (customId: string): ButtonComponent => ({ type: 2, style: 2, label: 'x', custom_id: customId })
const row = (...ids: string[]): ActionRow => ({ type: 1, components: ids.map(button) })
const section = (id: string): Section => ({ type: 9, components: [], accessory: button(id) })
const keys = (before: readonly (ActionRow | Section)[], now: readonly (ActionRow | Section)[]) => {
  const first = carryKeys([], before.map(componentToMarked))
  return carryKeys(first, now.map(componentToMarked)).map(({ key }) => key)
}

test('a row is the same when its buttons have moved down', () => {
  expect(
    keys(
      [section('0|kick 1'), row('1|lock', '2|end')],
      [section('0|kick 2'), section('1|kick 1'), row('2|unlock', '3|end')],
    ),
  ).toEqual(['2', '0', '1'])
})
