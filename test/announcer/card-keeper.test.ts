import { describe, expect, it } from 'vitest'
import { createCardKeeper } from '#announcer/card-keeper.ts'
import type { PostedCard } from '#core/contracts/store.ts'
import { ConfbotError, type ErrorCode } from '#core/errors.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { createLogBook } from '#test/support/log-book.ts'
import { recordNotifier } from '#test/support/notifier.ts'
import { general } from '#test/support/service.ts'
import { soon } from '#test/support/soon.ts'
import { card } from '#view/card.ts'

const message = (messageId: string): PostedCard => ({ conferenceId: 'abc234', place: general, messageId })
const posted = message('m1')
const refusal = (retryAfterMs?: number) =>
  new ConfbotError('chat.unavailable', retryAfterMs === undefined ? {} : { retryAfterMs })

function keep(forget: (one: PostedCard) => Promise<void> = async () => {}) {
  const clock = createHandClock()
  const chat = recordNotifier()
  const log = createLogBook()
  const forgotten: PostedCard[] = []
  const gone: PostedCard[] = []
  const unreachable: PostedCard[] = []
  const keeper = createCardKeeper({
    clock,
    logger: log.logger,
    notifierOf: (platform) => (platform === 'slack' ? chat.notifier : undefined),
    forget: (one) => forget(one).then(() => void forgotten.push(one)),
    gone: async (one) => void gone.push(one),
    unreachable: async (one) => void unreachable.push(one),
  })
  return {
    clock,
    chat,
    log,
    keeper,
    forgotten,
    gone,
    unreachable,
    shown: () => chat.updates.map(({ card: { title } }) => title),
  }
}

describe('a message', () => {
  it('has one update on its way at a time, and the last state wins', async () => {
    const { keeper, chat, shown } = keep()
    const release = chat.hold()
    for (const title of ['one', 'two', 'three']) keeper.show(posted, card(title), false)
    await soon(() => expect(shown()).toEqual(['one']))
    release()
    await soon(() => expect(shown()).toEqual(['one', 'three']))
    await keeper.stop()
    expect(shown()).toEqual(['one', 'three'])
  })

  it('does not wait for another message', async () => {
    const { keeper, chat, shown } = keep()
    const release = chat.hold()
    keeper.show(posted, card('slow'), false)
    await soon(() => expect(shown()).toEqual(['slow']))
    keeper.show(message('m2'), card('other'), false)
    await soon(() => expect(shown()).toEqual(['slow', 'other']))
    release()
    await keeper.stop()
  })

  it('is not sent what it shows already', async () => {
    const { keeper, shown } = keep()
    keeper.shown(posted, card('posted'))
    keeper.show(posted, card('posted'), false)
    keeper.show(posted, card('new'), false)
    await soon(() => expect(shown()).toEqual(['new']))
    keeper.show(posted, card('new'), false)
    await keeper.stop()
    expect(shown()).toEqual(['new'])
  })

  it('goes back to an earlier state when that is the last', async () => {
    const { keeper, chat, shown } = keep()
    keeper.shown(posted, card('a'))
    const release = chat.hold()
    keeper.show(posted, card('b'), false)
    await soon(() => expect(shown()).toEqual(['b']))
    keeper.show(posted, card('a'), false)
    release()
    await soon(() => expect(shown()).toEqual(['b', 'a']))
  })
})

describe('a chat that cannot take an update', () => {
  it('is asked again when it said so, and not before, with what is newest then', async () => {
    const { keeper, chat, clock, shown } = keep()
    chat.refuse(refusal(30_000))
    keeper.show(posted, card('one'), false)
    await soon(() => expect(shown()).toEqual(['one']))
    keeper.show(posted, card('two'), false)
    await turns()
    clock.advance(29_999)
    await turns()
    expect(shown()).toEqual(['one'])
    clock.advance(1)
    await soon(() => expect(shown()).toEqual(['one', 'two']))
  })

  it('is left alone for longer and longer when it said nothing, up to a minute', async () => {
    const { keeper, chat, clock, shown } = keep()
    const waits = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]
    chat.refuse(...waits.map(() => refusal()))
    keeper.show(posted, card('one'), false)
    for (const [index, waitMs] of waits.entries()) {
      await soon(() => expect(shown()).toHaveLength(index + 1))
      await turns()
      clock.advance(waitMs - 1)
      await turns()
      expect(shown()).toHaveLength(index + 1)
      clock.advance(1)
    }
    await soon(() => expect(shown()).toHaveLength(waits.length + 1))
  })

  it.each<ErrorCode>(['chat.cannot-post', 'chat.refused'])(
    'is asked once a minute where somebody has to do something first: %s',
    async (code) => {
      const { keeper, chat, clock, shown, unreachable } = keep()
      chat.refuse(new ConfbotError(code), new ConfbotError(code))
      keeper.show(posted, card('one'), false)
      for (const count of [1, 2]) {
        await soon(() => expect(shown()).toHaveLength(count))
        await turns()
        clock.advance(59_999)
        await turns()
        expect(shown()).toHaveLength(count)
        clock.advance(1)
      }
      await soon(() => expect(shown()).toHaveLength(3))
      expect(unreachable).toEqual(code === 'chat.cannot-post' ? [posted, posted] : [])
      expect(keeper.has(posted)).toBe(true)
    },
  )

  it('gets a fresh start after an update that went well', async () => {
    const { keeper, chat, clock, shown } = keep()
    chat.refuse(refusal(), refusal())
    keeper.show(posted, card('one'), false)
    await clock.until(soon(() => expect(shown()).toHaveLength(3)))
    chat.refuse(refusal())
    keeper.show(posted, card('two'), false)
    await soon(() => expect(shown()).toHaveLength(4))
    await turns()
    clock.advance(1_000)
    await soon(() => expect(shown()).toEqual(['one', 'one', 'one', 'two', 'two']))
  })
})

