/** A small round button that is an icon alone, and says its name to whoever points at it or cannot see it. */
import { Button, ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components'
import { Icon, type IconName } from '../icon.tsx'

interface ActionProps {
  readonly icon: IconName
  /** What it does, short. */
  readonly name: string
  /** To whom: what screen readers add. */
  readonly of: string
  readonly kind?: 'plain' | 'bad'
}

export function Action({ icon, name, of, kind = 'plain', onPress }: ActionProps & { readonly onPress?: () => void }) {
  return (
    <TooltipTrigger delay={500}>
      <Button
        className={`icon-button${kind === 'bad' ? ' icon-button-bad' : ''}`}
        aria-label={`${name}: ${of}`}
        {...(onPress && { onPress })}
      >
        <Icon name={icon} />
      </Button>
      <Tooltip className="phone-tip">{name}</Tooltip>
    </TooltipTrigger>
  )
}

interface ActionSwitchProps extends ActionProps {
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly shouldFocus?: boolean
}

export function ActionSwitch({ icon, name, of, isOn, onChange, shouldFocus = false }: ActionSwitchProps) {
  return (
    <TooltipTrigger delay={500}>
      <ToggleButton
        className="icon-button"
        aria-label={`${name}: ${of}`}
        autoFocus={shouldFocus}
        isSelected={isOn}
        onChange={onChange}
      >
        <Icon name={icon} />
      </ToggleButton>
      <Tooltip className="phone-tip">{name}</Tooltip>
    </TooltipTrigger>
  )
}
