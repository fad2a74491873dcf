/**
 * What `npm run doctor` asks of an Asterisk: address and login, the rights of the login (Asterisk lists what it may do), whether events
 * come, the dialplan and the address it asks, and ARI, over which modules and sounds are seen, too. Nothing rings, and nothing is changed. What profiles of ConfBridge there are
 * cannot be read with these rights.
 */
import { type Check, type Finding, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { isConfbotError } from '#core/errors.ts'
import { pbxFailureFinding } from '#core/pbx-failure.ts'
import { isLoopback } from '#lib/loopback.ts'
import { say } from '#text/message.ts'
import { connectionOptions } from '../connection.ts'
import { addressCheck } from '../diagnosis.ts'
import type { HttpDeps } from '../http.ts'
import { type Ami, type AmiMessage, amiMessageOf } from './ami.ts'
import type { AriClient } from './ari.ts'
import type { AsteriskClient } from './client.ts'
import type { AsteriskSettings } from './config.ts'
import { lineFinding } from './diagnose-line.ts'
import { createCallId, createRecordingName } from './names.ts'
import { followCall } from './progress.ts'
import { CoreSettingsReply, GetvarReply } from './schema.ts'

/** The oldest whose ConfBridge is as it is relied upon. */
const oldestVersion = 16

/** By what each class of rights is recognised: only who has it is shown these actions. */
const neededRights = [
  ['call', ['ConfbridgeMute', 'ConfbridgeUnmute', 'ConfbridgeKick', 'ConfbridgeLock', 'ConfbridgeUnlock', 'Hangup']],
  ['reporting', ['ConfbridgeList', 'ConfbridgeListRooms', 'CoreShowChannels', 'CoreSettings']],
  ['originate', ['Originate']],
] as const
const neededClasses: readonly string[] = ['call', 'reporting', 'originate', '<none>']

/** Those of docs/asterisk/extensions.conf. */
const contexts = [
  'confbot-ask',
  'confbot-room',
  'confbot-invited',
  'confbot-enter',
  'confbot-say',
  'confbot-tell',
  'confbot-record',
  'confbot-helper',
  'confbot-code',
]
/** Two of those that the dialplan plays; all are of one package. */
const sounds = ['conf-getpin', 'conf-now-recording']
/** In which an event comes that is asked for. */
const eventMs = 3_000

export interface Diagnosed {
  readonly ami: Pick<Ami, 'ask' | 'list' | 'subscribe'>
  readonly ari: Pick<AriClient, 'listRecordings' | 'deleteRecording' | 'hasModule' | 'hasSound'> | null
  readonly originate: AsteriskClient['originate']
}

/** Last what needs the login of AMI, by which everything else is asked. */
export function diagnoseAsterisk(
  settings: AsteriskSettings,
  { ami, ari, originate }: Diagnosed,
  deps: HttpDeps,
): readonly Check[] {
  const { amiUser: username, url } = settings
  const { hostname, host, protocol } = new URL(url)

  const login: Check = {
    what: say('doctor.pbx.what.login'),
    async run() {
      try {
        await ami.ask({ Action: 'Ping' })
      } catch (error) {
        return [await lineFinding(error, settings)]
      }
      const isPlain = protocol === 'tcp:' && !isLoopback(hostname.replace(/^\[|\]$/g, ''))
      return [
        ok(say('doctor.pbx.login', { username })),
        ...(isPlain ? [warn(say('asterisk.doctor.plain', { host }), say('asterisk.doctor.plain.next'))] : []),
      ]
    },
  }
  const rights: Check = {
    what: say('asterisk.doctor.what.rights'),
    after: login,
    run: () => finding(async () => rightsFindings(await ami.ask({ Action: 'ListCommands' }))),
  }
  const version: Check = {
    what: say('asterisk.doctor.what.version'),
    after: rights,
    run: () =>
      finding(async () => {
        const { AsteriskVersion } = CoreSettingsReply.parse(await ami.ask({ Action: 'CoreSettings' }))
        const shown = AsteriskVersion.split('+')[0] ?? ''
        // A build without a release number says so in words.
        return Number.parseInt(shown, 10) < oldestVersion
          ? [warn(say('asterisk.doctor.old', { version: shown }), say('asterisk.doctor.old.next'))]
          : [ok(say('asterisk.doctor.version', { version: shown }))]
      }),
  }
  const events: Check = {
    what: say('asterisk.doctor.what.events'),
    after: rights,
    run: () =>
      finding(async () => {
        // Of a kind that no Asterisk has, so that nothing rings: what comes of it is an event like any other.
        const callId = createCallId(deps.name, 'doctor')
        const progress = followCall(ami, deps.clock, callId, eventMs)
        try {
          await originate({
            channel: 'ConfbotDoctor/nobody',
            channelId: callId,
            context: 'confbot-code',
            exten: 's',
            variables: {},
          })
        } catch (error) {
          progress.over()
          // The context it is meant for is missing, which the dialplan's own check says.
          if (amiMessageOf(error)?.startsWith('Extension does not exist')) return []
          throw error
        }
        return [
          (await progress.failure) === null
            ? fail(say('asterisk.doctor.no-events'), say('asterisk.doctor.no-events.next'))
            : ok(say('asterisk.doctor.events')),
        ]
      }),
  }
  const dialplan: Check = {
    what: say('asterisk.doctor.what.dialplan'),
    after: rights,
    run: () => finding(() => dialplanFindings(ami, settings.entrySecret, deps)),
  }
  return [...ariChecks(settings, ari, deps, login), login, rights, version, events, dialplan]
}

/** Of what fails for a reason that all kinds have in common. */
async function finding(run: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await run()
  } catch (error) {
    return [pbxFailureFinding(error, say('asterisk.doctor.doing'))]
  }
}

