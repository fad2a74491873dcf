import { expect, it } from 'vitest'
import type { AmiListener, AmiMessage } from '#providers/asterisk/ami.ts'
import { subscribeHints } from '#providers/asterisk/events.ts'

/** What is hinted at by each of these. */
function hintsOf(...events: readonly (AmiMessage | 'gap')[]): (string | null)[][] {
  const told: (string | null)[] = []
  let listen: AmiListener = () => {}
  const subscribe = (listener: AmiListener) => {
    listen = listener
    return () => {}
  }
  subscribeHints({ subscribe }, (room) => told.push(room))
  return events.map((event) => {
    listen(event)
    return told.splice(0)
  })
}
const leave = (Uniqueid: string, Conference = '8000') => ({ Event: 'ConfbridgeLeave', Conference, Uniqueid })
const hangup = (Uniqueid: string) => ({ Event: 'Hangup', Uniqueid })

it.each(['Start', 'End', 'Join', 'Leave', 'Mute', 'Unmute', 'Talking'])('Confbridge%s is about its room', (name) => {
  expect(hintsOf({ Event: `Confbridge${name}`, Conference: '8001', Uniqueid: '1.1' })).toEqual([['8001']])
})

it('a gap is about any room, and nothing else is about one', () => {
  expect(hintsOf('gap', { Event: 'Newstate', Uniqueid: '1.1' }, { Event: 'ConfbridgeRecord' }, {})).toEqual([
    [null],
    [],
    [],
    [],
  ])
})

it('who left is looked for again once they hung up, when the list is surely without them', () => {
  expect(hintsOf(leave('1.1'), leave('1.2', '8001'), hangup('1.2'), hangup('1.1'), hangup('1.1'))).toEqual([
    ['8000'],
    ['8001'],
    ['8001'],
    ['8000'],
    [],
  ])
})

it('whose leaving was before a gap is not waited for', () => {
  expect(hintsOf(leave('1.1'), 'gap', hangup('1.1'), hangup('1.3'))).toEqual([['8000'], [null], [], []])
})
