/** All repositories on one connection: the store's own, or a transaction's. */
import type { Kysely } from 'kysely'
import type { Repositories } from '#core/contracts/store.ts'
import type { Logger } from '#lib/logger.ts'
import type { Tables } from '../schema.ts'
import { createAnswerRepository } from './answers.ts'
import { createAuditRepository } from './audit.ts'
import { createCalendarRepository } from './calendars.ts'
import { createConferenceRepository } from './conferences.ts'
import { createDeliveryRepository } from './deliveries.ts'
import { createDialRepository } from './dials.ts'
import { createDirectoryRepository } from './directory.ts'
import { createIntentRepository } from './intents.ts'
import { createJobRepository } from './jobs.ts'
import { createKeptValueRepository } from './kept-values.ts'
import { createMeetingRepository } from './meetings.ts'
import { createPostedCardRepository } from './posted-cards.ts'
import { createRoomLeaseRepository } from './room-leases.ts'
import { createSettingRepository } from './settings.ts'

export const createRepositories = (db: Kysely<Tables>, logger: Logger): Repositories => ({
  conferences: createConferenceRepository(db),
  roomLeases: createRoomLeaseRepository(db),
  dials: createDialRepository(db),
  postedCards: createPostedCardRepository(db),
  settings: createSettingRepository(db),
  directory: createDirectoryRepository(db),
  audit: createAuditRepository(db),
  intents: createIntentRepository(db),
  meetings: createMeetingRepository(db, logger),
  deliveries: createDeliveryRepository(db),
  answers: createAnswerRepository(db),
  calendars: createCalendarRepository(db),
  jobs: createJobRepository(db),
  keptValues: createKeptValueRepository(db),
})
