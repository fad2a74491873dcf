/** Whom a text notifies. */
import { expect, test } from 'vitest'
import { createMovableClock } from '#lib/clock.ts'
import { botUserId, channelIds, deriveSecrets, personIds, roleIds } from '#sandbox/discord/identity.ts'
import { type AllowedMentions, resolveMentions } from '#sandbox/discord/rules/mentions.ts'
import { createServer } from '#sandbox/discord/server.ts'

const { alice, bob } = personIds

function mentionsOf(text: string, authorId: string, allowed?: AllowedMentions, repliedTo?: string) {
  const { directory } = createServer({ clock: createMovableClock(), secrets: deriveSecrets('x'), baseUrl: () => '' })
  const channel = directory.channel(channelIds.ops)
  if (!channel) throw new Error('no channel')
  return resolveMentions(text, { directory, channel, authorId, allowed, repliedTo })
}
const everybody = `<@${alice}> <@!${bob}> <@1> <@&${roleIds.staff}> @everyone`

test('without a word of what is allowed, all are', () => {
  expect(mentionsOf(everybody, alice)).toEqual({ users: [alice, bob], roles: [roleIds.staff], isEveryone: true })
})

test('what is allowed is all that counts', () => {
  const nobody = { users: [], roles: [], isEveryone: false }
  expect(mentionsOf(everybody, alice, { parse: [] })).toEqual(nobody)
  expect(mentionsOf(everybody, alice, {})).toEqual(nobody)
  expect(mentionsOf(everybody, alice, { parse: ['roles'], users: [bob] })).toEqual({
    ...nobody,
    users: [bob],
    roles: [roleIds.staff],
  })
})

test('everyone and roles are called by those who may', () => {
  expect(mentionsOf(everybody, botUserId)).toEqual({ users: [alice, bob], roles: [roleIds.staff], isEveryone: true })
  expect(mentionsOf(everybody, personIds.stranger)).toMatchObject({ roles: [], isEveryone: false })
})

test('nothing within code mentions anybody, and nothing escaped', () => {
  expect(mentionsOf(`\`<@${alice}>\` \`\`\`\n@everyone\n\`\`\` \\<@${bob}>`, alice)).toEqual({
    users: [],
    roles: [],
    isEveryone: false,
  })
})

test('a reply calls its author unless told not to', () => {
  expect(mentionsOf('yes', bob, undefined, alice).users).toEqual([alice])
  expect(mentionsOf('yes', bob, { parse: ['users'] }, alice).users).toEqual([])
  expect(mentionsOf('yes', bob, { parse: [], replied_user: true }, alice).users).toEqual([alice])
})
