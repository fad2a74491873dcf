/** The driving calls about the wire that every service has: trouble planned and mended, what went over it, and a delivery again. */
import { z } from 'zod'
import { DriveRefusal, type Route, route } from './drive-call.ts'
import { type FaultKind, type Faults, faultKinds } from './faults.ts'
import type { Traffic } from './traffic.ts'

export interface WireRoutesOptions {
  faults: Faults
  traffic: Pick<Traffic, 'list'>
  /** What cannot go wrong with this service. */
  without?: readonly FaultKind[]
}

export function createWireRoutes({ faults, traffic, without = [] }: WireRoutesOptions) {
  const done = { ok: true }
  /** Once unless said. */
  const Planned = z.strictObject({
    match: z.string().default(''),
    kind: z.enum(faultKinds.filter((kind) => !without.includes(kind))),
    times: z.int().min(1).default(1),
    retryAfter: z.number().min(0).optional(),
  })
  return {
    get: {
      faults: () => ({ ok: true, faults: faults.list() }),
      traffic: () => ({ ok: true, frames: traffic.list() }),
    },
    post: {
      fault: route(Planned, ({ retryAfter, ...fault }) => {
        faults.add({ ...fault, ...(retryAfter !== undefined && { retryAfter }) })
        return done
      }),
      mend: route(z.strictObject({}), () => {
        faults.clear()
        return done
      }),
    },
  }
}

/** Brings a delivery again: the one with the id, else the last one. */
export const redeliverRoute = <Outcome>(
  redeliver: (id?: string) => Promise<Outcome | undefined>,
  toAnswer: (outcome: Outcome) => unknown,
): Route =>
  route(z.strictObject({ id: z.string().min(1).optional() }), async ({ id }) => {
    const outcome = await redeliver(id)
    if (outcome) return toAnswer(outcome)
    throw new DriveRefusal(404, id === undefined ? 'Nothing was delivered yet.' : `No delivery "${id}".`)
  })
