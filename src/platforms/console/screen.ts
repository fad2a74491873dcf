/** The terminal itself: lines come in one after the other, and what is printed never mixes with what is being typed. */
import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

export interface Screen {
  /** Prints whole lines, above the line that is being typed. */
  print(text: string): void
  /** The next line that is typed; null when there is none any more. */
  read(prompt: string): Promise<string | null>
  close(): void
}

export function openScreen(input: Readable, output: Writable): Screen {
  const isTerminal = 'isTTY' in output && output.isTTY === true
  const readline: Interface = createInterface({ input, output, terminal: isTerminal })
  const lines = readline[Symbol.asyncIterator]()
  let isTyping = false
  let isClosed = false
  readline.once('close', () => {
    isClosed = true
  })
  return {
    print(text) {
      if (isTerminal && isTyping) {
        cursorTo(output, 0)
        clearLine(output, 0)
      }
      output.write(`${text}\n`)
      if (isTerminal && isTyping && !isClosed) readline.prompt(true)
    },
    async read(prompt) {
      // A closed input may still have lines that were not read, but nobody to prompt.
      if (!isClosed) {
        readline.setPrompt(prompt)
        readline.prompt()
      }
      isTyping = true
      const line = await lines.next()
      isTyping = false
      return line.done ? null : line.value
    },
    close: () => readline.close(),
  }
}
