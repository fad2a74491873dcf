/** Databases with sample meetings in them. */
import type { Meeting } from '#core/meeting.ts'
import { rushEvery, sampleMeeting } from './sample-meetings.ts'

export interface Amount {
  readonly meetings: number
  readonly channels: number
}

export interface Seeded extends Amount {
  readonly path: string
  readonly at: number
}

/** 200 in each channel. */
export const manyMeetings: Amount = { meetings: 100_000, channels: 500 }
export const fewMeetings: Amount = { meetings: 1_000, channels: 100 }

/** Of each of its first channels so many meetings: one of each channel after the other. */
export const someOf = (seeded: Seeded, ofChannels: number, each: number): readonly Meeting[] =>
  inTurn(seeded, ofChannels, each, (step) => step)

/** All that begin at the same instant. */
export const rushOf = (seeded: Seeded): readonly Meeting[] =>
  inTurn(seeded, seeded.channels, seeded.meetings / seeded.channels / rushEvery, (step) => (step + 1) * rushEvery - 1)

const inTurn = ({ channels, at }: Seeded, ofChannels: number, each: number, placeOf: (step: number) => number) =>
  Array.from({ length: ofChannels * each }, (_, index) =>
    sampleMeeting((index % ofChannels) + channels * placeOf(Math.floor(index / ofChannels)), channels, at),
  )

export const allInChannel = (seeded: Seeded, channel: number): readonly Meeting[] =>
  Array.from({ length: seeded.meetings / seeded.channels }, (_, step) =>
    sampleMeeting(channel + seeded.channels * step, seeded.channels, seeded.at),
  )
