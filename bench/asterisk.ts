/**
 * How soon a click is done on a real Asterisk, how soon what happens there is on the card, and how many actions of the manager interface
 * a command costs. confbot is a process of its own; the callers, the bare lines and the chat's clicks stand in this one.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type Callers, createCallers } from '#test/support/asterisk/callers.ts'
import { pbxEnvironment } from '#test/support/asterisk/confbot.ts'
import { createDiallers, type Diallers, withPin } from '#test/support/asterisk/diallers.ts'
import { type Asterisk, findAsterisk, startAsterisk } from '#test/support/asterisk/server.ts'
import { createSandboxClient, type SandboxClient, type SlackMessage } from '#test/support/sandbox-client.ts'
import { type BareAmi, openBareAmi } from './bare-ami.ts'
import { startChild } from './child.ts'
import { countActions } from './count-actions.ts'
import type { Row } from './main.ts'
import { percentile } from './percentile.ts'

const clicks = 60
const departures = 30
const limitMs = 1000
const pin = '482915'
const secret = 'a-secret-of-the-bench'
const subject = 'Bench'

interface Stage {
  readonly asterisk: Asterisk
  readonly slack: SandboxClient
  readonly callers: Callers
  readonly diallers: Diallers
  readonly bare: BareAmi
  readonly counter: Awaited<ReturnType<typeof countActions>>
  readonly room: string
}

export async function benchAsterisk(): Promise<Row[]> {
  if (!findAsterisk())
    return [{ what: 'Asterisk', value: 'not here', beside: 'npm run test:system installs one', isReached: null }]
  const ends: (() => unknown)[] = []
  try {
    const stage = await open(ends)
    return [
      ...(await costs(stage)),
      ...(await clickToEffect(stage)),
      ...(await eventToCard(stage, 1200)),
      ...(await eventToCard(stage, 0)),
    ]
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

/** A conference of two who were rung. */
async function open(ends: (() => unknown)[]): Promise<Stage> {
  const asterisk = await startAsterisk({ dialplan: withPin })
  ends.push(asterisk.stop)
  const counter = await countActions(asterisk.ami)
  ends.push(counter.close)
  const callers = await createCallers(asterisk, {
    '1001': { answers: null },
    '1002': { answers: null },
    '1003': { answers: null },
  })
  ends.push(callers.close)
  const diallers = await createDiallers(asterisk)
  ends.push(diallers.close)
  const bare = await openBareAmi(asterisk)
  ends.push(bare.close)
  const child = await startChild(process.execPath, ['src/main.ts'], {
    ...pbxEnvironment(asterisk, secret),
    PBX_URL: `tcp://127.0.0.1:${counter.port}`,
    CONFBOT_SANDBOX_REAL_PBX: '1',
    CONFBOT_SANDBOX_CHATS: 'slack',
    CONFBOT_SANDBOX_TOKEN: 'bench',
    PORT: '0',
    ADMIN_PORT: '0',
    LOG_LEVEL: 'silent',
  })
  ends.push(child.stop)
  const origin = /http:\/\/[^/]+/.exec(child.line)?.[0]
  if (!origin) throw new Error(`no address in "${child.line}"`)
  await asterisk.setEntryUrl(`${origin}/pbx/asterisk/entry/${secret}`)
  const slack = createSandboxClient(origin, 'bench')
  const stage = { asterisk, slack, callers, diallers, bare, counter }
  return { ...stage, room: '8000' }
}

const card = async ({ slack }: Stage): Promise<SlackMessage> => {
  const found = (await slack.messages('bob')).findLast(({ text }) => text.startsWith(`${subject}\n`))
  if (!found) throw new Error('there is no card')
  return found
}

/** Asks again at once until it is so; resolves with the instant. */
async function at(isSo: () => Promise<boolean>): Promise<number> {
  for (const end = performance.now() + 20_000; !(await isSo()); )
    if (performance.now() > end) throw new Error('it did not come to that')
  return performance.now()
}

const legs = async ({ bare, room }: Stage) =>
  (await bare.ask({ Action: 'ConfbridgeList', Conference: room })).filter(
    ({ Event, Channel = '' }) => Event === 'ConfbridgeList' && Channel.startsWith('PJSIP/'),
  )
const legOf = async (stage: Stage, number: string) =>
  (await legs(stage)).find(({ Channel = '' }) => Channel.startsWith(`PJSIP/${number}-`))

