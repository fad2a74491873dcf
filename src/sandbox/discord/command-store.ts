/** Application commands as they are registered, for one server or for all (interactions/application-commands). */
import { applicationId } from './identity.ts'

/** A command's name stands for one command of its type and scope. */
export interface CommandDraft extends Record<string, unknown> {
  name: string
  /** 1 typed, 2 on a person, 3 on a message. */
  type: number
}

export interface RegisteredCommand extends CommandDraft {
  id: string
  application_id: string
  /** Absent: for all servers. */
  guild_id?: string
  version: string
  /** As JSON has it, e.g. `{type, name, description, options, required, choices, autocomplete…}`. */
  options?: readonly CommandOption[]
}

export interface CommandOption extends Record<string, unknown> {
  type: number
  name: string
  description: string
  required?: boolean
  autocomplete?: boolean
  choices?: readonly { name: string; value: string | number }[]
  options?: readonly CommandOption[]
}

export interface CommandStore {
  /** Of one server, or for undefined those of all. */
  list(guildId: string | undefined): readonly RegisteredCommand[]
  find(guildId: string | undefined, id: string): RegisteredCommand | undefined
  findByName(guildId: string | undefined, type: number, name: string): RegisteredCommand | undefined
  /** Makes it, or overwrites the one of its type and name. */
  upsert(guildId: string | undefined, draft: CommandDraft): { command: RegisteredCommand; isNew: boolean }
  change(command: RegisteredCommand, fields: Record<string, unknown>): RegisteredCommand
  /** How many were made, not overwritten, for that scope since then (UTC milliseconds). */
  madeSince(guildId: string | undefined, since: number): number
  /** Exactly these from now on; those that keep type and name keep their id. */
  replaceAll(guildId: string | undefined, drafts: readonly CommandDraft[]): readonly RegisteredCommand[]
  remove(command: RegisteredCommand): void
}

/** `now` is the sandbox's time in UTC milliseconds. */
export function createCommandStore({ nextId, now }: { nextId: () => string; now: () => number }): CommandStore {
  let commands: RegisteredCommand[] = []
  const made: { guildId: string | undefined; at: number }[] = []

  const list = (guildId: string | undefined) => commands.filter((command) => command.guild_id === guildId)
  const findByName = (guildId: string | undefined, type: number, name: string) =>
    list(guildId).find((command) => command.type === type && command.name === name)
  const remove = (command: RegisteredCommand) => {
    commands = commands.filter((one) => one.id !== command.id)
  }
  const put = (command: RegisteredCommand) => {
    remove(command)
    commands.push(command)
    return command
  }
  const upsert = (guildId: string | undefined, draft: CommandDraft) => {
    const before = findByName(guildId, draft.type, draft.name)
    const command = put({
      ...draft,
      id: before?.id ?? nextId(),
      application_id: applicationId,
      version: nextId(),
      ...(guildId !== undefined && { guild_id: guildId }),
    })
    if (!before) made.push({ guildId, at: now() })
    return { command, isNew: !before }
  }

  return {
    list,
    find: (guildId, id) => list(guildId).find((command) => command.id === id),
    findByName,
    upsert,
    change: (command, fields) => put({ ...command, ...fields, version: nextId() }),
    madeSince: (guildId, since) => made.filter((one) => one.guildId === guildId && one.at >= since).length,
    replaceAll(guildId, drafts) {
      const kept = drafts.map((draft) => upsert(guildId, draft).command)
      const ids = new Set(kept.map((command) => command.id))
      for (const command of list(guildId)) if (!ids.has(command.id)) remove(command)
      return kept
    },
    remove,
  }
}
