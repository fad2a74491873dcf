/** What a menu offers at the moment: its own options, people, conversations, or what the app suggests for the letters that are typed. */
import { useEffect, useMemo, useState } from 'react'
import { useActing } from '../../acting.tsx'
import { useDirectory } from '../directory.tsx'
import type { Option, SelectElement } from './element-shapes.ts'
import { useHolding } from './holding.tsx'
import {
  channelToOption,
  filterGroups,
  isOffered,
  type OfferedGroup,
  personToOption,
  toGroups,
} from './offered-options.ts'

interface Offered {
  readonly groups: readonly OfferedGroup[]
  /** Stands where nothing is offered. */
  readonly note: string
  readonly isWaiting: boolean
}

/** All that Slack itself knows of; undefined for menus that the app fills. */
export function useKnownGroups(element: SelectElement): readonly OfferedGroup[] | undefined {
  const { people } = useActing()
  const { channels, channelName } = useDirectory()
  return useMemo(() => {
    switch (element.type) {
      case 'static_select':
      case 'multi_static_select':
        return toGroups(element)
      case 'users_select':
      case 'multi_users_select':
        return toGroups({ options: people.map(personToOption) })
      case 'external_select':
      case 'multi_external_select':
        return undefined
      default: {
        const isBot = (id: string) => people.some((one) => one.id === id && one.isBot)
        const offered = channels.filter((channel) => isOffered(element, channel, isBot))
        return toGroups({ options: offered.map((channel) => channelToOption(channel, channelName)) })
      }
    }
  }, [element, people, channels, channelName])
}

/** Slack asks the app only from so many letters on, unless the menu says otherwise. */
const defaultMinQuery = 3
const debounceMs = 250

export function useOffered(
  blockId: string,
  element: SelectElement,
  known: readonly OfferedGroup[] | undefined,
  typed: string,
): Offered {
  const { suggest } = useHolding()
  const [suggested, setSuggested] = useState<{ typed: string; groups: readonly OfferedGroup[] | undefined }>()
  const minQuery = 'min_query_length' in element ? (element.min_query_length ?? defaultMinQuery) : defaultMinQuery
  const isTooShort = typed.length < minQuery
  const isAsked = !known && !isTooShort

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for other letters alone, not for each version of the message
  useEffect(() => {
    if (!isAsked || (element.type !== 'external_select' && element.type !== 'multi_external_select')) return
    let isStale = false
    const timer = setTimeout(
      async () => {
        const answer = await suggest(blockId, element, typed)
        if (!isStale) setSuggested({ typed, groups: answer && toGroups(answer) })
      },
      typed === '' ? 0 : debounceMs,
    )
    return () => {
      isStale = true
      clearTimeout(timer)
    }
  }, [isAsked, typed, element.action_id])

  if (known) return { groups: filterGroups(known, typed), note: 'No results', isWaiting: false }
  if (isTooShort) {
    const rest = minQuery - typed.length
    return { groups: [], note: `Type ${rest} more letter${rest === 1 ? '' : 's'}`, isWaiting: false }
  }
  // While the next answer is awaited the last one stays, so that the list does not flicker.
  const isWaiting = suggested?.typed !== typed
  if (!suggested) return { groups: [], note: 'Loading …', isWaiting }
  return {
    groups: suggested.groups ?? [],
    note: suggested.groups ? 'No results' : 'The app gave no usable answer.',
    isWaiting,
  }
}

/** Texts of what is chosen, in the order it was chosen. */
export function chosenOptions(
  values: readonly string[],
  kept: readonly Option[],
  groups: readonly OfferedGroup[],
): Option[] {
  const all = [...kept, ...groups.flatMap(({ options }) => options)]
  return values.map(
    (value) =>
      all.find((option) => option.value === value) ?? {
        value,
        text: { type: 'plain_text', text: value, emoji: false },
      },
  )
}
