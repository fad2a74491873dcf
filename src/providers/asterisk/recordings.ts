/**
 * Recordings. Asterisk's own need a right (`system`) that would let confbot do anything there; so a hidden channel in the conference
 * records it, and whether it is recorded is whether that channel is there. Files are listed, fetched and deleted over ARI.
 */

import type { Period, Recording, RecordingFile } from '#core/contracts/conference-provider.ts'
import { ConfbotError } from '#core/errors.ts'
import { type Clock, sleep } from '#lib/clock.ts'
import { createTurnstile, type Turnstile } from '#lib/turnstile.ts'
import { say } from '#text/message.ts'
import { providerError } from '../failure.ts'
import type { Announcements } from './announcements.ts'
import type { AriClient } from './ari.ts'
import { unlessGone } from './calls.ts'
import type { AsteriskClient } from './client.ts'
import { isPerson, isRecorder, legToRecording, wireToRecordings } from './mapper.ts'
import { createRecordingName, readRecordingName, recorderOf } from './names.ts'

/** In which a recorder that was asked for comes into the conference, or surely does not. */
const joinMs = 2_000
const lookAgainMs = 50

export function createRecordings(
  client: Pick<AsteriskClient, 'listLegs' | 'originate' | 'hangUp'>,
  ari: AriClient | null,
  announcements: Pick<Announcements, 'nowRecording'>,
  { name, clock }: { readonly name: string; readonly clock: Clock },
) {
  /** By room: two who start at once make one recording, and who stops finds what another one starts. */
  const turns = new Map<string, Turnstile>()
  const inTurn = (room: string, task: () => Promise<void>): Promise<void> => {
    const turn = turns.get(room) ?? createTurnstile(1)
    turns.set(room, turn)
    return turn(task)
  }
  /** Asterisk takes the request before the channel is there. Whether it came the state of the room tells. */
  const untilJoined = async (room: string, file: string): Promise<void> => {
    const until = clock.now() + joinMs
    while (!(await underWay(room)).has(file) && clock.now() < until) await sleep(clock, lookAgainMs)
  }
  const needAri = (): AriClient => {
    if (ari) return ari
    throw new ConfbotError('capability.unsupported', {
      blanks: { pbx: name, reason: say('asterisk.capability.no-ari') },
    })
  }
  const underWay = async (room: string): Promise<ReadonlySet<string>> =>
    new Set((await client.listLegs(room)).flatMap((leg) => legToRecording(leg) ?? []))
  /** Names of other files are nobody's business here. */
  const checkName = (room: string, recordingId: string) => {
    if (readRecordingName(recordingId)?.room !== room)
      throw providerError('provider.not-found', name, new Error('no recording of this room has that name'))
  }
  const checkFinished = async (room: string, recordingId: string) => {
    if ((await underWay(room)).has(recordingId))
      throw providerError('provider.conflict', name, new Error('the recording is still being made'))
  }

  return {
    /** Of one that is recorded already nothing is asked. */
    startRecording: (room: string): Promise<void> =>
      inTurn(room, async () => {
        const legs = await client.listLegs(room)
        if (!legs.some(isPerson))
          throw new ConfbotError('provider.rejected', {
            blanks: { pbx: name, message: say('asterisk.problem.nobody') },
          })
        if (legs.some(isRecorder)) return
        const file = createRecordingName(room, clock.now())
        await client.originate({
          channel: `Local/${room}@confbot-helper/n`,
          channelId: file,
          otherChannelId: recorderOf(file),
          context: 'confbot-record',
          exten: 's',
          variables: { CONFBOT_FILE: file },
        })
        await untilJoined(room, file).catch(() => {})
        announcements.nowRecording(room)
      }),
    stopRecording: (room: string): Promise<void> =>
      inTurn(room, async () => {
        const recorders = (await client.listLegs(room)).filter(isRecorder)
        await Promise.all(recorders.map(({ Channel }) => unlessGone(client.hangUp(Channel))))
      }),
    /** Without those that are still being made. */
    async listRecordings(room: string, during?: Period): Promise<readonly Recording[]> {
      const [stored, unfinished] = await Promise.all([needAri().listRecordings(), underWay(room)])
      return wireToRecordings(stored, room, unfinished).filter(
        ({ startedAt }) => during === undefined || startedAt === null || startedAt <= during.until,
      )
    },
    async fetchRecording(room: string, recordingId: string): Promise<RecordingFile> {
      checkName(room, recordingId)
      const [file] = await Promise.all([needAri().fetchRecording(recordingId), checkFinished(room, recordingId)])
      return { name: `${recordingId}.wav`, ...file }
    },
    async deleteRecording(room: string, recordingId: string): Promise<void> {
      checkName(room, recordingId)
      await checkFinished(room, recordingId)
      await needAri().deleteRecording(recordingId)
    },
  }
}
