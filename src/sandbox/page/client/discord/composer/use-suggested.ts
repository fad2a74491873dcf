/** What the app suggests for an option that it completes itself, asked again as somebody types. */
import { useEffect, useState } from 'react'
import type { Choice } from '../components/choices.ts'
import { useAct } from '../use-act.ts'

interface Suggested {
  readonly line: string
  readonly choices: readonly Choice[] | undefined
}

const debounceMs = 200

/**
 * `line`: the command with the option at its end; null asks nothing. `note` stands where nothing is offered. While the next answer
 * is awaited the last one stays, so that the list does not flicker.
 */
export function useSuggested(
  channel: string,
  line: string | null,
): { readonly choices: readonly Choice[]; readonly note: string } {
  const act = useAct()
  const [suggested, setSuggested] = useState<Suggested>()
  useEffect(() => {
    if (line === null) {
      setSuggested(undefined)
      return
    }
    let isStale = false
    const timer = setTimeout(async () => {
      const answer = await act<{ choices: readonly { name: string; value: string | number }[] }>('autocomplete', {
        channel,
        text: line,
      })
      if (isStale) return
      const choices = answer.ok
        ? answer.choices?.map(({ name, value }) => ({ label: name, value: String(value) }))
        : undefined
      setSuggested({ line, choices })
    }, debounceMs)
    return () => {
      isStale = true
      clearTimeout(timer)
    }
  }, [act, channel, line])
  if (line === null) return { choices: [], note: '' }
  if (!suggested) return { choices: [], note: 'Loading …' }
  return {
    choices: suggested.choices ?? [],
    note: suggested.choices ? 'No options match your search.' : 'Loading options failed.',
  }
}
