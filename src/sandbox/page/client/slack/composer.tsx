/** The box to write into: Enter sends, Shift+Enter begins a line, the arrow up brings back what was sent before. */
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { useActing } from '../acting.tsx'
import { ComposerTools } from './composer-tools.tsx'
import { useDirectory } from './directory.tsx'
import { draftKey, drafts, rememberSent, setDraft, useSent } from './drafts.ts'
import { type Suggestion, suggest } from './suggest.ts'
import { SuggestionList } from './suggestion-list.tsx'
import { useSend } from './use-send.ts'
import { useSlackApp } from './use-slack-app.ts'

interface ComposerProps {
  /** Id or `@name`. */
  readonly channel: string
  /** ts of the thread's first message. */
  readonly thread?: string
  readonly label: string
  readonly isFocusedFirst?: boolean
  readonly onSent?: () => void
}

/** The text box of a conversation, for whoever types into it. */
const composerId = (thread?: string): string => (thread === undefined ? 'composer' : 'composer-in-thread')

/** Does nothing where nobody can write. */
export const focusComposer = (thread?: string): void => document.getElementById(composerId(thread))?.focus()

export function Composer({ channel, thread, label, isFocusedFirst = false, onSent }: ComposerProps) {
  const { person, people, groups } = useActing()
  const { channels } = useDirectory()
  const { commands } = useSlackApp()
  const listId = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const key = draftKey(person.id, channel, thread)
  const text = drafts.use()[key] ?? ''
  const earlier = useSent(person.id)
  const { send, isSending } = useSend({ channel, thread })
  const [caret, setCaret] = useState(text.length)
  const [isShut, setShut] = useState(false)
  const [isFocused, setFocused] = useState(false)
  /** Undefined: nobody has moved to one. */
  const [moved, setMoved] = useState<number>()
  /** How many lines back in what was sent; -1: in none. */
  const [back, setBack] = useState(-1)
  const nextCaret = useRef<number>(undefined)

  const named = channels.filter(({ kind }) => kind === 'public' || kind === 'private').map(({ name }) => name)
  const found =
    isFocused && !isShut ? suggest(text, caret, { commands, people, groups, channels: named, earlier }) : null
  const chosen = found ? (moved ?? (found.isFirstChosen ? 0 : undefined)) : undefined

  useLayoutEffect(() => {
    if (nextCaret.current === undefined) return
    box.current?.setSelectionRange(nextCaret.current, nextCaret.current)
    nextCaret.current = undefined
  })

  const change = (next: string, at: number) => {
    setDraft(key, next)
    setCaret(at)
    setShut(false)
    setMoved(undefined)
  }
  const write = (next: string, at = next.length) => {
    nextCaret.current = at
    change(next, at)
    box.current?.focus()
  }
  const take = ({ insert }: Suggestion) => {
    if (!found) return
    const after = text.slice(found.to)
    const joined = insert.endsWith(' ') && after.startsWith(' ') ? insert.trimEnd() : insert
    write(text.slice(0, found.from) + joined + after, found.from + insert.length)
  }
  const submit = async () => {
    setShut(true)
    const line = text.trimEnd()
    if (line === '' || !(await send(line))) return
    rememberSent(person.id, line)
    onSent?.()
    setBack(-1)
    if (drafts.get()[key] === text) change('', 0)
  }
  const recall = (step: 1 | -1) => {
    const at = back + step
    const line = at === -1 ? '' : earlier[at]
    if (line === undefined) return
    setBack(at)
    write(line)
    setShut(true)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const { key: pressed, shiftKey, nativeEvent } = event
    if (nativeEvent.isComposing) return
    const isTold = onSuggestionKey(pressed, shiftKey) || onOwnKey(pressed, shiftKey)
    if (isTold) event.preventDefault()
  }
  const onSuggestionKey = (pressed: string, shiftKey: boolean): boolean => {
    if (!found || shiftKey) return false
    const count = found.items.length
    if (pressed === 'ArrowDown') setMoved(((chosen ?? -1) + 1) % count)
    else if (pressed === 'ArrowUp') setMoved(((chosen ?? 0) - 1 + count) % count)
    else if (pressed === 'Escape') setShut(true)
    else {
      const taken = found.items[pressed === 'Tab' ? (chosen ?? 0) : pressed === 'Enter' ? (chosen ?? -1) : -1]
      if (!taken) return false
      take(taken)
    }
    return true
  }
  const onOwnKey = (pressed: string, shiftKey: boolean): boolean => {
    const isRecalled = text === '' || (back >= 0 && text === earlier[back])
    if (pressed === 'Enter' && !shiftKey) void submit()
    else if (pressed === 'ArrowUp' && isRecalled) recall(1)
    else if (pressed === 'ArrowDown' && isRecalled && back >= 0) recall(-1)
    else return false
    return true
  }

  return (
    <div className="composer" aria-busy={isSending}>
      <SuggestionList id={listId} found={found} chosen={chosen} onTake={take} />
      <textarea
        ref={box}
        id={composerId(thread)}
        // biome-ignore lint/a11y/noAutofocus: a thread is opened to be answered
        autoFocus={isFocusedFirst}
        aria-label={label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={found ? listId : undefined}
        aria-activedescendant={chosen === undefined ? undefined : `${listId}-${chosen}`}
        placeholder={label}
        rows={1}
        autoComplete="off"
        enterKeyHint="send"
        value={text}
        onChange={({ target }) => change(target.value, target.selectionStart)}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onKeyDown={onKeyDown}
      />
      <ComposerTools
        channel={channel}
        canCommand={thread === undefined}
        canSend={text.trim() !== '' && !isSending}
        onInsert={(mark) => write(`${text}${mark === '@' && text !== '' && !text.endsWith(' ') ? ' ' : ''}${mark}`)}
        onSend={submit}
      />
    </div>
  )
}
