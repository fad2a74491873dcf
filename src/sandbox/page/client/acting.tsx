/** Who sits at the keyboard, and what happens when this person does something. */
import { createContext, type ReactNode, use, useCallback, useState } from 'react'
import { type Answer, call } from './api.ts'
import { useChanges } from './changes.ts'
import type { Person, UserGroup } from './person.ts'
import { useLive } from './use-live.ts'

interface Acting {
  readonly person: Person
  readonly people: readonly Person[]
  readonly groups: readonly UserGroup[]
  /** By id or name. */
  readonly find: (idOrName: string) => Person | undefined
  readonly become: (id: string) => void
  /** Does it as this person (for calls below `slack/`), and tells when it did not work; the answer is for whoever needs it. */
  readonly act: <T extends object>(path: string, body: object) => Promise<Answer & Partial<T>>
  /** What went wrong last, in a sentence. */
  readonly notice: string
  readonly setNotice: (sentence: string) => void
}

const Context = createContext<Acting | null>(null)

export function ActingProvider({ children }: { readonly children: ReactNode }) {
  const { people = [], groups = [] } =
    useLive<{ people: readonly Person[]; groups: readonly UserGroup[] }>('slack/people') ?? {}
  const [userId, setUserId] = useState('U0ALICE')
  const [notice, setNotice] = useState('')
  const { lost } = useChanges()
  const person = people.find(({ id }) => id === userId)
  const act: Acting['act'] = useCallback(
    async (path, body) => {
      setNotice('')
      try {
        const answer = await call('POST', path, path.startsWith('slack/') ? { user: userId, ...body } : body)
        if (!answer.ok) setNotice(answerToSentence(answer))
        return answer
      } catch {
        setNotice('The sandbox does not answer.')
        return { ok: false }
      }
    },
    [userId],
  )
  if (!person)
    return (
      <p className="waiting" role="status">
        {lost || 'The sandbox is asked who is there …'}
      </p>
    )
  const find = (idOrName: string) => people.find(({ id, name }) => id === idOrName || name === idOrName)
  return (
    <Context value={{ person, people, groups, find, become: setUserId, act, notice, setNotice }}>{children}</Context>
  )
}

export function useActing(): Acting {
  const acting = use(Context)
  if (!acting) throw new Error('used outside of its provider')
  return acting
}

/** Slack's own errors as its client words them; what the API says otherwise is a sentence already. */
const slackSentences: Readonly<Record<string, string>> = {
  operation_timeout: 'The app did not answer within three seconds (operation_timeout).',
  dispatch_failed: 'The app could not be reached (dispatch_failed).',
  invalid_response: 'We had some trouble connecting. Try again?',
  invalid_input: 'Something in the form is missing or not allowed.',
  not_supported_in_threads: 'Slash commands do not work in threads. Mention @confbot instead.',
  not_in_channel: 'You are not in this channel.',
  is_archived: 'This channel is archived.',
}

function answerToSentence({ error = '', known = [] }: Answer): string {
  return `${slackSentences[error] ?? error}${known.length > 0 ? ` There is: ${known.join(', ')}.` : ''}`
}
