/** What was asked on a line and is not answered yet, by its ActionID: Asterisk says other things in between. */
import { AmiFormatError, type AmiMessage } from './ami-message.ts'
import { AmiLineError } from './ami-socket.ts'

export interface AmiReply {
  readonly answer: AmiMessage
  /** Of a list: its events, without the one that closes it. */
  readonly items: readonly AmiMessage[]
}

export interface AmiExchanges {
  has(id: string): boolean
  /** `done`: called once, when there is a reply or none is waited for any more. */
  begin(id: string, isList: boolean, done: (reply: AmiReply | AmiLineError) => void): void
  /** Does nothing where it is over. */
  fail(id: string, error: AmiLineError): void
  failAll(error: AmiLineError): void
  /** Whether it was one that is waited for, or an item of it. Throws an `AmiFormatError` where a list has no end. */
  take(message: AmiMessage): boolean
}

const maxItems = 20_000

interface Exchange {
  readonly isList: boolean
  readonly items: AmiMessage[]
  /** Of a list, whose items follow. */
  answer: AmiMessage | null
  readonly done: (reply: AmiReply | AmiLineError) => void
}

export function createAmiExchanges(): AmiExchanges {
  const underWay = new Map<string, Exchange>()

  const finish = (id: string, reply: AmiReply | AmiLineError) => {
    const exchange = underWay.get(id)
    underWay.delete(id)
    exchange?.done(reply)
  }
  const takeAnswer = (id: string, exchange: Exchange, answer: AmiMessage) => {
    if (exchange.isList && answer.Response !== 'Error') exchange.answer = answer
    else finish(id, { answer, items: [] })
  }
  const takeItem = (id: string, answer: AmiMessage, items: AmiMessage[], item: AmiMessage) => {
    if (item.EventList === undefined) {
      items.push(item)
      if (items.length <= maxItems) return
      finish(id, new AmiLineError('malformed', 'TOO_LARGE', 'a list has no end'))
      throw new AmiFormatError('TOO_LARGE', 'a list has no end')
    }
    if (/^complete$/i.test(item.EventList)) finish(id, { answer, items })
    else finish(id, new AmiLineError('malformed', 'LIST_CANCELLED', 'a list was broken off'))
  }

  return {
    has: (id) => underWay.has(id),
    begin(id, isList, done) {
      underWay.set(id, { isList, items: [], answer: null, done })
    },
    fail: finish,
    failAll(error) {
      for (const id of [...underWay.keys()]) finish(id, error)
    },
    take(message) {
      const { ActionID: id = '' } = message
      const exchange = underWay.get(id)
      if (!exchange) return false
      const { answer, items } = exchange
      // What an action brought about bears its ActionID as well, and is an event like others.
      if (message.Event === undefined) takeAnswer(id, exchange, message)
      else if (answer) takeItem(id, answer, items, message)
      else return false
      return true
    },
  }
}