async function costs(stage: Stage): Promise<Row[]> {
  const { slack, counter } = stage
  const shows = (text: string | RegExp) => async () => {
    const { text: shown } = await card(stage).catch(() => ({ text: '' }))
    return typeof text === 'string' ? shown.includes(text) : text.test(shown)
  }
  const rows: Row[] = []
  const cost = async (what: string, act: () => Promise<unknown>, isDone: () => Promise<boolean>) => {
    // None that is due anyway falls into it.
    await slack.advance(15)
    await pause(500)
    counter.clear()
    await act()
    await at(isDone)
    await pause(300)
    const { changes, readings } = counter.counted()
    rows.push({
      what: `AMI actions of ${what}`,
      value: `${changes.length + readings.length}: ${changes.join(', ') || 'no change'}`,
      beside: `${readings.length} of them read`,
      isReached: null,
    })
  }
  const type = (text: string) => () => slack.command('alice', text)
  await cost('a start with two who are rung', type(`start ${subject} 1001 1002 pin:${pin}`), shows('2 people'))
  await cost('an invite', type('invite 1003'), shows('3 people'))
  await cost('a mute', type('mute 1003'), shows('muted'))
  const kick = async () => {
    await slack.command('alice', 'kick 1003')
    await slack.click('alice', await slack.answer('alice', 'Remove'), 'Remove')
  }
  await cost('a kick', kick, shows('2 people'))
  await cost('a lock', type('lock'), shows('· locked'))
  await cost('an unlock', type('unlock'), async () => !(await shows('· locked')()))
  await cost('the start of a recording', type('record start'), shows('· recording'))
  await cost('its end', type('record stop'), async () => !(await shows('· recording')()))
  return rows
}

async function clickToEffect(stage: Stage): Promise<Row[]> {
  const { slack, bare, room } = stage
  const bareMs: number[] = []
  const ourMs: number[] = []
  const cardMs: number[] = []
  const isMuted = (wanted: 'Yes' | 'No') => async () => (await legOf(stage, '1001'))?.Muted === wanted
  for (let turn = 0; turn < clicks; turn++) {
    const wanted = turn % 2 === 0 ? 'Yes' : 'No'
    const verb = wanted === 'Yes' ? 'Mute' : 'Unmute'
    await slack.advance(5)
    await pause(50)
    const Channel = (await legOf(stage, '1002'))?.Channel ?? ''
    const askedAt = performance.now()
    await bare.ask({ Action: `Confbridge${verb}`, Conference: room, Channel })
    bareMs.push(performance.now() - askedAt)

    await at(async () => (wanted === 'Yes') === /1002 · (joined|talking), muted/.test((await card(stage)).text))
    const before = await card(stage)
    const clickedAt = performance.now()
    const driven = slack.pick('alice', before, '1001', verb)
    ourMs.push((await at(isMuted(wanted))) - clickedAt)
    const shownAt = await at(
      async () => (wanted === 'Yes') === /1001 · (joined|talking), muted/.test((await card(stage)).text),
    )
    cardMs.push(shownAt - clickedAt)
    await driven
  }
  const ratio = (share: number) => (percentile(ourMs, share) / percentile(bareMs, share)).toFixed(1)
  return [
    {
      what: 'click on Mute until the list of a real Asterisk shows it',
      value: `${spread(ourMs)}; ${ratio(0.5)} × and ${ratio(0.95)} ×`,
      beside: `a bare AMI action and its answer: ${spread(bareMs)}`,
      isReached: null,
    },
    {
      what: 'the same click until the card shows it',
      value: spread(cardMs),
      beside: `limit p95 ${limitMs} ms`,
      isReached: percentile(cardMs, 0.95) <= limitMs,
    },
  ]
}

/** `restMs`: for how long nothing happened there before. */
async function eventToCard(stage: Stage, restMs: number): Promise<Row[]> {
  const { slack, bare, diallers, room } = stage
  const bareMs: number[] = []
  const ourMs: number[] = []
  for (let turn = 0; turn < departures; turn++) {
    await slack.advance(5)
    const caller = diallers.dial(`${room}*${pin}`, '1201')
    await at(async () => (await card(stage)).text.includes('3 people'))
    await pause(restMs)
    const told = bare.next(({ Event }) => Event === 'ConfbridgeLeave')
    const leftAt = performance.now()
    await caller.hangUp()
    const shownAt = await at(async () => (await card(stage)).text.includes('2 people'))
    bareMs.push((await told) - leftAt)
    ourMs.push(shownAt - leftAt)
  }
  const ratio = (share: number) => (percentile(ourMs, share) / percentile(bareMs, share)).toFixed(1)
  return [
    {
      what: `a caller hangs up${restMs > 0 ? '' : ' at once, having come,'} until the card shows it`,
      value: `${spread(ourMs)}; ${ratio(0.5)} × and ${ratio(0.95)} ×`,
      beside: `the bare AMI event: ${spread(bareMs)}; limit p95 ${limitMs} ms`,
      isReached: percentile(ourMs, 0.95) <= limitMs,
    },
  ]
}

const spread = (values: readonly number[]) =>
  `p50 ${percentile(values, 0.5).toFixed(1)} ms, p95 ${percentile(values, 0.95).toFixed(1)} ms`
