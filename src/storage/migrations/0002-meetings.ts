/** Meetings, what is said about them and by whom, their calendars, and the jobs; conferences know which occurrence they are. */
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const meetings: Migration = {
  // A migration knows the tables of its own time only, so `Tables` is no type for it.
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema.alterTable('conferences').addColumn('meeting_id', 'text').execute()
    await schema.alterTable('conferences').addColumn('occurrence_date', 'text').execute()
    await schema
      .createIndex('conferences_by_occurrence')
      .on('conferences')
      .columns(['meeting_id', 'occurrence_date', 'started_at'])
      .where('meeting_id', 'is not', null)
      .execute()

    await schema
      .createTable('meetings')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('workspace_key', 'text', (column) => column.notNull())
      .addColumn('channel_key', 'text', (column) => column.notNull())
      .addColumn('owner_key', 'text', (column) => column.notNull())
      .addColumn('pbx', 'text', (column) => column.notNull())
      .addColumn('room_number', 'text')
      .addColumn('next_at', 'bigint')
      .addColumn('people', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('document_version', 'integer', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .execute()
    // What is over stays for ever, and stands in none of these.
    await schema
      .createIndex('meetings_by_start')
      .on('meetings')
      .columns(['next_at', 'id'])
      .where('next_at', 'is not', null)
      .execute()
    await schema
      .createIndex('meetings_by_workspace')
      .on('meetings')
      .columns(['workspace_key', 'next_at', 'id'])
      .where('next_at', 'is not', null)
      .execute()
    await schema
      .createIndex('meetings_by_channel')
      .on('meetings')
      .columns(['channel_key', 'next_at', 'id'])
      .where('next_at', 'is not', null)
      .execute()
    await schema
      .createIndex('meetings_by_pbx')
      .on('meetings')
      .columns(['pbx', 'next_at', 'id'])
      .where('next_at', 'is not', null)
      .where(sql.ref('room_number'), 'is not', null)
      .execute()
    await schema
      .createIndex('meetings_scheduled')
      .on('meetings')
      .column('id')
      .where(sql.ref('state'), '=', 'scheduled')
      .execute()

    await schema
      .createTable('meeting_people')
      .addColumn('meeting_id', 'text', (column) => column.notNull())
      .addColumn('person_key', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('meeting_people_key', ['meeting_id', 'person_key'])
      .execute()
    await schema
      .createIndex('meeting_people_by_person')
      .on('meeting_people')
      .columns(['person_key', 'meeting_id'])
      .execute()

    await schema
      .createTable('deliveries')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('meeting_id', 'text', (column) => column.notNull())
      .addColumn('date', 'text')
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('start_at', 'bigint')
      .addColumn('lead_minutes', 'integer')
      .addColumn('place', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('began_at', 'bigint', (column) => column.notNull())
      .addColumn('settled_at', 'bigint')
      .addColumn('message', 'text')
      .execute()
    await schema
      .createIndex('deliveries_by_meeting')
      .on('deliveries')
      .columns(['meeting_id', 'date', 'began_at'])
      .execute()
    await schema.createIndex('deliveries_by_age').on('deliveries').columns(['kind', 'began_at']).execute()

    await schema
      .createTable('answers')
      .addColumn('meeting_id', 'text', (column) => column.notNull())
      .addColumn('date', 'text', (column) => column.notNull())
      .addColumn('person_key', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('answer', 'text', (column) => column.notNull())
      .addColumn('start_at', 'bigint', (column) => column.notNull())
      .addColumn('answered_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('answers_key', ['meeting_id', 'date', 'person_key'])
      .execute()
    await schema.createIndex('answers_by_person').on('answers').columns(['person_key', 'meeting_id']).execute()

    await schema
      .createTable('calendars')
      .addColumn('scope', 'text', (column) => column.primaryKey())
      .addColumn('hash', 'text', (column) => column.notNull().unique())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute()

    await schema
      .createTable('jobs')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('meeting_id', 'text')
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('lease', 'text')
      .addColumn('lease_until', 'bigint')
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('payload', 'text', (column) => column.notNull())
      .execute()
    // Jobs that nobody runs stand first in it, by when they are due: however many are run, nobody reads past them.
    await schema.createIndex('jobs_by_lease').on('jobs').columns(['lease_until', 'due_at', 'key']).execute()
    await schema.createIndex('jobs_by_meeting').on('jobs').columns(['meeting_id', 'kind']).execute()
  },
}