/** Each header an action, its value ending in `(Priv: call,reporting,all)`. */
function rightsFindings(commands: AmiMessage): readonly Finding[] {
  const missing = neededRights.filter(([, actions]) => !actions.some((action) => action in commands))
  const lacksConfBridge = missing.length === 0 && !('ConfbridgeList' in commands && 'ConfbridgeMute' in commands)
  const classesOf = (text: string) => /\(Priv: ([^()]*)\)\s*$/.exec(text)?.[1]?.split(',') ?? []
  const unneeded = new Set(
    Object.values(commands)
      .map(classesOf)
      .filter((classes) => !classes.some((one) => neededClasses.includes(one)))
      .flatMap((classes) => classes.filter((one) => one !== 'all')),
  )
  if (missing.length > 0) {
    const classes = missing.map(([name]) => name).join(', ')
    return [fail(say('asterisk.doctor.rights-missing', { classes }), say('asterisk.doctor.rights-missing.next'))]
  }
  if (lacksConfBridge) return [fail(say('asterisk.doctor.no-confbridge'), say('asterisk.doctor.no-confbridge.next'))]
  const classes = [...unneeded].sort().join(', ')
  return unneeded.size === 0
    ? [ok(say('asterisk.doctor.rights'))]
    : [warn(say('asterisk.doctor.rights-more', { classes }), say('asterisk.doctor.rights-more.next'))]
}

