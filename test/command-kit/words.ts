/** Short ways to write words and to read options in tests. */
import type { Option, Word } from '#command-kit/define-command.ts'
import { problemOf } from '#command-kit/options/make-option.ts'
import { spanToString } from '#text/format.ts'

export const word = (text: string, rest: Partial<Word> = {}): Word => ({
  text,
  quoted: false,
  afterComma: false,
  ...rest,
})

/** The value, or what is wrong in words. */
export function readOption(option: Option, ...texts: string[]): unknown {
  const read = option.schema.safeParse(texts.map((text) => word(text)))
  return read.success ? read.data : spanToString(problemOf(read.error))
}
