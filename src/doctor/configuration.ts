/** What is configured, and from where; or all that is wrong with it. */
import { type Finding, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { type Span, say } from '#text/message.ts'

export interface Configured {
  readonly mode: 'configured' | 'sandbox'
  /** Names of the chat platforms that are configured. */
  readonly chats: readonly string[]
  readonly pbxs: readonly unknown[]
  /** Names of the files that were read. */
  readonly files: readonly string[]
  readonly warnings: readonly string[]
  /** Where logins to PBXs outlive the process: sealed, or only in a memory that was asked for. */
  readonly keepsLogins: boolean
}

export interface ConfigurationProblem {
  readonly key: string
  readonly what: string
  readonly where?: string | undefined
}

export function configurationFindings({
  mode,
  chats,
  pbxs,
  files,
  warnings,
  keepsLogins,
}: Configured): readonly Finding[] {
  const environment: Span = say('doctor.configuration.environment')
  const sources = [...files, environment].reduce((left, right) => say('doctor.and', { left, right }))
  const chatNames = chats.reduce<Span>(
    (left, right) => (left === '' ? right : say('doctor.configuration.chats', { left, right })),
    '',
  )
  const sandbox = pbxs.length === 0 ? say('doctor.configuration.sandbox') : say('doctor.configuration.sandbox-chat')
  return [
    ok(
      mode === 'sandbox'
        ? sandbox
        : say('doctor.configuration.complete', { chats: chatNames, pbxs: pbxs.length, sources }),
    ),
    ...(keepsLogins ? [] : [warn(say('doctor.configuration.no-key'), say('doctor.configuration.no-key.next'))]),
    ...warnings.map((what) => warn(say('doctor.configuration.odd', { what }), say('doctor.configuration.odd.next'))),
  ]
}

export const problemFindings = (problems: readonly ConfigurationProblem[]): readonly Finding[] =>
  problems.map(({ key, what, where }) =>
    fail(
      say('doctor.configuration.problem', { key, what }),
      where ? say('doctor.configuration.where', { where }) : say('doctor.configuration.problem.next'),
    ),
  )
