/** A command that is being filled in: its name, a chip for each option with what stands in it, and the options that may be added. */
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { useActing } from '../../acting.tsx'
import { Icon } from '../../icon.tsx'
import { useDirectory } from '../directory.tsx'
import { addFailure } from '../failures.ts'
import type { CommandOption } from '../shapes.ts'
import { useAct } from '../use-act.ts'
import { addable, type Filled, type Leaf, missing, takeName, toLine } from './commands.ts'
import { composerId } from './focus.ts'
import { type Offer, OfferList } from './offer-list.tsx'
import { offersFor, optionToChoices } from './option-offers.ts'
import { useOfferKeys } from './use-offer-keys.ts'
import { useSuggested } from './use-suggested.ts'

/** `option`: which the client itself refused; `delivery`: that it was sent. */
interface Refused {
  readonly option: string
  readonly delivery: string
}

interface CommandLineProps {
  readonly channel: string
  readonly leaf: Leaf
  readonly filled: readonly Filled[]
  /** What stands behind the chips: the beginning of an option's name. */
  readonly text: string
  readonly onChange: (filled: readonly Filled[], text: string) => void
  readonly onLeave: () => void
  readonly onSent: () => void
}

/** The place behind the chips, among the options' names, of which none is empty. */
const atEnd = ''

