/** A field of a modal: its label, what it is for, what is filled in, and what is wrong with it. */
import { useId } from 'react'
import { Checkbox, CheckboxGroup, Input, Radio, RadioGroup, TextArea, TextField } from 'react-aria-components'
import { Icon } from '../../icon.tsx'
import { selectToChoices } from '../components/choices.ts'
import { SelectBox } from '../components/select-box.tsx'
import { type InputComponent, kinds, type Label, type TextInput } from '../components/shapes.ts'
import { useDirectory } from '../directory.tsx'
import { isRequired, type Value } from './fields.ts'

interface ModalFieldProps {
  readonly field: Label
  readonly value: Value
  readonly problem: string | undefined
  readonly onChange: (value: Value) => void
}

export function ModalField({ field: { label, description, component }, value, problem, onChange }: ModalFieldProps) {
  const id = useId()
  const described = [description && `${id}-about`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined
  return (
    <div className="dc-field" data-invalid={problem !== undefined || undefined}>
      <div className="dc-field-label" id={`${id}-label`}>
        {label}
        {isRequired(component) && (
          <span className="dc-required">
            <span aria-hidden="true">*</span>
            <span className="unseen"> (required)</span>
          </span>
        )}
      </div>
      {description && (
        <div className="dc-field-about" id={`${id}-about`}>
          {description}
        </div>
      )}
      <FieldInput
        input={component}
        labelledBy={`${id}-label`}
        describedBy={described}
        value={value}
        isInvalid={problem !== undefined}
        onChange={onChange}
      />
      {problem !== undefined && (
        <p className="dc-problem" id={`${id}-problem`}>
          <Icon name="alert" /> {problem}
        </p>
      )}
    </div>
  )
}

interface FieldInputProps {
  readonly input: InputComponent
  readonly labelledBy: string
  readonly describedBy: string | undefined
  readonly value: Value
  readonly isInvalid: boolean
  readonly onChange: (value: Value) => void
}

function FieldInput({ input, labelledBy, describedBy, value, isInvalid, onChange }: FieldInputProps) {
  const { people, channels } = useDirectory()
  const naming = { 'aria-labelledby': labelledBy, ...(describedBy && { 'aria-describedby': describedBy }) }
  const text = typeof value === 'string' ? value : ''
  const several = Array.isArray(value) ? [...value] : []
  switch (input.type) {
    case kinds.textInput:
      return (
        <TextField
          {...naming}
          className="dc-text-field"
          autoComplete="off"
          validationBehavior="aria"
          isInvalid={isInvalid}
          isRequired={isRequired(input)}
          value={text}
          onChange={onChange}
        >
          <TypedInput input={input} />
          {input.max_length !== undefined && text.length > input.max_length * nearlyFull && (
            <span className="dc-count">{input.max_length - text.length}</span>
          )}
        </TextField>
      )
    case kinds.checkbox:
      return (
        <Checkbox {...naming} className="dc-tick" isSelected={value === true} onChange={onChange}>
          <TickMark />
        </Checkbox>
      )
    case kinds.radioGroup:
      return (
        <RadioGroup {...naming} className="dc-ticks" isInvalid={isInvalid} value={text || null} onChange={onChange}>
          {input.options.map((option) => (
            <Radio key={option.value} value={option.value} className="dc-tick">
              <span className="dc-tick-mark is-round" />
              <TickWords {...option} />
            </Radio>
          ))}
        </RadioGroup>
      )
    case kinds.checkboxGroup:
      return (
        <CheckboxGroup {...naming} className="dc-ticks" isInvalid={isInvalid} value={several} onChange={onChange}>
          {input.options.map((option) => (
            <Checkbox key={option.value} value={option.value} className="dc-tick">
              <TickMark />
              <TickWords {...option} />
            </Checkbox>
          ))}
        </CheckboxGroup>
      )
    default:
      return (
        <SelectBox
          labelledBy={labelledBy}
          describedBy={describedBy}
          placeholder={input.placeholder ?? 'Make a selection'}
          choices={selectToChoices(input, { people, channels })}
          chosen={several}
          min={isRequired(input) ? (input.min_values ?? 1) : 0}
          max={input.max_values ?? 1}
          isInvalid={isInvalid}
          onChoose={onChange}
        />
      )
  }
}

/** From this part of its length on a text says how much is left. */
const nearlyFull = 0.9
const shortLine = 1

const TypedInput = ({ input: { style, placeholder = '' } }: { readonly input: TextInput }) =>
  style === shortLine ? (
    <Input className="dc-input" placeholder={placeholder} />
  ) : (
    <TextArea className="dc-input" rows={4} placeholder={placeholder} />
  )

const TickMark = () => (
  <span className="dc-tick-mark">
    <Icon name="check" />
  </span>
)

const TickWords = ({ label, description }: { readonly label: string; readonly description?: string }) => (
  <span className="dc-choice-words">
    <span>{label}</span>
    {description && <span className="dc-choice-description">{description}</span>}
  </span>
)
