/** A card says and offers the same on Slack and on Discord, however differently it is drawn. */
import { describe, expect, it } from 'vitest'
import { encodeAction } from '#command-kit/action-ref.ts'
import { renderCard as renderForDiscord } from '#platforms/discord/render-card.ts'
import { renderCard as renderForSlack } from '#platforms/slack/render-card.ts'
import { drawnActions as actionsOnDiscord } from '#test/support/drawn-discord.ts'
import { drawnActions as actionsOnSlack } from '#test/support/drawn-slack.ts'
import { type ActionRef, type Card, card, list } from '#view/card.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import { shownWords as wordsOnDiscord } from '../platforms/discord/component-rules.ts'
import { shownWords as wordsOnSlack } from '../platforms/slack/block-kit-rules.ts'
import { gallery } from './card-gallery.ts'

/** Larger than a message of either holds, or drawn to be so. */
const isTooLarge = (key: string) => /at length|overflowing|ten thousand|agenda of weeks|ideographs/.test(key)
const cards = Object.entries(gallery).filter(([key]) => !isTooLarge(key))

const dateToken = /<!date\^\d+\^[^|]*\|([^>]*)>/g
const between = /[^\p{L}\p{N}…]+|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u
/** Those that were cut are no words. */
const wordsOf = (text: string): Set<string> =>
  new Set(
    text
      .replace(dateToken, '$1')
      .toLowerCase()
      .split(between)
      .filter((word) => word !== '' && !word.includes('…')),
  )
const missing = (from: ReadonlySet<string>, words: ReadonlySet<string>) => [...words].filter((word) => !from.has(word))

const onSlack = (shown: Card) => wordsOf(wordsOnSlack(renderForSlack(shown).blocks))
/** Which of several selects holds which rows is not of the card. */
const onDiscord = (shown: Card) => wordsOf(wordsOnDiscord(renderForDiscord(shown)).replace(/\(\d+–\d+\)/g, ''))

/** What only Discord needs to say: over its selects. */
const ownWords = 'Choose one to act on, More'

/** The commands behind all that can be pressed or chosen, and behind the rows that are opened for that. */
function offeredOnDiscord(shown: Card): ReadonlySet<string> {
  const rows = shown.nodes.flatMap((node) => (node.kind === 'list' ? node.rows : []))
  const opened = rows.filter(({ opens }) => opens).map((row) => card('alone', list([row])))
  return new Set([shown, ...opened].flatMap((one) => actionsOnDiscord(one).map(plainly)))
}

/** Whether the platform's own dialog asked first does not matter. */
const plainly = ({ path, input, asForm }: ActionRef): string => encodeAction({ path, input, ...(asForm && { asForm }) })

describe.each(cards)('%s', (_, shown) => {
  it('says on Discord what it says on Slack', () => {
    expect(missing(onDiscord(shown), onSlack(shown))).toEqual([])
  })

  it('says on Discord nothing else', () => {
    const known = wordsOf(`${cardToPlainText(shown, { language: 'en' })} ${ownWords}`)
    expect(missing(new Set([...onSlack(shown), ...known]), onDiscord(shown))).toEqual([])
  })

  it('offers on Discord what it offers on Slack', () => {
    expect(missing(offeredOnDiscord(shown), new Set(actionsOnSlack(shown).map(plainly)))).toEqual([])
  })
})
