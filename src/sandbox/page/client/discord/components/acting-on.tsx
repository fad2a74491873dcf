/** Clicks on the components of one message: one at a time, and what is said below it when one came to nothing. */
import { createContext, type ReactNode, use, useMemo, useState } from 'react'
import { Icon } from '../../icon.tsx'
import type { Message } from '../shapes.ts'
import { useAct } from '../use-act.ts'

interface ActingOn {
  /** custom_id of what was clicked and is not answered yet. */
  readonly busy: string | undefined
  /** Another one after each edit of the message. */
  readonly version: string
  readonly click: (customId: string, values?: readonly string[]) => Promise<void>
}

const Context = createContext<ActingOn | null>(null)

export function ActingOnProvider({ message, children }: { readonly message: Message; readonly children: ReactNode }) {
  const act = useAct()
  const [busy, setBusy] = useState<string>()
  const [failure, setFailure] = useState('')
  const acting = useMemo(
    (): ActingOn => ({
      busy,
      version: message.edited_timestamp ?? '',
      async click(customId, values) {
        if (busy !== undefined) return
        setBusy(customId)
        setFailure('')
        const place = { message: { channel: message.channel_id, id: message.id } }
        const answer = await act('click', { ...place, action: customId, ...(values && { values }) })
        setBusy(undefined)
        if (!answer.ok) setFailure(answer.error || 'This interaction failed')
      },
    }),
    [act, busy, message],
  )
  return (
    <Context value={acting}>
      {children}
      {failure !== '' && (
        <p className="dc-failed" role="alert">
          <Icon name="alert" /> {failure}
        </p>
      )}
    </Context>
  )
}

export function useActingOn(): ActingOn {
  const acting = use(Context)
  if (!acting) throw new Error('used outside of its provider')
  return acting
}
