/** One telephone that is in a room or being rung into it, and what the person at it can do. */
import { useRef, useState } from 'react'
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components'
import { Icon } from '../icon.tsx'
import { useMeddle } from '../use-meddle.ts'
import { Action, ActionSwitch } from './action.tsx'
import { lineToName } from './announcement.ts'
import { Lasting } from './lasting.tsx'
import { LineKeypad } from './line-keypad.tsx'
import { groupNumber } from './number.ts'
import type { Line, Pbx } from './shapes.ts'
import { useFocusHeir } from './use-focus-heir.ts'

export function LineRow({ pbx, line }: { readonly pbx: Pbx; readonly line: Line }) {
  const meddle = useMeddle()
  const { id: leg, state, talking, muted } = line
  const name = lineToName(line)
  const isRinging = state === 'ringing'
  const row = useRef<HTMLLIElement>(null)
  useFocusHeir(row)
  /** The button is gone with the answer, and what comes in its place takes the focus. */
  const [isAnswered, setIsAnswered] = useState(false)
  const does = (what: string, more: object = {}) => void meddle(`pbx/${pbx.name}/${what}`, { leg, ...more })
  return (
    <li ref={row} className="line" data-state={state} data-talking={talking && !muted} data-muted={muted}>
      <span className="line-phone">
        <Icon name="phone" />
      </span>
      <div className="line-who">
        <span className="line-name">{name}</span>
        {line.chairman && (
          <span className="line-chair">
            <Icon name="crown" />
            Chair
          </span>
        )}
        {line.moderator && (
          <span className="line-chair">
            <Icon name="crown" />
            Moderator
          </span>
        )}
        <span className="line-facts">
          {line.name !== null && line.number !== null && (
            <span className="line-number">{groupNumber(line.number)}</span>
          )}
          <span className="line-way">{line.direction === 'in' ? 'rang in' : 'invited'}</span>
          <LineState line={line} />
        </span>
      </div>
      <div className="line-acts">
        {isRinging ? (
          <>
            <Button
              className="small-button small-button-good"
              aria-label={`Answer: ${name}`}
              onPress={() => {
                setIsAnswered(true)
                does('answer')
              }}
            >
              <Icon name="phone" />
              Answer
            </Button>
            <Action icon="hang-up" name="Decline" of={name} kind="bad" onPress={() => does('hangup')} />
          </>
        ) : (
          <>
            <ActionSwitch
              icon="unmuted"
              name={talking ? 'Stop talking' : 'Talk'}
              of={name}
              isOn={talking}
              shouldFocus={isAnswered}
              onChange={(on) => does('talk', { on })}
            />
            <LineKeypad name={name} keys={line.keys} onKey={(digits) => does('key', { digits })} />
            <Action icon="hang-up" name="Hang up" of={name} kind="bad" onPress={() => does('hangup')} />
          </>
        )}
        <MenuTrigger>
          <Action icon="more" name="At the PBX’s console" of={name} />
          <Popover className="popover" placement="bottom end">
            <Menu className="menu">
              <MenuSection>
                <Header className="menu-head">At the PBX’s console</Header>
                {!isRinging && pbx.console.includes('mute') && (
                  <MenuItem className="menu-item" onAction={() => does('mute', { on: !muted })}>
                    <Icon name={muted ? 'unmuted' : 'muted'} />
                    {muted ? 'Unmute' : 'Mute'}
                  </MenuItem>
                )}
                <MenuItem className="menu-item" onAction={() => does('kick')}>
                  <Icon name="hang-up" />
                  {isRinging ? 'Call it off' : 'Put out of the room'}
                </MenuItem>
              </MenuSection>
            </Menu>
          </Popover>
        </MenuTrigger>
      </div>
    </li>
  )
}

function LineState({ line: { state, since, talking, muted } }: { readonly line: Line }) {
  if (state === 'ringing') {
    return (
      <span className="line-state">
        Rings <Lasting since={since} />
      </span>
    )
  }
  const said = muted ? (talking ? 'Talks muted' : 'Muted') : talking ? 'Talks' : ''
  return (
    <>
      <Lasting since={since} />
      {said !== '' && (
        <span className="line-state">
          {muted && <Icon name="muted" />}
          {said}
          {talking && !muted && <Level />}
        </span>
      )}
    </>
  )
}

function Level() {
  return (
    <span className="level" aria-hidden="true">
      <span />
      <span />
      <span />
      <span />
    </span>
  )
}
