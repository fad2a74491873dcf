/** Radio buttons and checkboxes. */
import { Checkbox, CheckboxGroup, Radio, RadioGroup } from 'react-aria-components'
import { Icon } from '../../icon.tsx'
import { optionsToContent } from './element-content.ts'
import type { ChoiceElement, Option } from './element-shapes.ts'
import { TextView } from './slack-text.tsx'
import { ariaName, type ControlProps, nameOf, useChoice } from './use-choice.ts'

export function ChoicesView(props: ControlProps<ChoiceElement>) {
  const { element, isInvalid = false, isRequired = false } = props
  const { content, choose, isBusy, question } = useChoice(props)
  const common = {
    ...ariaName(nameOf(props, 'Choose')),
    className: 'choices',
    isInvalid,
    isRequired,
    isReadOnly: isBusy,
  }
  const take = (values: readonly string[]) =>
    choose(
      optionsToContent(
        element.type,
        element.options.filter(({ value }) => values.includes(value)),
      ),
    )
  if (element.type === 'radio_buttons') {
    return (
      <>
        <RadioGroup {...common} value={content.values[0] ?? null} onChange={(value) => take([value])}>
          {element.options.map((option) => (
            <Radio className="choice" key={option.value} value={option.value}>
              <span className="choice-mark is-round" />
              <OptionWords {...option} />
            </Radio>
          ))}
        </RadioGroup>
        {question}
      </>
    )
  }
  return (
    <>
      <CheckboxGroup {...common} value={[...content.values]} onChange={take}>
        {element.options.map((option) => (
          <Checkbox className="choice" key={option.value} value={option.value}>
            <span className="choice-mark">
              <Icon name="check" />
            </span>
            <OptionWords {...option} />
          </Checkbox>
        ))}
      </CheckboxGroup>
      {question}
    </>
  )
}

function OptionWords({ text, description }: Option) {
  return (
    <span className="choice-words">
      <TextView of={text} />
      {description && (
        <span className="option-description">
          <TextView of={description} />
        </span>
      )}
    </span>
  )
}
