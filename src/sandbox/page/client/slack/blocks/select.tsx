/** Menus to choose from, one entry or several: a control that shows what is chosen, and a list below it. */
import { useState } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { Icon } from '../../icon.tsx'
import { elementIdentity } from './block-marks.ts'
import { ControlButton } from './control-button.tsx'
import { type Content, holdsSeveral, optionsToContent, valuesToContent } from './element-content.ts'
import type { Option, SelectElement } from './element-shapes.ts'
import { plainToString } from './mrkdwn.ts'
import { OptionList } from './option-list.tsx'
import { type ControlProps, nameOf, useChoice } from './use-choice.ts'
import { chosenOptions, useKnownGroups } from './use-offered.ts'

export function SelectView(props: ControlProps<SelectElement>) {
  const { blockId, element, isField = false, isRequired = false, isInvalid = false } = props
  const { content, hold, choose, isBusy, question } = useChoice(props)
  const identity = elementIdentity(element)
  // Closes by itself when the message changes and another menu stands here.
  const [openFor, setOpenFor] = useState<string>()
  const [before, setBefore] = useState<Content>(content)
  const known = useKnownGroups(element)
  const chosen = chosenOptions(content.values, content.options, known ?? [])
  const isMulti = holdsSeveral(element.type)
  const placeholder = element.placeholder ? plainToString(element.placeholder) : placeholderOf(element.type)

  const toContent = (options: readonly Option[]) =>
    /static|external/.test(element.type)
      ? optionsToContent(element.type, options)
      : valuesToContent(
          element.type,
          options.map(({ value }) => value),
        )
  /** Several are chosen one by one in the open list; outside of a field the app is told once, when it closes. */
  const setOpen = (isOpen: boolean) => {
    setOpenFor(isOpen ? identity : undefined)
    if (isOpen) setBefore(content)
    else if (isMulti && !isField && content.values.join('\n') !== before.values.join('\n')) choose(content)
  }
  const take = (options: readonly Option[]) => {
    if (isMulti && !isField) return hold(toContent(options))
    choose(toContent(options))
    if (!isMulti) setOpenFor(undefined)
  }

  return (
    <div className="select">
      <DialogTrigger isOpen={openFor === identity} onOpenChange={setOpen}>
        <ControlButton {...nameOf(props, placeholder)} {...{ isBusy, isInvalid }} isEmpty={chosen.length === 0}>
          {chosen.length === 0 && placeholder}
          {chosen.map(({ value, text }) => (
            <span className={isMulti ? 'token' : 'only'} key={value}>
              {plainToString(text)}
              {isMulti && <span className="unseen">, </span>}
            </span>
          ))}
        </ControlButton>
        <Popover className="popover select-popover" placement="bottom start">
          <Dialog className="select-dialog" aria-label={placeholder}>
            <OptionList {...{ blockId, element, known, chosen, isMulti }} onTake={take} />
          </Dialog>
        </Popover>
      </DialogTrigger>
      {isField && !isRequired && chosen.length > 0 && (
        <Button className="slack-clear" aria-label="Clear" onPress={() => choose(toContent([]))}>
          <Icon name="close" />
        </Button>
      )}
      {question}
    </div>
  )
}

function placeholderOf(type: string): string {
  if (type.includes('users')) return type.startsWith('multi') ? 'Select users' : 'Select a user'
  if (type.includes('conversations')) return 'Select a conversation'
  if (type.includes('channels')) return 'Select a channel'
  return type.startsWith('multi') ? 'Select options' : 'Select an option'
}
