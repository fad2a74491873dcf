/** The people whom Asterisk rings: one SIPp answers for all of them at the port to which it sends what is dialled outside. */
import { createSocket } from 'node:dgram'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { PortBlock } from './ports.ts'
import type { Place } from './processes.ts'
import type { Asterisk } from './server.ts'
import { type Answering, scenarioOf, toneOf } from './sipp-scenario.ts'
import { ulawOf } from './tone-files.ts'

export type CallState = 'rung' | 'answered' | 'over'

export interface Answerers {
  /** Every call that came for this number, the first one first. */
  calls(number: string): readonly CallState[]
  /** The latest call of somebody who `rings` is taken. */
  pickUp(number: string): Promise<void>
  /** The latest call of somebody who `rings` is declined: 486. */
  decline(number: string): Promise<void>
  /** The latest call of this number is hung up there. */
  hangUp(number: string): Promise<void>
  close(): Promise<void>
}

const deadlineMs = 5000

/** Resolves when it listens. `rtp`: ports for sound, two for each call at once. */
export async function startAnswerers(
  asterisk: Pick<Asterisk, 'calleePort'>,
  place: Place,
  rtp: PortBlock['rtp'],
  people: Readonly<Record<string, Answering>>,
): Promise<Answerers> {
  for (const hz of new Set(Object.values(people).flatMap((how) => toneOf(how) ?? [])))
    writeFileSync(join(place.folder, `${hz}.ulaw`), ulawOf(hz))
  writeFileSync(
    join(place.folder, 'people.xml'),
    scenarioOf(people, (hz) => place.inside(`${hz}.ulaw`)),
  )
  const files = ['-log_file', place.inside('people.log'), '-error_file', place.inside('people-errors.log')]
  const ports = ['-p', `${asterisk.calleePort}`, '-min_rtp_port', `${rtp.first}`, '-max_rtp_port', `${rtp.last}`]
  const sipp = place.run([
    'sipp',
    ...['-sf', place.inside('people.xml'), '-i', '127.0.0.1', '-mi', '127.0.0.1', ...ports],
    ...['-nostdin', '-trace_logs', '-trace_err', ...files],
  ])
  const socket = createSocket('udp4').unref()
  const errors = () => read(join(place.folder, 'people-errors.log'))

  /** By Call-ID, in the order in which they came. */
  function callsOf(number: string): Map<string, CallState> {
    const calls = new Map<string, CallState>()
    for (const line of read(join(place.folder, 'people.log')).split('\n')) {
      const [, state, id, who] = line.match(/^(rung|answered|over) (\S+) (\S+)$/) ?? []
      if (id && who === number) calls.set(id, state as CallState)
    }
    return calls
  }

  async function tell(number: string, word: string, from: CallState, to: CallState): Promise<void> {
    const [id] = [...callsOf(number)].findLast(([, state]) => state === from) ?? []
    if (!id) throw new Error(`no call of ${number} is ${from}`)
    // Told once: a second one might be understood as something else by what the call is then.
    socket.send(messageOf(id, word), asterisk.calleePort, '127.0.0.1')
    await until(() => callsOf(number).get(id) === to, `the call of ${number} is not ${to}: ${errors()}`)
  }

  const answerers: Answerers = {
    calls: (number) => [...callsOf(number).values()],
    pickUp: (number) => tell(number, 'answer', 'rung', 'answered'),
    decline: (number) => tell(number, 'busy', 'rung', 'over'),
    hangUp: (number) => tell(number, 'bye', 'answered', 'over'),
    async close() {
      socket.close()
      await sipp.end()
    },
  }
  try {
    await until(() => sipp.hasEnded() || isListening(asterisk.calleePort), 'SIPp does not listen')
    if (sipp.hasEnded()) throw new Error(`SIPp does not run: ${errors() || sipp.said()}`)
    return answerers
  } catch (error) {
    await answerers.close()
    throw error
  }
}

/** Rejects with `otherwise` after five seconds. */
export async function until(isSo: () => boolean, otherwise: string): Promise<void> {
  for (const end = Date.now() + deadlineMs; !isSo(); await delay(20)) if (Date.now() > end) throw new Error(otherwise)
}

/** Whether anybody on this machine has that UDP port on loopback. */
const isListening = (port: number) =>
  read('/proc/net/udp').includes(`0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} `)

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

let sequence = 0
function messageOf(callId: string, word: string): string {
  sequence += 1
  return [
    'MESSAGE sip:people@127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-test-${sequence}`,
    'From: <sip:test@127.0.0.1>;tag=test',
    'To: <sip:people@127.0.0.1>',
    `Call-ID: ${callId}`,
    `CSeq: ${sequence} MESSAGE`,
    'Content-Type: text/plain',
    `Content-Length: ${word.length}`,
    '',
    word,
  ].join('\r\n')
}
