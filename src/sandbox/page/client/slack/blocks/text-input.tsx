/** Fields for words, numbers, e-mail addresses and web addresses. */
import type { KeyboardEvent } from 'react'
import { Input, TextArea, TextField } from 'react-aria-components'
import { valuesToContent } from './element-content.ts'
import type { RichTextElement, TextElement } from './element-shapes.ts'
import { ariaName, type ControlProps, nameOf, useChoice } from './use-choice.ts'

const types = new Map<string, 'email' | 'url'>([
  ['email_text_input', 'email'],
  ['url_text_input', 'url'],
])
const lines = 4

export function TextInputView(props: ControlProps<TextElement | RichTextElement>) {
  const { element, isDispatching = false, isInvalid = false, isRequired = false, inputId } = props
  const { content, hold, choose, question } = useChoice(props)
  const { type } = element
  const isLong = type === 'rich_text_input' || (type === 'plain_text_input' && element.multiline === true)
  const triggers = ('dispatch_action_config' in element && element.dispatch_action_config?.trigger_actions_on) || [
    'on_enter_pressed',
  ]
  const typed = (text: string) => valuesToContent(type, text === '' ? [] : [text])
  const change = (text: string) =>
    isDispatching && triggers.includes('on_character_entered') ? choose(typed(text)) : hold(typed(text))
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || !isDispatching || !triggers.includes('on_enter_pressed')) return
    // Enter tells the app what stands here; it does not submit the form.
    event.preventDefault()
    choose(content)
  }
  const look = {
    placeholder: element.placeholder?.text ?? (isLong ? 'Write something' : ''),
    onKeyDown: press,
  }
  return (
    <>
      <TextField
        {...ariaName(nameOf(props, element.placeholder?.text ?? 'Text'))}
        {...(inputId && { id: inputId })}
        className="text-field"
        type={types.get(type) ?? 'text'}
        {...(type === 'number_input' && { inputMode: element.is_decimal_allowed ? 'decimal' : 'numeric' })}
        autoComplete="off"
        validationBehavior="aria"
        isRequired={isRequired}
        isInvalid={isInvalid}
        value={content.values[0] ?? ''}
        onChange={change}
      >
        {isLong ? (
          <TextArea className="slack-input" rows={lines} {...look} />
        ) : (
          <Input className="slack-input" {...look} />
        )}
      </TextField>
      {question}
    </>
  )
}
