/**
 * Yeastar S-Series' recordings: there is no list, but call records that name files, and each download needs a random text that holds for
 * 30 seconds and once. Source: Yeastar S-Series developer guide, "Download Recording Files", "Download CDR Files"; no page
 * shows the columns of that file, which are those that programs in public repositories read from it.
 */
import { randomBytes } from 'node:crypto'
import type { Clock } from '#lib/clock.ts'
import type { HttpReply } from '#sandbox/faults.ts'
import type { Pbx } from '../../pbx.ts'
import type { Recording, Room } from '../../room.ts'
import { callidOf } from './members.ts'
import { errno, file, type Parameters, Refusal, required, splitList, success } from './wire.ts'

const randomLifeMs = 30_000
const columns =
  'callid,timestart,callfrom,callto,callduraction,talkduraction,srctrunkname,dsttrunkname,status,type,pincode,recording,didnumber,sn'

/** `yyyy-mm-dd hh:mm:ss` in the zone of the PBX, which is UTC here. */
const timePattern = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/
const instantToTime = (instant: number) => new Date(instant).toISOString().slice(0, 19).replace('T', ' ')

function readTime(parameters: Parameters, name: string): string {
  const time = required(parameters, name)
  if (!timePattern.test(time)) throw new Refusal(errno.blankParameter, `${name}: yyyy-mm-dd hh:mm:ss expected`)
  return time
}

/** `caller`: whose call is recorded, in all call records: who took part is not kept. */
export function createRecordings(pbx: Pbx, clock: Clock, caller: string, serialNumber: string) {
  const randoms = new Map<string, { readonly of: string; readonly until: number }>()

  const all = (): { room: Room; recording: Recording; name: string }[] =>
    pbx
      .rooms()
      .flatMap((room) =>
        [...room.recordings.values()].map((recording) => ({ room, recording, name: nameOf(room, recording) })),
      )

  const nameOf = (room: Room, { startedAt }: Recording) => {
    const stamp = instantToTime(startedAt).replace(/\D/g, '')
    return `${stamp}-${Math.floor(startedAt / 1000)}.${room.number}-${caller}-${room.number}-Internal.wav`
  }

  const issue = (of: string): string => {
    const random = randomBytes(16).toString('hex')
    randoms.set(random, { of, until: clock.now() + randomLifeMs })
    return random
  }
  /** Which code tells of one that has lapsed is not documented. */
  const redeem = (random: string | null, of: string) => {
    const issued = randoms.get(random ?? '')
    randoms.delete(random ?? '')
    if (issued?.of !== of || clock.now() >= issued.until)
      throw new Refusal(errno.unsupportedRequest, 'no such random text')
  }

  const row = ({ room, recording, name }: ReturnType<typeof all>[number]) => {
    const seconds = String(Math.round((recording.endedAt - recording.startedAt) / 1000))
    const { number } = room
    const start = instantToTime(recording.startedAt)
    return [
      callidOf(room),
      start,
      caller,
      number,
      seconds,
      seconds,
      '',
      '',
      'ANSWERED',
      'Internal',
      '',
      name,
      '',
      serialNumber,
    ]
  }

  return {
    randomOfFile(parameters: Parameters): HttpReply {
      const recording = required(parameters, 'recording')
      if (!all().some(({ name }) => name === recording)) throw new Refusal(errno.noRecordingFile, 'no such file')
      return success({ recording, random: issue(recording) })
    },
    downloadFile(query: URLSearchParams): HttpReply {
      const wanted = query.get('recording') ?? ''
      redeem(query.get('random'), wanted)
      const found = all().find(({ name }) => name === wanted)
      if (!found) throw new Refusal(errno.noRecordingFile, 'no such file')
      return file('audio/wav', found.recording.file)
    },
    randomOfRecords(parameters: Parameters): HttpReply {
      const number = required(parameters, 'number')
      const starttime = readTime(parameters, 'starttime')
      const endtime = readTime(parameters, 'endtime')
      return success({ number, starttime, endtime, random: issue([number, starttime, endtime].join()) })
    },
    downloadRecords(query: URLSearchParams): HttpReply {
      const [number = '', from = '', until = ''] = ['number', 'starttime', 'endtime'].map(
        (name) => query.get(name) ?? '',
      )
      redeem(query.get('random'), [number, from, until].join())
      const isAsked = (room: Room) =>
        number === 'all' || splitList(number).some((one) => one === caller || one === room.number)
      const rows = all()
        .filter(({ room, recording }) => {
          const start = instantToTime(recording.startedAt)
          return isAsked(room) && start >= from && start <= until
        })
        .map(row)
      return file('text/csv', [columns, ...rows.map((cells) => cells.join(','))].map((line) => `${line}\n`).join(''))
    },
    reset: () => randoms.clear(),
  }
}
