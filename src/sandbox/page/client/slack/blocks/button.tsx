/** Buttons, and those of them that lead somewhere too. */
import { Button, Link } from 'react-aria-components'
import { linkTarget } from '../../chat/link-target.ts'
import { useDial } from './dial.ts'
import type { ButtonElement } from './element-shapes.ts'
import { plainToString } from './mrkdwn.ts'
import { useAction } from './use-action.tsx'

interface ButtonViewProps {
  readonly blockId: string
  readonly element: ButtonElement
}

export function ButtonView({ blockId, element }: ButtonViewProps) {
  const { run, isBusy, question } = useAction(blockId, element)
  const dial = useDial()
  const target = element.url === undefined ? undefined : linkTarget(element.url)
  const look = {
    className: 'slack-button',
    'data-style': element.style,
    ...(element.accessibility_label && { 'aria-label': element.accessibility_label }),
  }
  const words = <span className="button-words">{plainToString(element.text)}</span>
  if (target?.kind === 'web') {
    return (
      <>
        <Link {...look} href={target.href} target="_blank" rel="noopener noreferrer" onPress={() => run()}>
          {words}
        </Link>
        {question}
      </>
    )
  }
  const press = () => {
    if (target) dial(target.number)
    run()
  }
  return (
    <>
      <Button {...look} data-busy={isBusy || undefined} onPress={press}>
        {words}
      </Button>
      {question}
    </>
  )
}
