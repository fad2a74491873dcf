/** What every driving call is made of: a shape of what it takes, and the refusal of what nobody could have done. */
import { z } from 'zod'

/** A call that no person could have made: what it names does not exist, or is not theirs to use. */
export class DriveRefusal extends Error {
  readonly status: 400 | 404 | 409
  readonly known: readonly string[]

  constructor(status: 400 | 404 | 409, sentence: string, known: readonly string[] = []) {
    super(sentence)
    this.name = 'DriveRefusal'
    this.status = status
    this.known = known
  }
}

/** What a call answers about the delivery that it made. */
export type DriveAnswer =
  | { ok: true; ackMs: number; delivery: string; [further: string]: unknown }
  | { ok: false; error: string; delivery?: string; [further: string]: unknown }

/** Takes what came over HTTP (a JSON body, or the query of a GET). Throws DriveRefusal. */
export type Route = (input: unknown) => unknown

/** Ties a shape to what is done with it. */
export function route<T>(schema: z.ZodType<T>, run: (input: T) => unknown): Route {
  return (input) => {
    const parsed = schema.safeParse(input)
    if (!parsed.success) throw new DriveRefusal(400, z.prettifyError(parsed.error))
    return run(parsed.data)
  }
}

/** The sandbox speaks to nobody but this machine. */
export function expectLoopback(address: string): void {
  const { protocol, hostname } = new URL(address)
  if (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return
  throw new DriveRefusal(400, `The sandbox sends to http addresses on this machine only, not to ${address}.`)
}
