/** Messages over the HTTP API, with the rules of permissions, nonces and history. */
import { describe, expect, test } from 'vitest'
import { botUserId, channelIds, personIds } from '#sandbox/discord/identity.ts'
import type { Overwrite, PermissionName } from '#sandbox/discord/permissions.ts'
import { permissionSet } from '#sandbox/discord/permissions.ts'
import { messagesPath, problemCodes, type ServedRest, serveRest, v2 } from '../serve-rest.ts'

const path = messagesPath()

/** Takes permissions from the bot in a channel. */
function deny({ server }: ServedRest, channelId: string, ...names: readonly PermissionName[]) {
  const overwrite: Overwrite = { id: botUserId, type: 1, allow: 0n, deny: permissionSet(...names) }
  server.directory.channel(channelId)?.overwrites.push(overwrite)
}

/** Somebody says something in a channel; its id. */
function hear({ server }: ServedRest, content: string, channelId: string = channelIds.ops) {
  const mentions = { users: [], roles: [], isEveryone: false }
  const said = { content, components: [], embeds: [], attachments: [], flags: 0, mentions }
  return server.messages.add({ ...said, channelId, authorId: personIds.alice, type: 0 }).id
}

describe('posting', () => {
  test('answers the message as it stands', async () => {
    const { post } = await serveRest()
    const { status, body } = await post(path, v2('Hello <@1200000000000000101>'))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      type: 0,
      content: '',
      flags: 1 << 15,
      channel_id: channelIds.ops,
      author: { id: botUserId, username: 'confbot', bot: true },
      components: [{ type: 10, id: 1, content: 'Hello <@1200000000000000101>' }],
      mentions: [{ id: personIds.alice }],
      edited_timestamp: null,
      pinned: false,
    })
    expect(body).not.toHaveProperty('nonce')
  })

  test('notifies nobody when nothing is parsed', async () => {
    const { say } = await serveRest()
    const text = '<@1200000000000000101> <@&1200000000000000202> @everyone'
    expect(await say({ content: text, allowed_mentions: { parse: [] } })).toMatchObject({
      content: text,
      mentions: [],
      mention_roles: [],
      mention_everyone: false,
    })
  })

  test('keeps files, and lists those that no component shows', async () => {
    const { request, server } = await serveRest()
    const form = new FormData()
    const components = [{ type: 13, file: { url: 'attachment://talk.ics' } }]
    form.set(
      'payload_json',
      JSON.stringify({ flags: 1 << 15, components, attachments: [{ id: 0, description: 'Talk' }] }),
    )
    form.set('files[0]', new Blob(['BEGIN:VCALENDAR'], { type: 'text/calendar' }), 'talk.ics')
    form.set('files[1]', new Blob(['minutes'], { type: 'text/plain' }), 'minutes.txt')
    const { status, body } = await request('POST', path, { body: form })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      components: [{ type: 13, name: 'talk.ics', size: 15, file: { content_type: 'text/calendar' } }],
      attachments: [{ filename: 'minutes.txt', size: 7 }],
    })
    const [{ file }] = body.components as [{ file: { attachment_id: string } }]
    expect(server.attachments.find(file.attachment_id)?.bytes.toString()).toBe('BEGIN:VCALENDAR')
  })

  test('refuses a part of the form that nobody documents', async () => {
    const { request } = await serveRest()
    const form = new FormData()
    form.set('payload_json', JSON.stringify({ content: 'see there' }))
    form.set('file', new Blob(['x']), 'x.txt')
    expect(problemCodes((await request('POST', path, { body: form })).body)).toEqual({ file: 'UNKNOWN_FIELD' })
  })

  test('replies to a message of the channel', async () => {
    const served = await serveRest()
    const id = hear(served, 'who dials in?')
    expect(await served.say({ content: 'me', message_reference: { message_id: id } })).toMatchObject({
      type: 19,
      message_reference: { message_id: id },
      referenced_message: { id, content: 'who dials in?' },
      mentions: [{ id: personIds.alice }],
    })
    const { status, body } = await served.post(path, { content: 'me', message_reference: { message_id: '1' } })
    expect([status, problemCodes(body)]).toEqual([400, { message_reference: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE' }])
  })

  test.each([
    ['hidden', channelIds.board, [], 403, 50001],
    ['silent', channelIds.ops, ['SEND_MESSAGES'], 403, 50013],
    ['unknown', '1200000000000009999', [], 404, 10003],
  ] as const)('refuses a %s channel', async (_, channelId, denied, status, code) => {
    const served = await serveRest()
    deny(served, channelId, ...denied)
    const answer = await served.post(messagesPath(channelId), { content: 'hello' })
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test('needs its own permission in a thread, and opens an archived one', async () => {
    const served = await serveRest()
    const parent = served.server.directory.channel(channelIds.ops)
    if (!parent) throw new Error('no channel')
    const thread = served.server.directory.createThread({ parent, name: 'details', ownerId: personIds.bob })
    if (thread.thread) thread.thread.isArchived = true
    expect((await served.post(messagesPath(thread.id), { content: 'here' })).status).toBe(200)
    expect(thread.thread?.isArchived).toBe(false)
    deny(served, channelIds.ops, 'SEND_MESSAGES_IN_THREADS')
    expect((await served.post(messagesPath(thread.id), { content: 'here' })).body.code).toBe(50013)
  })

  test('refuses files without the permission to attach them', async () => {
    const served = await serveRest()
    deny(served, channelIds.ops, 'ATTACH_FILES')
    const form = new FormData()
    form.set('payload_json', '{"content":"see there"}')
    form.set('files[0]', new Blob(['x']), 'x.txt')
    expect((await served.request('POST', path, { body: form })).body.code).toBe(50013)
  })

  test('reaches people by direct message while they let it', async () => {
    const { post, server } = await serveRest()
    const { body: direct } = await post('/users/@me/channels', { recipient_id: personIds.carol })
    expect(direct).toMatchObject({ type: 1, recipients: [{ id: personIds.carol }] })
    const there = messagesPath(String(direct.id))
    expect((await post(there, { content: 'hello' })).status).toBe(200)
    server.closedDirects.add(personIds.carol)
    expect((await post(there, { content: 'hello' })).body.code).toBe(50007)
    const { body: strange } = await post('/users/@me/channels', { recipient_id: personIds.stranger })
    expect((await post(messagesPath(String(strange.id)), { content: 'hello' })).body.code).toBe(50278)
  })
})

describe('a nonce', () => {
  test('that is enforced brings the message that there is, for some minutes', async () => {
    const { say, clock, server } = await serveRest()
    const sent = { content: 'once', nonce: 'n-1', enforce_nonce: true }
    const first = await say(sent)
    expect(first.nonce).toBe('n-1')
    expect((await say({ ...sent, content: 'twice' })).id).toBe(first.id)
    // Discord says nothing of the channel.
    expect((await say(sent, channelIds.general)).id).toBe(first.id)
    clock.advance(6 * 60_000)
    expect((await say(sent)).id).not.toBe(first.id)
    expect(server.messages.inChannel(channelIds.ops)).toHaveLength(2)
  })

  test('of a message that was deleted brings none', async () => {
    const { say, del, post } = await serveRest()
    const sent = { content: 'once', nonce: 'n-1', enforce_nonce: true }
    const { id } = await say(sent)
    await del(`${path}/${id}`)
    expect((await post(path, sent)).body.code).toBe(10008)
  })

  test('that is not enforced is only told', async () => {
    const { say } = await serveRest()
    const sent = { content: 'again', nonce: 7 }
    expect((await say(sent)).id).not.toBe((await say(sent)).id)
  })
})

describe('reading', () => {
  test('goes through the history, newest first', async () => {
    const served = await serveRest()
    const ids: string[] = []
    for (const text of ['a', 'b', 'c', 'd', 'e']) ids.push(String((await served.say({ content: text })).id))
    const read = async (query: string) =>
      (await served.get(`${path}?${query}`)).list.map(({ content }) => content).join('')
    expect(await read('')).toBe('edcba')
    expect(await read('limit=2')).toBe('ed')
    expect(await read(`before=${ids[3]}&limit=2`)).toBe('cb')
    expect(await read(`after=${ids[0]}&limit=2`)).toBe('cb')
    expect(await read(`around=${ids[2]}&limit=3`)).toBe('dcb')
    expect(await read('after=0')).toBe('edcba')
  })

  test.each([
    ['limit=0', 'limit', 'NUMBER_TYPE_MIN'],
    ['limit=101', 'limit', 'NUMBER_TYPE_MAX'],
    ['limit=all', 'limit', 'NUMBER_TYPE_COERCE'],
    ['before=yesterday', 'before', 'NUMBER_TYPE_COERCE'],
  ])('refuses %s', async (query, field, code) => {
    const { get } = await serveRest()
    const { status, body } = await get(`${path}?${query}`)
    expect([status, body.code, problemCodes(body)]).toEqual([400, 50035, { [field]: code }])
  })

  test('brings nothing without the permission to read the history', async () => {
    const served = await serveRest()
    const { id } = await served.say({ content: 'hello' })
    deny(served, channelIds.ops, 'READ_MESSAGE_HISTORY')
    expect((await served.get(path)).list).toEqual([])
    expect((await served.get(`${path}/${id}`)).body.code).toBe(50001)
  })

  test('keeps from the bot what others say, unless it has the intent or is meant', async () => {
    const served = await serveRest()
    const id = hear(served, 'between us')
    expect((await served.get(`${path}/${id}`)).body).toMatchObject({ content: '', author: { id: personIds.alice } })
    served.server.hasPrivilegedIntents = true
    expect((await served.get(`${path}/${id}`)).body.content).toBe('between us')
  })

  test('does not find what is ephemeral', async () => {
    const { server, get, patch } = await serveRest()
    const mentions = { users: [], roles: [], isEveryone: false }
    const content = { content: 'for you', components: [], embeds: [], attachments: [], flags: 64, mentions }
    const { id } = server.messages.add({
      ...content,
      channelId: channelIds.ops,
      authorId: botUserId,
      type: 20,
      visibleTo: personIds.alice,
    })
    expect((await get(path)).list).toEqual([])
    expect((await get(`${path}/${id}`)).body.code).toBe(10008)
    expect((await patch(`${path}/${id}`, { content: 'for all' })).body.code).toBe(10008)
  })
})

describe('changing', () => {
  test('replaces what is named and tells when', async () => {
    const { say, patch } = await serveRest()
    const { id } = await say({ content: 'before', embeds: [{ title: 'kept' }] })
    const { status, body } = await patch(`${path}/${id}`, { content: 'after' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ id, content: 'after', embeds: [{ title: 'kept' }] })
    expect(body.edited_timestamp).toMatch(/^\d{4}-.*\+00:00$/)
  })

  test('keeps a message of Components V2 one', async () => {
    const { say, patch } = await serveRest()
    const { id } = await say(v2('before'))
    expect((await patch(`${path}/${id}`, { components: [{ type: 10, content: 'after' }] })).body).toMatchObject({
      flags: 1 << 15,
      components: [{ id: 1, content: 'after' }],
    })
    expect(problemCodes((await patch(`${path}/${id}`, { content: 'text' })).body)).toEqual({
      content: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    })
    expect(problemCodes((await patch(`${path}/${id}`, { flags: 0 })).body)).toEqual({
      flags: 'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
    })
  })

  test('makes one of Components V2 of another only when its content goes', async () => {
    const { say, patch } = await serveRest()
    const { id } = await say({ content: 'plain' })
    expect(problemCodes((await patch(`${path}/${id}`, v2('rich'))).body)).toEqual({
      content: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    })
    expect((await patch(`${path}/${id}`, { ...v2('rich'), content: null })).body).toMatchObject({
      content: '',
      flags: 1 << 15,
    })
  })

  test('is for one’s own messages, and for what is there', async () => {
    const served = await serveRest()
    const theirs = hear(served, 'mine')
    expect((await served.patch(`${path}/${theirs}`, { content: 'ours' })).body.code).toBe(50005)
    expect((await served.patch(`${path}/1`, { content: 'ours' })).body.code).toBe(10008)
  })
})

describe('files of a message', () => {
  const shown = { flags: 1 << 15, components: [{ type: 13, file: { url: 'attachment://talk.ics' } }] }

  test('stay when it is edited, and can be shown anew', async () => {
    const { request, patch } = await serveRest()
    const form = new FormData()
    form.set('payload_json', JSON.stringify(shown))
    form.set('files[0]', new Blob(['BEGIN:VCALENDAR']), 'talk.ics')
    const { body } = await request('POST', path, { body: form })
    const components = [{ type: 10, content: 'See there' }, ...shown.components]
    expect((await patch(`${path}/${body.id}`, { components })).body).toMatchObject({
      components: [{ type: 10 }, { type: 13, name: 'talk.ics', file: { url: expect.stringContaining('/talk.ics') } }],
      attachments: [],
    })
    expect((await patch(`${path}/${body.id}`, { components: [{ type: 10, content: 'no more' }] })).body).toMatchObject({
      attachments: [{ filename: 'talk.ics' }],
    })
    const bare = { components: [{ type: 10, content: 'gone' }], attachments: [] }
    expect((await patch(`${path}/${body.id}`, bare)).body.attachments).toEqual([])
  })

  test('must come along', async () => {
    const { post } = await serveRest()
    expect(problemCodes((await post(path, shown)).body)).toEqual({
      'components.0': 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
    })
  })
})

describe('deleting', () => {
  test('takes one’s own away; those of others need MANAGE_MESSAGES', async () => {
    const served = await serveRest()
    const { id } = await served.say({ content: 'gone' })
    expect((await served.del(`${path}/${id}`)).status).toBe(204)
    expect((await served.del(`${path}/${id}`)).body.code).toBe(10008)
    const theirs = hear(served, 'stays')
    expect((await served.del(`${path}/${theirs}`)).body.code).toBe(50013)
    served.server.directory
      .channel(channelIds.ops)
      ?.overwrites.push({ id: botUserId, type: 1, allow: permissionSet('MANAGE_MESSAGES'), deny: 0n })
    expect((await served.del(`${path}/${theirs}`)).status).toBe(204)
  })
})

test('changes are told of, but for ephemeral ones', async () => {
  const { server, say, patch, del } = await serveRest()
  const heard: string[] = []
  server.onChange((change) => heard.push(`${change.of} ${change.kind}`))
  const { id } = await say({ content: 'a' })
  await patch(`${path}/${id}`, { content: 'b' })
  await del(`${path}/${id}`)
  expect(heard).toEqual(['message created', 'message updated', 'message deleted'])
})
