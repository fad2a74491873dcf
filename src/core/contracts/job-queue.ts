/**
 * Things that happen later. A job is enqueued in the transaction that needs it (`JobRepository`), and run by whichever process
 * leases it first (`JobQueue`). A process that dies loses its leases after `leaseMs`, and its jobs are run again: what a job does
 * must bear that. Instants are the clock's, which is the one that was given to the store.
 */
import type { MeetingJob } from '../meeting-job.ts'

export const leaseMs = 30_000

export interface Job {
  /** At most one job has it: `remind:k3x9ab:2026-12-01T15:00:10:1796130000000`. */
  readonly key: string
  readonly dueAt: number
  readonly does: MeetingJob
  /** Whose it is, to take all of them back at once; null: nobody's. */
  readonly meetingId: string | null
}

export interface JobRepository {
  /** Adds, or replaces the one of that key. One that is being run is replaced, too: that run can then neither finish nor retry it. */
  put(...jobs: readonly Job[]): Promise<void>
  remove(key: string): Promise<void>
  /** All of a meeting but those of `except`. Those that are being run can then neither be finished nor tried again. */
  removeOf(meetingId: string, except?: readonly MeetingJob['kind'][]): Promise<void>
  get(key: string): Promise<Job | null>
  ofMeeting(meetingId: string): Promise<readonly Job[]>
  /** Takes a leased job out; false: it was replaced, removed or leased by another meanwhile, and nothing was done. */
  finish(job: LeasedJob): Promise<boolean>
  /** Puts a leased job back; false as for `finish`. */
  retry(job: LeasedJob, dueAt: number): Promise<boolean>
  /** How many are due since before `at`, leased or not. */
  overdue(at: number): Promise<number>
  /** When the first of these kinds is due, or was, leased or not; null: there is none. */
  firstDueAt(kinds: readonly MeetingJob['kind'][]): Promise<number | null>
}

export interface LeasedJob extends Job {
  /** Names this lease of it. */
  readonly lease: string
  /** How often it was leased before: 0 for the first time. */
  readonly tries: number
}

export interface JobQueue {
  /** At most `limit` that are due and not leased, the longest due first, in one round trip. Each is leased for `leaseMs`. */
  claim(limit: number): Promise<readonly LeasedJob[]>
  /** Another `leaseMs` from now for those that are still held. */
  renew(jobs: readonly LeasedJob[]): Promise<void>
  /** When the next one can be claimed: due and not leased, or its lease over; null: there is none. */
  nextAt(): Promise<number | null>
}
