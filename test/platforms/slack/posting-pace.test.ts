import { WebAPIRateLimitedError } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import { createPostingPace } from '#platforms/slack/posting-pace.ts'
import { createHandClock } from '#test/support/hand-clock.ts'

/** A Slack that takes this many messages from each channel at once, and then one a second; what came is remembered. */
function prepare({ burst = 1, retryAfterSeconds = 1 } = {}) {
  const clock = createHandClock()
  const pace = createPostingPace(clock)
  const came: string[] = []
  const refused: string[] = []
  const buckets = new Map<string, { tokens: number; at: number }>()
  const send = (channel: string, what: string) => async () => {
    const bucket = buckets.get(channel) ?? { tokens: burst, at: clock.now() }
    bucket.tokens = Math.min(burst, bucket.tokens + (clock.now() - bucket.at) / 1000)
    bucket.at = clock.now()
    buckets.set(channel, bucket)
    if (bucket.tokens < 1) {
      refused.push(what)
      throw new WebAPIRateLimitedError(retryAfterSeconds)
    }
    bucket.tokens -= 1
    came.push(what)
    return what
  }
  const settled: string[] = []
  /** What becomes of it stands in `settled` as well. */
  const post = (channel: string, what: string, isAwaited = false) => {
    const run = pace.run(channel, isAwaited, send(channel, what))
    run.then(
      () => settled.push(what),
      () => settled.push(`${what} given up`),
    )
    run.catch(() => {})
    return run
  }
  const pass = async (seconds: number) => {
    for (let second = 0; second <= seconds; second++) {
      if (second > 0) clock.advance(1000)
      // The clock fires its timers a turn later, and what they wake goes on in the next.
      for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return { clock, pace, came, refused, settled, post, pass, send }
}

describe('what is posted into a channel', () => {
  it('goes at once, side by side, while Slack takes it', async () => {
    const { post, came } = prepare({ burst: 3 })
    await Promise.all(['a', 'b', 'c'].map((what) => post('C1', what)))
    expect(came).toEqual(['a', 'b', 'c'])
  })

  it('goes one a second once Slack asks for patience, in order, and is not asked for again meanwhile', async () => {
    const { post, pass, came, refused } = prepare()
    await post('C1', 'first')
    for (const what of ['b', 'c', 'd']) post('C1', what)
    await pass(0)
    // They came before Slack had refused the first of them.
    expect(refused).toEqual(['b', 'c', 'd'])
    await pass(1)
    expect(came).toEqual(['first', 'b'])
    post('C1', 'e')
    await pass(4)
    expect(came).toEqual(['first', 'b', 'c', 'd', 'e'])
    expect(refused).toEqual(['b', 'c', 'd'])
  })

  it('holds up no other channel', async () => {
    const { post, came } = prepare()
    await post('C1', 'first')
    post('C1', 'late')
    await post('C2', 'elsewhere')
    expect(came).toEqual(['first', 'elsewhere'])
  })

  it('lets what somebody waits for go first', async () => {
    const { post, pass, came } = prepare()
    await post('C1', 'first')
    for (const what of ['reminder 1', 'reminder 2']) post('C1', what)
    await pass(0)
    post('C1', 'card', true)
    post('C1', 'another card', true)
    await pass(4)
    expect(came).toEqual(['first', 'card', 'another card', 'reminder 1', 'reminder 2'])
  })

  it('is given up when its turn would not come in half a minute, and told when it would', async () => {
    const { post, pass, settled } = prepare()
    await post('C1', 'first')
    const runs = Array.from({ length: 40 }, (_, index) => post('C1', `${index}`))
    const error = await runs[39]?.catch((reason: unknown) => reason)
    expect(error).toMatchObject({ retryAfter: 31 })
    await pass(40)
    expect(settled.filter((one) => one.endsWith('given up'))).toHaveLength(10)
    expect(settled.filter((one) => !one.endsWith('given up'))).toHaveLength(31)
  })

  it('makes room for what somebody waits for by giving up the last', async () => {
    const { post, pass, settled, came } = prepare()
    await post('C1', 'first')
    for (let index = 0; index < 30; index++) post('C1', `${index}`)
    await pass(0)
    post('C1', 'card', true)
    await pass(0)
    expect(settled).toEqual(['first', '29 given up'])
    await pass(1)
    expect(came).toEqual(['first', 'card'])
  })

  it('is given up at once when Slack asks for more than half a minute, and asked for anew by whoever tries again', async () => {
    const { post, pass, came, refused } = prepare({ retryAfterSeconds: 60 })
    await post('C1', 'first')
    await expect(post('C1', 'b')).rejects.toMatchObject({ retryAfter: 60 })
    await expect(post('C1', 'b again')).rejects.toMatchObject({ retryAfter: 60 })
    expect(refused).toEqual(['b', 'b again'])
    await pass(1)
    await post('C1', 'd')
    expect(came).toEqual(['first', 'd'])
  })

  it('is given up, with all who wait, when Slack asks for more than half a minute in the end', async () => {
    const { pace, post, pass, settled } = prepare()
    await post('C1', 'first')
    const asks = [1, 90]
    const run = pace.run('C1', false, async () => {
      throw new WebAPIRateLimitedError(asks.shift() ?? 0)
    })
    run.catch(() => {})
    await pass(0)
    post('C1', 'behind it')
    await pass(1)
    await expect(run).rejects.toMatchObject({ retryAfter: 90 })
    expect(settled).toEqual(['first', 'behind it given up'])
    await post('C1', 'later')
  })

  it('is given up when Slack asks for patience more than twice', async () => {
    const { clock, pace, pass } = prepare()
    let asked = 0
    const run = pace.run('C1', true, async () => {
      asked++
      throw new WebAPIRateLimitedError(2)
    })
    run.catch(() => {})
    await pass(10)
    await expect(run).rejects.toMatchObject({ retryAfter: 2 })
    expect(asked).toBe(4)
    expect(clock.now()).toBeGreaterThan(0)
  })

  it('fails as it fails, and the next goes on', async () => {
    const { post, pace, pass, came } = prepare()
    await post('C1', 'first')
    post('C1', 'b')
    await pass(0)
    const broken = pace.run('C1', false, async () => {
      throw new Error('archived')
    })
    broken.catch(() => {})
    post('C1', 'c')
    await pass(4)
    await expect(broken).rejects.toThrow('archived')
    expect(came).toEqual(['first', 'b', 'c'])
  })
})
