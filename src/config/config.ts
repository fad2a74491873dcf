/** What the process runs with, once everything was read and checked. */
import type { PbxConfig } from './pbxs.ts'
import type { Policy } from './policy.ts'
import type { General, sandboxPbxKinds } from './schema.ts'
import type { Secret } from './secret.ts'

export type SandboxChat = 'slack' | 'discord'
export type SandboxPbxKind = (typeof sandboxPbxKinds)[number]

/** Settings by the chat platform's id. */
export type ChatSettings = Readonly<Record<string, unknown>>

export interface Config<Chats extends ChatSettings = ChatSettings> {
  /** `sandbox`: the chat (and, where `pbxs` is empty, the PBX too) is the built-in stand-in. */
  readonly mode: 'configured' | 'sandbox'
  /** null where a platform is not configured. */
  readonly chats: { readonly [Id in keyof Chats]: Secret<Chats[Id]> | null }
  readonly pbxs: readonly PbxConfig[]
  /** Name of one of `pbxs`; null where there is none. */
  readonly defaultPbx: string | null
  /** `path` is absolute, or `:memory:`. */
  readonly store: { readonly path: string }
  /** What logins are sealed with in the store; null: they are kept in memory alone. */
  readonly secretKey: Secret<string> | null
  /** null: all of the machine. */
  readonly host: string | null
  readonly port: number
  /** Where it is reached from outside, without a slash at the end; null: nobody said. */
  readonly publicUrl: string | null
  readonly adminHost: string
  readonly adminPort: number
  readonly logLevel: NonNullable<General['logLevel']>
  readonly allow: General['allow']
  /** Workspaces of one company, as `slack:T1`; null: nobody said. */
  readonly together: readonly string[] | null
  readonly sandbox: {
    readonly token: Secret<string>
    /** The chat services that it stands in for. */
    readonly chats: readonly SandboxChat[]
    readonly pbxs: readonly SandboxPbxKind[]
    readonly slackDelivery: 'socket' | 'http'
    readonly discordDelivery: 'gateway' | 'http'
    readonly policy: Policy
  }
  /** Names of the files that were read, beside the environment. */
  readonly files: readonly string[]
  /** What looks odd but stops nothing. */
  readonly warnings: readonly string[]
}