export function CommandLine({ channel, leaf, filled, text, onChange, onLeave, onSent }: CommandLineProps) {
  const act = useAct()
  const { person } = useActing()
  const { people, channels } = useDirectory()
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState<string>()
  const [isShut, setShut] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [wrong, setWrong] = useState('')
  const nextFocus = useRef<string>(undefined)

  const chip = filled.find(({ name }) => name === focused)
  const option = leaf.options.find(({ name }) => name === focused)
  const choices = option && optionToChoices(option, { people, channels })
  const isAsked = option?.autocomplete === true && chip !== undefined
  const suggested = useSuggested(channel, isAsked && !isShut ? toLine(leaf, filled, chip) : null)
  const offered =
    focused === atEnd
      ? addable(leaf, filled, text).map(optionToOffer)
      : chip
        ? (choices ? offersFor(choices, chip.text) : suggested.choices).map(({ value, label, description, face }) => ({
            id: value,
            label,
            detail: description,
            face,
          }))
        : []
  const offers = isShut ? [] : offered

  useLayoutEffect(() => {
    if (nextFocus.current === undefined) return
    focusField(box.current, nextFocus.current)
    nextFocus.current = undefined
  })
  // What must be filled in comes first.
  useEffect(() => {
    focusField(box.current, box.current?.querySelector<HTMLInputElement>('input[value=""]')?.dataset.field ?? atEnd)
  }, [])

  const set = (name: string, next: Partial<Filled>) => {
    setShut(false)
    setWrong('')
    onChange(
      filled.map((one) => (one.name === name ? { name, text: one.text, ...next } : one)),
      text,
    )
  }
  const goBehind = (name: string) => {
    const next = filled[filled.findIndex((one) => one.name === name) + 1]
    nextFocus.current = next?.name ?? atEnd
  }
  const add = (name: string, before = filled) => {
    nextFocus.current = name
    onChange([...before, { name, text: '' }], '')
  }
  /** A further option can be named in the middle of it, as `who:`. */
  const typeInto = (name: string, typed: string) => {
    const named = takeName(leaf, filled, typed)
    if (named)
      add(
        named.name,
        filled.map((one) => (one.name === name ? { name, text: named.before } : one)),
      )
    else set(name, { text: typed })
  }
  const typeBehind = (typed: string) => {
    const named = takeName(leaf, filled, typed)
    setShut(false)
    setWrong('')
    if (named?.before === '') add(named.name)
    else onChange(filled, typed)
  }
  const take = (offer: Offer) => {
    if (focused === undefined) return
    if (focused === atEnd) return add(offer.id)
    set(focused, { text: offer.label, value: offer.id })
    goBehind(focused)
  }
  const keys = useOfferKeys({
    offers,
    typed: `${focused} ${focused === atEnd ? text : (chip?.text ?? '')}`,
    isFirstChosen: focused === atEnd ? text !== '' : choices !== undefined && chip?.value === undefined,
    onTake: take,
    onShut: () => setShut(true),
  })

  const send = async () => {
    if (isBusy) return
    const [first] = missing(leaf, filled)
    if (first !== undefined) {
      setWrong(`${first} is required. Specify a value.`)
      focusField(box.current, first)
      return
    }
    if (text.trim() !== '') {
      setWrong(`There is no option "${text.trim()}" here.`)
      return
    }
    setBusy(true)
    setWrong('')
    const answer = await act<Refused>('command', { channel, text: toLine(leaf, filled) })
    setBusy(false)
    const { ok, error = '', option: refused, delivery } = answer
    // What was never sent is about what was typed.
    if (!ok && delivery === undefined) {
      setWrong(refused === undefined ? error : `${refused}: ${error}`)
      focusField(box.current, refused ?? atEnd)
      return
    }
    if (!ok) addFailure({ person: person.id, channel, command: `/${leaf.name}`, sentence: error })
    onSent()
  }
  /** Out of an empty field to what stands in front of it. */
  const goBack = (name: string) => {
    const at = name === atEnd ? filled.length : filled.findIndex((one) => one.name === name)
    const before = filled[at - 1]?.name
    const isRequired = leaf.options.some((one) => one.name === name && one.required)
    if (before === undefined && (name === atEnd || isRequired)) return onLeave()
    nextFocus.current = before ?? atEnd
    onChange(isRequired ? filled : filled.filter((one) => one.name !== name), text)
  }
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const { target, key, shiftKey, nativeEvent } = event
    if (nativeEvent.isComposing || !(target instanceof HTMLInputElement)) return
    if (keys.press(key, shiftKey)) event.preventDefault()
    else if (key === 'Enter') {
      event.preventDefault()
      void send()
    } else if (key === 'Escape') onLeave()
    else if (key === 'Backspace' && target.value === '') {
      event.preventDefault()
      goBack(focused ?? atEnd)
    }
  }
  const field = (name: string) => ({
    'data-field': name,
    autoComplete: 'off',
    role: 'combobox',
    'aria-expanded': focused === name && offers.length > 0,
    'aria-autocomplete': 'list' as const,
    'aria-controls': focused === name && offers.length > 0 ? `${id}-list` : undefined,
    'aria-activedescendant': focused === name && keys.chosen !== undefined ? `${id}-list-${keys.chosen}` : undefined,
    'aria-describedby': `${id}-about`,
    onFocus: () => {
      setFocused(name)
      setShut(false)
    },
    onBlur: () => setFocused((before) => (before === name ? undefined : before)),
  })
  const rest = addable(leaf, filled, '').length

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of the fields in it
    <div className="dc-composer is-command" ref={box} aria-busy={isBusy} onKeyDown={press}>
      <OfferList
        id={`${id}-list`}
        heading={option ? option.name : 'Options'}
        offers={offers}
        chosen={keys.chosen}
        onTake={take}
      />
      <p
        className="dc-about"
        id={`${id}-about`}
        data-wrong={wrong !== '' || undefined}
        role={wrong ? 'alert' : undefined}
      >
        {wrong || <About leaf={leaf} option={option} note={isAsked && offers.length === 0 ? suggested.note : ''} />}
      </p>
      <div className="dc-line">
        <div className="dc-chips">
          <span className="dc-command">/{leaf.name}</span>
          {filled.map(({ name, text: typed }, index) => (
            <label className="dc-chip" key={name}>
              <span>{name}</span>
              <input
                {...field(name)}
                {...(index === 0 && { id: composerId })}
                value={typed}
                onChange={({ target }) => typeInto(name, target.value)}
              />
            </label>
          ))}
          <input
            {...field(atEnd)}
            {...(filled.length === 0 && { id: composerId })}
            className="dc-end"
            aria-label={rest > 0 ? `Add an option, ${rest} more` : 'End of the command'}
            placeholder={rest > 0 ? `+${rest} optional` : ''}
            value={text}
            onChange={({ target }) => typeBehind(target.value)}
          />
        </div>
        <Button className="icon-button" aria-label="Leave the command" onPress={onLeave}>
          <Icon name="close" />
        </Button>
        <Button className="icon-button" aria-label="Send" isDisabled={isBusy} onPress={send}>
          <Icon name="send" />
        </Button>
      </div>
    </div>
  )
}

interface AboutProps {
  readonly leaf: Leaf
  readonly option: CommandOption | undefined
  readonly note: string
}

/** What the option is for, or the command. */
const About = ({ leaf, option, note }: AboutProps) => (
  <>
    <b>{option?.name ?? `/${leaf.name}`}</b> {option?.description ?? leaf.description}
    {note !== '' && <span className="dc-about-note"> {note}</span>}
  </>
)

const optionToOffer = ({ name, description }: CommandOption): Offer => ({ id: name, label: name, detail: description })

/** Its text is selected, so that typing replaces it. */
function focusField(box: HTMLElement | null, name: string): void {
  const field = [...(box?.querySelectorAll('input') ?? [])].find(({ dataset }) => dataset.field === name)
  field?.focus()
  field?.select()
}
