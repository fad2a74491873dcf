/** The menu behind three dots. */
import { useState } from 'react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { linkTarget } from '../../chat/link-target.ts'
import { Icon } from '../../icon.tsx'
import { elementIdentity } from './block-marks.ts'
import type { OverflowElement } from './element-shapes.ts'
import { plainToString } from './mrkdwn.ts'
import { useAction } from './use-action.tsx'

interface OverflowViewProps {
  readonly blockId: string
  readonly element: OverflowElement
  /** What the entries are about. */
  readonly label: string
}

export function OverflowView({ blockId, element, label }: OverflowViewProps) {
  const { run, isBusy, question } = useAction(blockId, element)
  const identity = elementIdentity(element)
  // Closes by itself when the message changes and another menu stands here.
  const [openFor, setOpenFor] = useState<string>()
  return (
    <>
      <MenuTrigger isOpen={openFor === identity} onOpenChange={(isOpen) => setOpenFor(isOpen ? identity : undefined)}>
        <Button
          className="slack-button is-icon"
          data-busy={isBusy || undefined}
          aria-label={label ? `Actions for ${label}` : 'Further actions'}
        >
          <Icon name="more" />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" onAction={(key) => run(String(key))}>
            {element.options.map(({ text, value, description, url }) => (
              <MenuItem className="menu-item option" key={value} id={value} textValue={text.text} {...linkProps(url)}>
                <span className="option-words">
                  {plainToString(text)}
                  {description && <span className="option-description">{plainToString(description)}</span>}
                </span>
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      {question}
    </>
  )
}

function linkProps(url: string | undefined) {
  const target = url === undefined ? undefined : linkTarget(url)
  return target?.kind === 'web' ? { href: target.href, target: '_blank', rel: 'noopener noreferrer' } : {}
}
