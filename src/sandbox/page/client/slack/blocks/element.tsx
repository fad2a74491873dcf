/** An interactive element of any kind. */
import { ButtonView } from './button.tsx'
import { ChoicesView } from './choices.tsx'
import type { Element, InputElement } from './element-shapes.ts'
import { Unsupported } from './inline.tsx'
import { OverflowView } from './overflow.tsx'
import { PickerView } from './pickers.tsx'
import { SelectView } from './select.tsx'
import { TextInputView } from './text-input.tsx'
import type { ControlProps } from './use-choice.ts'

type ElementViewProps = Omit<ControlProps, 'element'> & { readonly element: Element | InputElement }

export function ElementView({ element, ...props }: ElementViewProps) {
  switch (element.type) {
    case 'button':
      return <ButtonView blockId={props.blockId} element={element} />
    case 'overflow':
      return <OverflowView blockId={props.blockId} element={element} label={props.label ?? ''} />
    case 'static_select':
    case 'multi_static_select':
    case 'external_select':
    case 'multi_external_select':
    case 'users_select':
    case 'multi_users_select':
    case 'conversations_select':
    case 'multi_conversations_select':
    case 'channels_select':
    case 'multi_channels_select':
      return <SelectView {...props} element={element} />
    case 'radio_buttons':
    case 'checkboxes':
      return <ChoicesView {...props} element={element} />
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <PickerView {...props} element={element} />
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
    case 'rich_text_input':
      return <TextInputView {...props} element={element} />
    default:
      return <Unsupported kind={element} />
  }
}
