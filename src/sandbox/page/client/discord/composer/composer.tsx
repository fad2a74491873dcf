/** The box to write into: Enter sends, Shift+Enter begins a line, and a slash opens the list of the app's commands. */
import { type KeyboardEvent, useId, useState } from 'react'
import { Button } from 'react-aria-components'
import { flushSync } from 'react-dom'
import { useActing } from '../../acting.tsx'
import { Icon } from '../../icon.tsx'
import { useActAloud } from '../use-act.ts'
import { useCommands } from '../use-commands.ts'
import { CommandLine } from './command-line.tsx'
import { findLeaves, firstFilled, type Leaf, readLine, toLeaves } from './commands.ts'
import { type Draft, setDraft, useDraft } from './drafts.ts'
import { composerId, focusComposer } from './focus.ts'
import { OfferList } from './offer-list.tsx'
import { useOfferKeys } from './use-offer-keys.ts'

interface ComposerProps {
  readonly channel: string
  /** `Message #general` */
  readonly label: string
  readonly onSent: () => void
}

export function Composer({ channel, label, onSent }: ComposerProps) {
  const { person } = useActing()
  const draft = useDraft(person.id, channel)
  const leaves = toLeaves(useCommands(channel))
  const leaf = leaves.find(({ name }) => name === draft.command?.name)
  const write = (next: Draft) => setDraft(person.id, channel, next)
  const begin = (chosen: Leaf, filled = firstFilled(chosen)) => {
    // The line must stand before it can have the focus.
    flushSync(() => write({ text: '', command: { name: chosen.name, filled } }))
    focusComposer()
  }
  if (leaf && draft.command) {
    return (
      <CommandLine
        key={leaf.name}
        channel={channel}
        leaf={leaf}
        filled={draft.command.filled}
        text={draft.text}
        onChange={(filled, text) => write({ text, command: { name: leaf.name, filled } })}
        onLeave={() => {
          flushSync(() => write({ text: '' }))
          focusComposer()
        }}
        onSent={() => {
          flushSync(() => write({ text: '' }))
          focusComposer()
          onSent()
        }}
      />
    )
  }
  const change = (text: string) => {
    const line = readLine(text, leaves)
    if (line) begin(line.leaf, line.filled)
    else write({ text })
  }
  return <TextLine {...{ channel, label, leaves, onSent }} text={draft.text} onChange={change} onBegin={begin} />
}

/** Puts a line into the channel's box as if it had been pasted. */
export function useBegin(channel: string): (line: string) => void {
  const { person } = useActing()
  const leaves = toLeaves(useCommands(channel))
  return (text) => {
    const line = readLine(text, leaves)
    const draft = line ? { text: '', command: { name: line.leaf.name, filled: line.filled } } : { text }
    flushSync(() => setDraft(person.id, channel, draft))
  }
}

interface TextLineProps extends ComposerProps {
  readonly leaves: readonly Leaf[]
  readonly text: string
  readonly onChange: (text: string) => void
  readonly onBegin: (leaf: Leaf) => void
}

function TextLine({ channel, label, leaves, text, onChange, onBegin, onSent }: TextLineProps) {
  const act = useActAloud()
  const { setNotice } = useActing()
  const listId = useId()
  const [isFocused, setFocused] = useState(false)
  const [isShut, setShut] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const found = text.startsWith('/') ? findLeaves(leaves, text) : []
  const offers =
    isFocused && !isShut
      ? found.map(({ name, description }) => ({
          id: name,
          label: `/${name}`,
          detail: description,
          icon: 'phone' as const,
        }))
      : []
  const take = ({ id }: { readonly id: string }) => {
    const leaf = leaves.find(({ name }) => name === id)
    if (leaf) onBegin(leaf)
  }
  const keys = useOfferKeys({ offers, typed: text, isFirstChosen: true, onTake: take, onShut: () => setShut(true) })
  const send = async () => {
    const said = text.trim()
    if (said === '' || isBusy) return
    if (said.startsWith('/')) {
      const [exact] = found.filter(({ name }) => `/${name}` === said)
      if (exact) onBegin(exact)
      else setNotice(`There is no command "${said}". A slash alone lists them all.`)
      return
    }
    setBusy(true)
    const { ok } = await act('say', { channel, text: said })
    setBusy(false)
    if (!ok) return
    onChange('')
    onSent()
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const isTold = keys.press(event.key, event.shiftKey) || (event.key === 'Enter' && !event.shiftKey)
    if (!isTold) return
    event.preventDefault()
    if (event.key === 'Enter' && offers[keys.chosen ?? -1] === undefined) void send()
  }
  return (
    <div className="dc-composer" aria-busy={isBusy}>
      <OfferList id={listId} heading="Commands" offers={offers} chosen={keys.chosen} onTake={take} />
      <div className="dc-line">
        <Button
          className="icon-button"
          aria-label="Use a command"
          onPress={() => {
            onChange('/')
            setShut(false)
            focusComposer()
          }}
        >
          <Icon name="add" />
        </Button>
        <textarea
          id={composerId}
          aria-label={label}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={offers.length > 0 ? listId : undefined}
          aria-activedescendant={keys.chosen === undefined ? undefined : `${listId}-${keys.chosen}`}
          placeholder={label}
          rows={1}
          autoComplete="off"
          enterKeyHint="send"
          value={text}
          onChange={({ target }) => {
            setShut(false)
            onChange(target.value)
          }}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onKeyDown={press}
        />
        <Button className="icon-button" aria-label="Send" isDisabled={text.trim() === '' || isBusy} onPress={send}>
          <Icon name="send" />
        </Button>
      </div>
    </div>
  )
}
