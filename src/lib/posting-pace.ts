/**
 * How fast messages go into a channel. Platforms take bursts, and then so many a second per channel. Once one asks for patience in a
 * channel, all that is to be posted there waits in line, one after the other, since many who try again at once use up what may be
 * posted elsewhere. Other channels go on meanwhile.
 */
import { type Clock, sleep } from './clock.ts'

export interface PostingPace {
  /**
   * `isAwaited`: somebody waits for it, so it goes before what nobody waits for. Rejects as the call does, and with
   * what `tooLong` makes when its turn would not come in time.
   */
  run<T>(channel: string, isAwaited: boolean, call: () => Promise<T>): Promise<T>
}

interface Waiting {
  readonly isAwaited: boolean
  waits: number
  /** Never rejects. When the platform asked for patience: how long, and nothing is settled. */
  attempt(): Promise<{ readonly error: unknown; readonly waitMs: number } | null>
  giveUp(error: unknown): void
}

interface Line {
  nextAt: number
  readonly waiting: Waiting[]
}

export interface PaceSettings {
  /** Between two messages of a line. */
  readonly intervalMs: number
  /** How often one waits, and for how long at most. */
  readonly maxWaits: number
  readonly maxWaitMs: number
  /** For how long the platform asks, when that is what it answered; else null. */
  readonly waitAskedFor: (error: unknown) => number | null
  /** What rejects what would wait for too long. */
  readonly tooLong: (waitMs: number) => unknown
}

export function createPostingPace(clock: Clock, settings: PaceSettings): PostingPace {
  const { intervalMs, maxWaits, maxWaitMs, waitAskedFor, tooLong } = settings
  /** Only channels in which the platform asked for patience. */
  const lines = new Map<string, Line>()

  const lateBy = (line: Line, ahead: number) => Math.max(line.nextAt - clock.now(), 0) + ahead * intervalMs

  /** More is asked for than anybody waits: whoever tries again asks again. */
  const giveUpAll = (line: Line, error: unknown) => {
    for (const one of line.waiting.splice(0)) one.giveUp(error)
    line.nextAt = clock.now()
  }

  /** What is awaited goes before what is not; `again`: before its equals, too. Gives up what would wait too long. */
  const enter = (line: Line, one: Waiting, again = false) => {
    const awaited = line.waiting.filter(({ isAwaited }) => isAwaited).length
    const [first, last] = one.isAwaited ? [0, awaited] : [awaited, line.waiting.length]
    line.waiting.splice(again ? first : last, 0, one)
    while (lateBy(line, line.waiting.length - 1) > maxWaitMs) {
      const waitMs = lateBy(line, line.waiting.length - 1)
      const latest = line.waiting.pop()
      if (!latest) return
      latest.giveUp(tooLong(waitMs))
    }
  }

  const drain = async (channel: string, line: Line) => {
    for (;;) {
      await sleep(clock, line.nextAt - clock.now())
      const next = line.waiting.shift()
      if (!next) break
      const limited = await next.attempt()
      line.nextAt = clock.now() + (limited?.waitMs ?? intervalMs)
      if (!limited) continue
      if (++next.waits > maxWaits) next.giveUp(limited.error)
      else enter(line, next, true)
      if (limited.waitMs > maxWaitMs) giveUpAll(line, limited.error)
    }
    lines.delete(channel)
  }

  const lineUp = (channel: string, one: Waiting, waitMs = 0) => {
    const standing = lines.get(channel)
    const line = standing ?? { nextAt: clock.now() + waitMs, waiting: [] }
    enter(line, one)
    if (standing) return
    lines.set(channel, line)
    void drain(channel, line)
  }

  return {
    run: (channel, isAwaited, call) =>
      new Promise((resolve, reject) => {
        const attempt = async () => {
          try {
            resolve(await call())
          } catch (error) {
            const waitMs = waitAskedFor(error)
            if (waitMs !== null) return { error, waitMs }
            reject(error)
          }
          return null
        }
        const one: Waiting = { isAwaited, waits: 0, attempt, giveUp: reject }
        if (lines.has(channel)) return lineUp(channel, one)
        void attempt().then((limited) => {
          if (!limited) return
          if (limited.waitMs > maxWaitMs) reject(limited.error)
          else lineUp(channel, one, limited.waitMs)
        })
      }),
  }
}
