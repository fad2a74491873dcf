/**
 * The value of a field beside which people of the chat can be chosen: what is typed and who is chosen are one text, in which the
 * chosen are mentions.
 */
import { isConfbotError } from '#core/errors.ts'
import type { Word } from '#core/word.ts'
import type { OptionFacts } from './define-command.ts'
import { textToWords, wordsToText } from './tokenize.ts'

const mention = /^<@!?([A-Za-z0-9_-]{1,40})>$/

export const isMention = (text: string): boolean => mention.test(text)

export interface TypedAndChosen {
  readonly typed: string
  readonly userIds: readonly string[]
}

export function splitPeople(value: string, people: NonNullable<OptionFacts['people']>): TypedAndChosen {
  const userIds: string[] = []
  const typed: Word[] = []
  // Who stood on both sides of a mention stays apart without it.
  let isApart = false
  for (const word of people === 'one' ? [{ text: value, quoted: false, afterComma: false }] : wordsOf(value)) {
    const userId = mention.exec(word.text)?.[1]
    if (userId === undefined) typed.push({ ...word, afterComma: word.afterComma || isApart })
    else userIds.push(userId)
    isApart = userId !== undefined
  }
  return { typed: userIds.length === 0 ? value : wordsToText(typed), userIds }
}

function wordsOf(value: string): readonly Word[] {
  try {
    return textToWords(value)
  } catch (error) {
    // What cannot be read is left as it was typed.
    if (isConfbotError(error, 'input.unterminated-quote')) return []
    throw error
  }
}

/** Commas mean something in a list (they let a number have spaces), so one is only added where there are some. */
export function joinPeople({ typed, userIds }: TypedAndChosen): string {
  const separator = /[,，、\n]/.test(typed) ? ', ' : ' '
  return [...(typed === '' ? [] : [typed]), ...userIds.map((userId) => `<@${userId}>`)].join(separator)
}