/** The value of CONFBOT_ENTRY holds the secret, and is not shown. */
async function dialplanFindings(
  ami: Pick<Ami, 'ask' | 'list'>,
  entrySecret: string,
  { name, port }: Pick<HttpDeps, 'name' | 'port'>,
): Promise<readonly Finding[]> {
  const isThere = await Promise.all(contexts.map((context) => hasContext(ami, context)))
  const missing = contexts.filter((_, index) => !isThere[index])
  if (missing.length > 0)
    return [
      fail(
        say('asterisk.doctor.no-dialplan', { contexts: missing.join(', ') }),
        say('asterisk.doctor.no-dialplan.next'),
      ),
    ]
  const { Value } = GetvarReply.parse(await ami.ask({ Action: 'Getvar', Variable: 'CONFBOT_ENTRY' }))
  if (!Value) return [fail(say('asterisk.doctor.no-entry'), say('asterisk.doctor.entry.next', { pbx: name }))]
  const asked = URL.canParse(Value) ? new URL(Value) : null
  if (!asked?.pathname.endsWith(`/pbx/${name}/entry/${entrySecret}`))
    return [fail(say('asterisk.doctor.other-entry'), say('asterisk.doctor.entry.next', { pbx: name }))]
  const { host } = asked
  if (port === undefined || !isLoopback(asked.hostname) || portOf(asked) === port)
    return [ok(say('asterisk.doctor.dialplan', { host }))]
  const own = { host, port: String(port) }
  return [warn(say('asterisk.doctor.other-port', own), say('asterisk.doctor.other-port.next', own))]
}

const portOf = ({ port, protocol }: URL) => Number(port || (protocol === 'https:' ? 443 : 80))

async function hasContext(ami: Pick<Ami, 'list'>, context: string): Promise<boolean> {
  try {
    await ami.list({ Action: 'ShowDialPlan', Context: context })
    return true
  } catch (error) {
    if (amiMessageOf(error)?.startsWith('Did not find context')) return false
    throw error
  }
}

/** Of an Asterisk that is reached: else there is something more urgent to mend. */
const withoutAri = (login: Check): Check => ({
  what: say('asterisk.doctor.what.ari-address'),
  after: login,
  run: async () => [warn(say('asterisk.doctor.no-ari'), say('asterisk.doctor.no-ari.next'))],
})

function ariChecks(
  settings: AsteriskSettings,
  ari: Diagnosed['ari'],
  deps: HttpDeps,
  amiLogin: Check,
): readonly Check[] {
  const { ariUrl, ariUser: username } = settings
  if (!ari || ariUrl === undefined) return [withoutAri(amiLogin)]
  const address: Check = {
    // Answered with 401 to who has no login.
    ...addressCheck({
      ...deps,
      url: `${ariUrl.replace(/\/+$/, '')}/recordings/stored`,
      ...connectionOptions(settings),
    }),
    what: say('asterisk.doctor.what.ari-address'),
  }
  const login: Check = {
    what: say('asterisk.doctor.what.ari-login'),
    after: address,
    shows: 'listRecordings',
    async run() {
      try {
        await ari.listRecordings()
        // Of a name that no recording has.
        await ari.deleteRecording(createRecordingName('0', deps.clock.now()))
        return [ok(say('asterisk.doctor.ari', { username }))]
      } catch (error) {
        if (isConfbotError(error, 'provider.not-found')) return [ok(say('asterisk.doctor.ari', { username }))]
        if (isConfbotError(error, 'provider.forbidden'))
          return [fail(say('asterisk.doctor.ari-read-only', { username }), say('asterisk.doctor.ari-read-only.next'))]
        if (isConfbotError(error, 'provider.unauthorized'))
          return [fail(say('asterisk.doctor.ari-refused', { username }), say('asterisk.doctor.ari-refused.next'))]
        return [pbxFailureFinding(error, say('doctor.pbx.doing.recordings'))]
      }
    },
  }
  const parts: Check = {
    what: say('asterisk.doctor.what.parts'),
    after: login,
    run: () =>
      finding(async () => {
        const [canAsk, ...said] = await Promise.all([ari.hasModule('func_curl.so'), ...sounds.map(ari.hasSound)])
        return [
          ...(canAsk === false ? [fail(say('asterisk.doctor.no-curl'), say('asterisk.doctor.no-curl.next'))] : []),
          ...(said.includes(false)
            ? [fail(say('asterisk.doctor.no-sounds'), say('asterisk.doctor.no-sounds.next'))]
            : []),
        ]
      }),
  }
  return [address, login, parts]
}
