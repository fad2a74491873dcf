/** Calls of the sandbox's API, with the token of the page's address. The page knows and does nothing by any other way. */

/** What every answer has; `error` is a sentence, `known` what there is instead. */
export interface Answer {
  readonly ok: boolean
  readonly error?: string
  readonly known?: readonly string[]
}

const token = new URLSearchParams(location.search).get('token') ?? ''

/** The page's address has no token, or that of an earlier start. */
export class TokenRefused extends Error {}

/** Below `/sandbox/api/`. Rejects only when nothing answers, or with `TokenRefused`. */
export async function call<T extends object>(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  signal?: AbortSignal,
): Promise<Answer & Partial<T>> {
  const response = await fetch(`/sandbox/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  if (response.status === 401) throw new TokenRefused()
  return response.json()
}

/** A path with its query. */
export const withQuery = (path: string, query: Readonly<Record<string, string>>): string =>
  `${path}?${new URLSearchParams(query)}`