describe('a message is let go of', () => {
  it('when it is gone from the chat, and is written to no more', async () => {
    const { keeper, chat, shown, gone } = keep()
    chat.lose()
    keeper.show(posted, card('one'), false)
    await soon(() => expect(gone).toEqual([posted]))
    expect(keeper.has(posted)).toBe(false)
    await keeper.stop()
    expect(shown()).toEqual(['one'])
  })

  it('when it shows its last card, and not before', async () => {
    const { keeper, chat, forgotten, shown, clock } = keep()
    chat.refuse(refusal(5_000))
    keeper.show(posted, card('record'), true)
    await soon(() => expect(shown()).toHaveLength(1))
    await turns()
    expect(forgotten).toEqual([])
    clock.advance(5_000)
    await soon(() => expect(forgotten).toEqual([posted]))
    expect(shown()).toEqual(['record', 'record'])
  })

  it('though the store cannot forget it, whether or not the chat ever took its last card', async () => {
    const { keeper, chat, clock, log } = keep(async () => {
      throw new ConfbotError('store.full')
    })
    keeper.show(posted, card('record'), true)
    await soon(() => expect(log.lines).toMatchObject([{ msg: 'a card could not be forgotten yet' }]))
    chat.refuse(...Array.from({ length: 61 }, () => refusal()))
    keeper.show(message('m2'), card('record'), true)
    for (let minutes = 0; minutes < 65; minutes++) {
      await turns()
      clock.advance(60_000)
    }
    const unforgotten = { code: 'store.full', conference: 'abc234' }
    expect(log.of('a card could not be forgotten yet')).toMatchObject([unforgotten, unforgotten])
    expect(keeper.has(posted) || keeper.has(message('m2'))).toBe(false)
  })

  it('also when it shows its last card already', async () => {
    const { keeper, shown, forgotten } = keep()
    keeper.shown(posted, card('record'))
    keeper.show(posted, card('record'), true)
    await soon(() => expect(forgotten).toEqual([posted]))
    expect(shown()).toEqual([])
  })

  it('by its withdrawal, which nobody hears of when the chat refuses it', async () => {
    const { keeper, chat } = keep()
    chat.refuse(refusal())
    await keeper.withdraw(posted)
    await keeper.withdraw(message('m2'))
    expect(chat.removed.map(({ messageId }) => messageId)).toEqual(['m1', 'm2'])
  })
})

describe('stopping', () => {
  it('waits for the update on its way, and sends nothing after it', async () => {
    const { keeper, chat, shown } = keep()
    const release = chat.hold()
    keeper.show(posted, card('one'), false)
    await soon(() => expect(shown()).toEqual(['one']))
    keeper.show(posted, card('two'), false)
    let isStopped = false
    const stopping = keeper.stop().then(() => {
      isStopped = true
    })
    await turns()
    expect(isStopped).toBe(false)
    release()
    await stopping
    expect(shown()).toEqual(['one'])
  })

  it('does not wait for a chat that asked for patience', async () => {
    const { keeper, chat, shown, forgotten } = keep()
    chat.refuse(refusal(3_600_000))
    keeper.show(posted, card('one'), true)
    await soon(() => expect(shown()).toEqual(['one']))
    await keeper.stop()
    expect(shown()).toEqual(['one'])
    // It is in the store still, for the next start.
    expect(forgotten).toEqual([])
  })
})

/** Whatever was going to happen without time or sockets has happened. */
async function turns() {
  for (let count = 0; count < 5; count++) await new Promise((resolve) => setImmediate(resolve))
}
