/** Somebody who dials: one baresip, since it has one microphone and one ear, told what to do over its control port. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { until } from './answerers.ts'
import type { Place, Running } from './processes.ts'
import { wavOf } from './tone-files.ts'

export interface Telephone {
  /** `ended`: also where it was refused. */
  state(): 'dialling' | 'talking' | 'ended'
  /** Why it ended, as the telephone says it; empty before. */
  reason(): string
  /** By RFC 4733. */
  key(digits: string): Promise<void>
  hangUp(): Promise<void>
  /** What was heard there so far, as a WAV. */
  heard(): Buffer
  /** Done when the program is gone. */
  close(): Promise<void>
}

export interface Dialling {
  readonly address: string
  /** The user part of the SIP address it calls from, as it is written there. */
  readonly from: string
  /** Played from the answer on, in Hz; null: silence. */
  readonly tone: number | null
  /** The first of four ports that are nobody else's; an even one. */
  readonly port: number
}

/** How long it plays; who is silent plays, too, since a telephone sends sound all the time. */
const seconds = 120

let sequence = 0

/** Resolves when it dials. */
export async function dial(place: Place, { address, from, tone, port }: Dialling): Promise<Telephone> {
  sequence += 1
  const name = `telephone-${sequence}`
  // It listens for SIP by TCP, too, and by TLS on the next port.
  const ports = { sip: port, control: port + 3, sound: port + 2 }
  mkdirSync(join(place.folder, name))
  const file = (path: string) => join(place.folder, name, path)
  const played = `${tone ?? 'silence'}.wav`
  if (!existsSync(join(place.folder, played)))
    writeFileSync(join(place.folder, played), wavOf(tone === null ? [] : [tone], seconds))
  const sound = [
    `audio_source=aufile,${place.inside(played)}`,
    `audio_player=aufile,${place.inside(`${name}/heard.wav`)}`,
  ]
  writeFileSync(
    file('accounts'),
    `<sip:${from}@127.0.0.1:${ports.sip}>;regint=0;${sound.join(';')};audio_codecs=pcmu;dtmfmode=rtpevent\n`,
  )
  writeFileSync(file('contacts'), '')
  writeFileSync(file('config'), configOf(ports))
  const baresip = place.run(['baresip', '-f', place.inside(name)])

  let [state, reason]: [ReturnType<Telephone['state']>, string] = ['dialling', '']
  let socket: Socket | undefined
  const close = async () => {
    socket?.destroy()
    await baresip.end()
  }
  try {
    socket = await open(ports.control, baresip)
    const answers = new Map<string, (ok: boolean) => void>()
    readNetstrings(socket, (text) => {
      const said: Record<string, unknown> = JSON.parse(text)
      if (said.type === 'CALL_ESTABLISHED') state = 'talking'
      if (said.type === 'CALL_CLOSED') [state, reason] = ['ended', String(said.param)]
      if (typeof said.token === 'string') answers.get(said.token)?.(said.ok === true)
    })
    const line = socket
    const tell = (command: string, params = '') =>
      new Promise<void>((resolve, reject) => {
        const token = `${answers.size}`
        answers.set(token, (ok) =>
          ok ? resolve() : reject(new Error(`the telephone does not ${command}: ${baresip.said()}`)),
        )
        const text = JSON.stringify({ command, params, token })
        line.write(`${Buffer.byteLength(text)}:${text},`)
      })
    await tell('dial', address)
    return {
      state: () => state,
      reason: () => reason,
      key: (digits) => tell('sndcode', digits),
      async hangUp() {
        await tell('hangup')
        await until(() => state === 'ended', 'the telephone does not hang up')
      },
      heard: () => readFileSync(file('heard.wav')),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const configOf = (ports: { readonly control: number; readonly sip: number; readonly sound: number }) => `
sip_listen 127.0.0.1:${ports.sip}
net_interface 127.0.0.1
audio_alert none
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
rtp_ports ${ports.sound}-${ports.sound + 2}
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:${ports.control}
`

async function open(port: number, baresip: Running): Promise<Socket> {
  for (const end = Date.now() + 5000; ; await delay(20)) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await new Promise<boolean>((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    )
    if (isOpen) return socket.on('error', () => undefined)
    if (baresip.hasEnded() || Date.now() > end) throw new Error(`baresip does not run: ${baresip.said()}`)
  }
}

/** `<length>:<text>,` one after the other, however they are cut. */
function readNetstrings(socket: Socket, take: (text: string) => void): void {
  let rest = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const colon = rest.indexOf(':')
      const end = colon + 1 + Number(rest.toString('latin1', 0, colon))
      if (colon < 0 || rest.length <= end) return
      take(rest.toString('utf8', colon + 1, end))
      rest = rest.subarray(end + 1)
    }
  })
}
