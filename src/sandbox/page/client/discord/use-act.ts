/** Does something in the server as the acting person. What went wrong is in the answer, for whoever shows it in its place. */
import { useCallback } from 'react'
import { useActing } from '../acting.tsx'
import { type Answer, call } from '../api.ts'

/** `path` below `discord/`. Never rejects. */
export type Act = <T extends object>(path: string, body: object) => Promise<Answer & Partial<T>>

export function useAct(): Act {
  const { person } = useActing()
  return useCallback(
    async <T extends object>(path: string, body: object): Promise<Answer & Partial<T>> => {
      try {
        return await call<T>('POST', `discord/${path}`, { user: person.name, ...body })
      } catch {
        return { ok: false, error: 'The sandbox does not answer.' } as Answer & Partial<T>
      }
    },
    [person.name],
  )
}

/** The same, and tells on top of the page when it did not work. */
export function useActAloud(): Act {
  const act = useAct()
  const { setNotice } = useActing()
  return useCallback(
    async <T extends object>(path: string, body: object) => {
      setNotice('')
      const answer = await act<T>(path, body)
      if (!answer.ok) setNotice(answer.error ?? '')
      return answer
    },
    [act, setNotice],
  )
}
