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

/**
 * `people`: what those do whom it rings, by number as it is dialled (`1001`, `+4930901800`); all others do not exist. 80 calls at once
 * have ports for sound. `close` ends every program, also of those who dialled; whoever is in a call then is gone without a word.
 */
export async function createCallers(
  asterisk: Asterisk,
  people: Readonly<Record<string, Answering>> = {},
): Promise<Callers> {
  const place = placeBeside(asterisk.spool)
  const ports = await holdPorts()
  const telephones: Telephone[] = []
  const answerers = await startAnswerers(asterisk, place, ports.rtp, people).catch((error) => {
    ports.release()
    throw error
  })
  return {
    ...answerers,
    async dial(number, { from = '+4930901899', tone = null } = {}) {
      const address = `sip:${number}@${asterisk.sip.host}:${asterisk.sip.port}`
      const telephone = await dial(place, { address, from, tone })
      telephones.push(telephone)
      return telephone
    },
    async close() {
      await Promise.all([answerers.close(), ...telephones.map((telephone) => telephone.close())])
      ports.release()
    },
  }
}
