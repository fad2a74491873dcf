/** Does what concerns nobody in the workspace (telephones, trouble, clock), and tells when it did not work. */
import { useActing } from './acting.tsx'
import { type Answer, call } from './api.ts'

export function useMeddle(): <T extends object>(path: string, body: object) => Promise<Answer & Partial<T>> {
  const { setNotice } = useActing()
  return async (path, body) => {
    setNotice('')
    try {
      const answer = await call('POST', path, body)
      if (!answer.ok) setNotice(answer.error ?? '')
      return answer
    } catch {
      setNotice('The sandbox does not answer.')
      return { ok: false }
    }
  }
}
