/**
 * Real people on the telephone for an Asterisk of a test: those whom it rings (one SIPp for all of them, cheap enough for a hundred) and
 * those who dial in (a baresip each, which keys digits and keeps what it hears).
 */
import { type Answerers, startAnswerers } from './answerers.ts'
import { holdPorts } from './ports.ts'
import { placeBeside } from './processes.ts'
import type { Asterisk } from './server.ts'
import type { Answering } from './sipp-scenario.ts'
import { type Dialling, dial, type Telephone } from './telephone.ts'

export type { CallState } from './answerers.ts'
export type { Answering } from './sipp-scenario.ts'
export type { Telephone } from './telephone.ts'

export interface Callers extends Answerers {
  /** A room or another number, from a number that is nobody's unless it is said. */
  dial(number: string, how?: Partial<Pick<Dialling, 'from' | 'tone'>>): Promise<Telephone>
}

const callsAtOnce = 150
const telephonesInAll = 60

/**
 * `people`: what those do whom it rings, by number as it is dialled (`1001`, `+4930901800`); all others do not exist. 150 calls at once
 * have ports for sound, and 60 people may dial, one after the other or together. `close` ends every program, also of those who dialled:
 * whoever is in a call then is gone without a word.
 */
export async function createCallers(
  asterisk: Asterisk,
  people: Readonly<Record<string, Answering>> = {},
): Promise<Callers> {
  const place = placeBeside(asterisk.spool)
  const ports = await holdPorts()
  const { first } = ports.rtp
  const rung = { first, last: first + 2 * callsAtOnce - 1 }
  const telephones: Telephone[] = []
  let dialled = 0
  const answerers = await startAnswerers(asterisk, place, rung, people).catch((error) => {
    ports.release()
    throw error
  })
  return {
    ...answerers,
    async dial(number, { from = '+4930901899', tone = null } = {}) {
      const address = `sip:${number}@${asterisk.sip.host}:${asterisk.sip.port}`
      if (dialled === telephonesInAll) throw new Error(`there are ports for ${telephonesInAll} telephones`)
      const port = rung.last + 1 + 4 * dialled
      dialled += 1
      const telephone = await dial(place, { address, from, tone, port })
      telephones.push(telephone)
      return telephone
    },
    async close() {
      await Promise.all([answerers.close(), ...telephones.map((telephone) => telephone.close())])
      ports.release()
    },
  }
}
