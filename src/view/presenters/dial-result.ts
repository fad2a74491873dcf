/** What came of ringing people, one line each. */
import { type DialResult, isCertain } from '#core/service/dial.ts'
import { type Span, say } from '#text/message.ts'
import { type CardNode, list } from '../card.ts'

export function dialResultNodes(results: readonly DialResult[]): CardNode[] {
  if (results.length === 0) return []
  return [list(results.map((result) => ({ line: [...who(result), ' · ', outcome(result)] })))]
}

const who = ({ invitee }: DialResult): Span[] =>
  invitee.name === null ? [invitee.masked] : [invitee.name, ' · ', invitee.masked]

function outcome({ outcome: word, code }: DialResult): Span {
  if (word !== 'failed' || code === null) return say(word === 'already' ? 'command.dial.already' : 'command.dial.rung')
  return say(isCertain(code) ? 'command.dial.refused' : 'command.dial.unclear')
}
