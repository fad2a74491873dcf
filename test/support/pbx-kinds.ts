/**
 * What each kind of PBX can do at the telephone side, for stories that run over all of them: by the vendors' documents, beside
 * what adapters and dialects say of themselves.
 */
import type { ProviderDefinition } from '#core/contracts/conference-provider.ts'
import { providers } from '#providers/index.ts'
import { dialects } from '#sandbox/pbx/dialects/index.ts'

export interface PbxKind {
  /** Rooms are made over its API; elsewhere the sandbox has those that an administrator made, 8000 to 8009. */
  readonly makesRooms: boolean
  /** It says who is in a room. */
  readonly showsRoster: boolean
  /** It says of each who is muted. */
  readonly showsMutes: boolean
  /** What an operator can do at its console, beside putting somebody out. */
  readonly console: readonly ('lock' | 'record' | 'mute')[]
  /** Keyed in a call, by a moderator where `moderator` is said. */
  readonly keys: Readonly<Record<string, { readonly does: KeypadAct; readonly moderator: boolean }>>
  /** How it tells the bot of what happens. */
  readonly tells: 'webhook' | 'websocket'
}
export type KeypadAct = 'mute-self' | 'mute-all' | 'unmute-all' | 'lock' | 'unlock' | 'invite'

const pbxKinds = {
  portsip: {
    makesRooms: true,
    showsRoster: true,
    showsMutes: true,
    console: ['lock', 'record', 'mute'],
    keys: {},
    tells: 'websocket',
  },
  'yeastar-p': {
    makesRooms: true,
    showsRoster: true,
    showsMutes: false,
    console: ['mute'],
    keys: {},
    tells: 'websocket',
  },
  'yeastar-s': {
    makesRooms: false,
    showsRoster: true,
    showsMutes: false,
    console: ['mute'],
    keys: {},
    tells: 'webhook',
  },
  ringme: {
    makesRooms: true,
    showsRoster: false,
    showsMutes: false,
    console: [],
    keys: {
      '*1': { does: 'mute-self', moderator: false },
      '*90': { does: 'unmute-all', moderator: true },
      '*91': { does: 'mute-all', moderator: true },
      '*92': { does: 'lock', moderator: true },
      '*93': { does: 'unlock', moderator: true },
    },
    tells: 'webhook',
  },
  kazoo: {
    makesRooms: true,
    showsRoster: true,
    showsMutes: true,
    console: ['lock', 'record', 'mute'],
    keys: {},
    tells: 'websocket',
  },
} as const satisfies Readonly<Record<string, PbxKind>>
export type PbxKindId = keyof typeof pbxKinds

export interface KindThere {
  readonly id: PbxKindId & keyof typeof dialects & keyof typeof providers
  readonly kind: PbxKind
  readonly definition: ProviderDefinition<never>
}

const isThere = (id: string): id is KindThere['id'] => id in pbxKinds && id in dialects && id in providers

/** Those that both confbot and the sandbox speak, in the order of the table. */
export const kindsThere: readonly KindThere[] = Object.keys(pbxKinds)
  .filter(isThere)
  .map((id) => ({ id, kind: pbxKinds[id], definition: providers[id] }))
