/** Which sides of the page are shown: where there is room for all of them, for one chat beside the telephones, or for one alone. */
import { useSyncExternalStore } from 'react'
import { createHeld, createRemembered } from './held.ts'

const chats = ['slack', 'discord'] as const
type Chat = (typeof chats)[number]
export type PaneId = Chat | 'telephone'

/** The one that was looked at last. */
const shownPane = createHeld<PaneId>('slack')
const shownChat = createHeld<Chat>('slack')

/** Which chats the viewer wants to see at all. */
export const wantedChats = createRemembered('chats', ['both', 'slack', 'discord'])

export function showPane(id: PaneId): void {
  shownPane.set(id)
  if (id !== 'telephone') shownChat.set(id)
}

export type Room = 'all' | 'one-chat' | 'one'

const wide = matchMedia('(min-width: 96rem)')
const middle = matchMedia('(min-width: 56.26rem)')

function followRoom(listener: () => void): () => void {
  for (const query of [wide, middle]) query.addEventListener('change', listener)
  return () => {
    for (const query of [wide, middle]) query.removeEventListener('change', listener)
  }
}

const readRoom = (): Room => (wide.matches ? 'all' : middle.matches ? 'one-chat' : 'one')

export interface ShownPanes {
  /** Those that can be switched to. */
  readonly offered: readonly PaneId[]
  readonly isShown: (id: PaneId) => boolean
}

export function useShownPanes(): ShownPanes {
  const room = useSyncExternalStore(followRoom, readRoom)
  const pane = shownPane.use()
  const lastChat = shownChat.use()
  const wanted = wantedChats.use()
  const seen = chats.filter((chat) => wanted === 'both' || wanted === chat)
  const chat = seen.find((one) => one === lastChat) ?? seen[0]
  const alone = pane === 'telephone' ? pane : chat
  const isShown = (id: PaneId) => {
    if (room === 'one') return id === alone
    return id === 'telephone' || (room === 'all' ? seen.some((one) => one === id) : id === chat)
  }
  const offered: Readonly<Record<Room, readonly PaneId[]>> = { all: [], 'one-chat': seen, one: [...seen, 'telephone'] }
  return { offered: offered[room].length > 1 ? offered[room] : [], isShown }
}
