/**
 * Contacts and lists of a workspace. Names are unique in their folded form, which is part of the key; it is made here, because
 * databases fold differently (SQLite's own lower() knows ASCII alone).
 */
import type { Kysely } from 'kysely'
import type { DirectoryRepository } from '#core/contracts/store.ts'
import { foldName } from '#lib/fold-name.ts'
import { documentToMembers } from '../documents.ts'
import type { Tables } from '../schema.ts'

export const createDirectoryRepository = (db: Kysely<Tables>): DirectoryRepository => ({
  contacts: (workspaceKey) =>
    db
      .selectFrom('contacts')
      .select(['workspace_key as workspaceKey', 'name', 'number', 'user_id as userId'])
      .where('workspace_key', '=', workspaceKey)
      .orderBy('folded_name')
      .execute(),
  async putContact({ workspaceKey, name, number, userId }) {
    const columns = { name, number, user_id: userId }
    await db
      .insertInto('contacts')
      .values({ workspace_key: workspaceKey, folded_name: foldName(name), ...columns })
      .onConflict((conflict) => conflict.columns(['workspace_key', 'folded_name']).doUpdateSet(columns))
      .execute()
  },
  async removeContact(workspaceKey, name) {
    const { numDeletedRows } = await db
      .deleteFrom('contacts')
      .where('workspace_key', '=', workspaceKey)
      .where('folded_name', '=', foldName(name))
      .executeTakeFirstOrThrow()
    return numDeletedRows === 1n
  },
  async lists(workspaceKey) {
    const rows = await db
      .selectFrom('contact_lists')
      .select(['name', 'members'])
      .where('workspace_key', '=', workspaceKey)
      .orderBy('folded_name')
      .execute()
    return rows.map(({ name, members }) => ({ workspaceKey, name, members: documentToMembers(members) }))
  },
  async putList({ workspaceKey, name, members }) {
    const columns = { name, members: JSON.stringify(members) }
    await db
      .insertInto('contact_lists')
      .values({ workspace_key: workspaceKey, folded_name: foldName(name), ...columns })
      .onConflict((conflict) => conflict.columns(['workspace_key', 'folded_name']).doUpdateSet(columns))
      .execute()
  },
  async removeList(workspaceKey, name) {
    const { numDeletedRows } = await db
      .deleteFrom('contact_lists')
      .where('workspace_key', '=', workspaceKey)
      .where('folded_name', '=', foldName(name))
      .executeTakeFirstOrThrow()
    return numDeletedRows === 1n
  },
})
