/** The tables of the first version. */
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const initial: Migration = {
  // A migration knows the tables of its own time only, so `Tables` is no type for it.
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('conferences')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('pbx', 'text', (column) => column.notNull())
      .addColumn('room_number', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('workspace_key', 'text', (column) => column.notNull())
      .addColumn('channel_key', 'text', (column) => column.notNull())
      .addColumn('thread_id', 'text')
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('document_version', 'integer', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .execute()
    await schema
      .createIndex('conferences_by_workspace')
      .on('conferences')
      .columns(['state', 'workspace_key', 'started_at'])
      .execute()
    await schema
      .createIndex('conferences_by_channel')
      .on('conferences')
      .columns(['channel_key', 'state', 'ended_at'])
      .execute()

    await schema
      .createTable('room_leases')
      .addColumn('pbx', 'text', (column) => column.notNull())
      .addColumn('room_number', 'text', (column) => column.notNull())
      .addColumn('conference_id', 'text', (column) => column.notNull())
      .addColumn('leased_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('room_leases_key', ['pbx', 'room_number'])
      .execute()

    await schema
      .createTable('dials')
      .addColumn('pbx', 'text', (column) => column.notNull())
      .addColumn('conference_id', 'text', (column) => column.notNull())
      .addColumn('person_key', 'text', (column) => column.notNull())
      .addColumn('number', 'text', (column) => column.notNull())
      .addColumn('dialled_at', 'bigint', (column) => column.notNull())
      .execute()
    await schema.createIndex('dials_by_pbx').on('dials').columns(['pbx', 'dialled_at']).execute()
    await schema.createIndex('dials_by_person').on('dials').columns(['person_key', 'pbx', 'dialled_at']).execute()
    await schema
      .createIndex('dials_by_conference')
      .on('dials')
      .columns(['conference_id', 'pbx', 'dialled_at'])
      .execute()

    await schema
      .createTable('posted_cards')
      .addColumn('conference_id', 'text', (column) => column.notNull())
      .addColumn('channel_key', 'text', (column) => column.notNull())
      .addColumn('message_id', 'text', (column) => column.notNull())
      .addColumn('place', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('posted_cards_key', ['conference_id', 'channel_key', 'message_id'])
      .execute()

    await schema
      .createTable('settings')
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('settings_key', ['scope', 'name'])
      .execute()

    await schema
      .createTable('contacts')
      .addColumn('workspace_key', 'text', (column) => column.notNull())
      .addColumn('folded_name', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('number', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text')
      .addPrimaryKeyConstraint('contacts_key', ['workspace_key', 'folded_name'])
      .execute()
    await schema
      .createTable('contact_lists')
      .addColumn('workspace_key', 'text', (column) => column.notNull())
      .addColumn('folded_name', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('members', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('contact_lists_key', ['workspace_key', 'folded_name'])
      .execute()

    await schema
      .createTable('audit')
      .addColumn('seq', 'bigint', (column) => column.primaryKey())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('entry', 'text', (column) => column.notNull())
      .addColumn('workspace_key', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('conference_id', 'text')
      .execute()
    await schema.createIndex('audit_by_workspace').on('audit').columns(['workspace_key', 'seq']).execute()
    await schema.createIndex('audit_by_user').on('audit').columns(['workspace_key', 'user_id', 'seq']).execute()
    await schema.createIndex('audit_by_conference').on('audit').columns(['conference_id', 'seq']).execute()

    await schema
      .createTable('intents')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('claimed_at', 'bigint', (column) => column.notNull())
      .execute()
    await schema.createIndex('intents_by_age').on('intents').column('claimed_at').execute()
  },
}
