/**
 * The tables, once for every database. Instants are UTC epoch milliseconds; what has members of its own is JSON text
 * (`documents.ts`). A dialect gives whole numbers as JavaScript numbers.
 */
export interface Tables {
  readonly conferences: ConferenceTable
  readonly room_leases: RoomLeaseTable
  readonly dials: DialTable
  readonly posted_cards: PostedCardTable
  readonly settings: SettingTable
  readonly contacts: ContactTable
  readonly contact_lists: ContactListTable
  readonly audit: AuditTable
  readonly intents: IntentTable
  readonly meetings: MeetingTable
  readonly meeting_people: MeetingPersonTable
  readonly deliveries: DeliveryTable
  readonly answers: AnswerTable
  readonly calendars: CalendarTable
  readonly jobs: JobTable
  readonly kept_values: KeptValueTable
}

/** One row is one conference: the columns are copies for finding it, `document` is the whole. */
export interface ConferenceTable {
  readonly id: string
  readonly pbx: string
  readonly room_number: string
  readonly state: string
  readonly workspace_key: string
  readonly channel_key: string
  readonly thread_id: string | null
  readonly started_at: number
  readonly ended_at: number | null
  readonly meeting_id: string | null
  readonly occurrence_date: string | null
  readonly revision: number
  readonly document_version: number
  readonly document: string
}

export interface RoomLeaseTable {
  readonly pbx: string
  readonly room_number: string
  readonly conference_id: string
  readonly leased_at: number
}

export interface DialTable {
  readonly pbx: string
  readonly conference_id: string
  readonly person_key: string
  readonly number: string
  readonly dialled_at: number
}

export interface PostedCardTable {
  readonly conference_id: string
  readonly channel_key: string
  readonly message_id: string
  readonly place: string
}

export interface SettingTable {
  readonly scope: string
  readonly name: string
  readonly value: string
}

export interface ContactTable {
  readonly workspace_key: string
  /** The name as `foldName` gives it. */
  readonly folded_name: string
  readonly name: string
  readonly number: string
  readonly user_id: string | null
}

export interface ContactListTable {
  readonly workspace_key: string
  readonly folded_name: string
  readonly name: string
  readonly members: string
}

/** `entry` is the record, and what `hash` covers together with the previous hash; the columns after it are copies for filtering. */
export interface AuditTable {
  readonly seq: number
  readonly hash: string
  readonly entry: string
  readonly workspace_key: string
  readonly user_id: string
  readonly action: string
  readonly conference_id: string | null
}

export interface IntentTable {
  readonly key: string
  readonly claimed_at: number
}

/** As conferences: copies for finding, and the whole. */
export interface MeetingTable {
  readonly id: string
  readonly state: string
  readonly workspace_key: string
  readonly channel_key: string
  readonly owner_key: string
  readonly pbx: string
  readonly room_number: string | null
  /** Start of the next occurrence of a scheduled one. */
  readonly next_at: number | null
  /** Whom it has in `meeting_people`, as JSON: so that a save that leaves them as they are is one statement. */
  readonly people: string
  readonly revision: number
  readonly document_version: number
  readonly document: string
}

/** The owner of a scheduled meeting, and whoever is mentioned in it. */
export interface MeetingPersonTable {
  readonly meeting_id: string
  readonly person_key: string
}

export interface DeliveryTable {
  readonly key: string
  readonly meeting_id: string
  readonly date: string | null
  readonly kind: string
  readonly start_at: number | null
  readonly lead_minutes: number | null
  readonly place: string
  readonly state: string
  readonly began_at: number
  readonly settled_at: number | null
  readonly message: string | null
}

export interface AnswerTable {
  readonly meeting_id: string
  readonly date: string
  readonly person_key: string
  readonly person: string
  readonly answer: string
  readonly start_at: number
  readonly answered_at: number
}

export interface CalendarTable {
  readonly scope: string
  readonly hash: string
  readonly created_at: number
}

/** `kind` is a copy of what stands in `payload`. */
export interface JobTable {
  readonly key: string
  readonly kind: string
  readonly meeting_id: string | null
  readonly due_at: number
  /** Who runs it, and until when it is theirs. */
  readonly lease: string | null
  readonly lease_until: number | null
  /** How often it was leased. */
  readonly tries: number
  readonly payload: string
}

export interface KeptValueTable {
  readonly key: string
  readonly value: string
  readonly kept_until: number
}
