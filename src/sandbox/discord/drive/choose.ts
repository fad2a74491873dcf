/** Choosing from the menus of messages and modals, as Discord's client lets people do it (discord-api-docs, components/reference). */
import { DriveRefusal } from '../../drive-call.ts'
import type { Channel, Person } from '../directory.ts'
import type { Chosen } from '../interactions/payload.ts'
import type { DiscordServer } from '../server.ts'

/** What a menu, a radio group or a group of checkboxes may hold. */
export interface Menu extends Record<string, unknown> {
  type: number
  options?: readonly Option[]
}

interface Option {
  label: string
  value: string
  default?: boolean
}

export const menuTypes = { string: 3, user: 5, role: 6, mentionable: 7, channel: 8, radio: 21, checkboxes: 22 } as const

export interface Chooser {
  server: DiscordServer
  person: Person
  channel: Channel
  /** Gathers whom and what is chosen. */
  chosen: Chosen
}

/** The values that are sent for what somebody named: an option by value or label, people, roles and channels by name or id. Throws DriveRefusal. */
export function chooseAll(menu: Menu, named: readonly string[], chooser: Chooser): string[] {
  const values = named.map((name) => choose(menu, name, chooser))
  return [...new Set(values)]
}

function choose(menu: Menu, name: string, { server, person, chosen }: Chooser): string {
  const { directory } = server
  const note = (kind: keyof Chosen, found: { id: string } | undefined) => {
    if (found) chosen[kind].add(found.id)
    return found?.id
  }
  const user = () => note('users', directory.personByName(name))
  const role = () => note('roles', directory.roleByName(name))
  const found = () => {
    switch (menu.type) {
      case menuTypes.user:
        return user()
      case menuTypes.role:
        return role()
      case menuTypes.mentionable:
        return user() ?? role()
      case menuTypes.channel: {
        const channel = directory.channelByName(name, person.id)
        const types = menu.channel_types
        const isOffered = channel && directory.canSee(person.id, channel) && channel.name !== ''
        return isOffered && (!Array.isArray(types) || types.includes(channel.type))
          ? note('channels', channel)
          : undefined
      }
      default:
        return optionsOf(menu).find(({ value, label }) => value === name || label === name)?.value
    }
  }
  const value = found()
  if (value !== undefined) return value
  throw new DriveRefusal(
    404,
    `There is no "${name}" to choose.`,
    optionsOf(menu).map(({ label, value: own }) => `${own}: ${label}`),
  )
}

export const optionsOf = (menu: Menu): readonly Option[] => menu.options ?? []

/** How many must and may be chosen. */
export function boundsOf(menu: Menu): { min: number; max: number } {
  const most = menu.type === menuTypes.checkboxes ? optionsOf(menu).length : 1
  return {
    min: typeof menu.min_values === 'number' ? menu.min_values : 1,
    max: typeof menu.max_values === 'number' ? menu.max_values : most,
  }
}

/** What stands chosen before anybody does anything. */
export function chosenBefore(menu: Menu, chosen: Chosen): string[] {
  const { default_values: filled } = menu
  if (!Array.isArray(filled)) {
    return optionsOf(menu)
      .filter((option) => option.default === true)
      .map(({ value }) => value)
  }
  return filled.map(({ id, type }: { id: string; type: string }) => {
    const kind = type === 'user' ? 'users' : type === 'role' ? 'roles' : 'channels'
    chosen[kind].add(id)
    return id
  })
}
