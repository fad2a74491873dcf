/** Interactions as Discord sends them (interactions/receiving-and-responding), with what a test leaves open filled in. */
import type { APIInteraction } from 'discord-api-types/v10'

export const ids = {
  application: '1000000000000000001',
  server: '1000000000000000002',
  channel: '1000000000000000003',
  thread: '1000000000000000004',
  direct: '1000000000000000005',
  message: '1000000000000000006',
  alice: '1000000000000000010',
  bob: '1000000000000000011',
} as const

const user = { id: ids.alice, username: 'alice', discriminator: '0', global_name: 'Alice', avatar: null }

/** The test vouches for the shape: what Discord sends is not checked, either. */
const asInteraction = (payload: object) => payload as unknown as APIInteraction

export const interaction = (given: object): APIInteraction =>
  asInteraction({
    id: '2000000000000000001',
    application_id: ids.application,
    token: 'an-interaction-token',
    version: 1,
    app_permissions: '0',
    locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: { 0: ids.server },
    attachment_size_limit: 10_485_760,
    context: 0,
    guild_id: ids.server,
    channel_id: ids.channel,
    channel: { id: ids.channel, type: 0, name: 'general' },
    member: { user, roles: [], permissions: '0', nick: null, flags: 0 },
    ...given,
  })

/** Of the bot's direct message with alice. */
export const directly = {
  guild_id: undefined,
  member: undefined,
  user,
  context: 1,
  channel_id: ids.direct,
  channel: { id: ids.direct, type: 1 },
} as const

/** `confadmin room list`: each word but the first a group or subcommand. */
export const command = (path: string, options: readonly object[] = [], given: object = {}): APIInteraction => {
  const [name = '', ...words] = path.split(' ')
  const nested = words.reduceRight<readonly object[]>(
    (inner, word, index) => [{ name: word, type: index === words.length - 1 ? 1 : 2, options: inner }],
    options,
  )
  return interaction({ type: 2, data: { id: '3', type: 1, name, options: nested }, ...given })
}

export const message = (given: object = {}) => ({
  id: ids.message,
  channel_id: ids.channel,
  flags: 1 << 15,
  content: '',
  components: [],
  ...given,
})
export const ephemeral = (1 << 15) | (1 << 6)

/** `values`: of a select. */
export const click = (customId: string, given: object = {}, values?: readonly string[]): APIInteraction =>
  interaction({
    type: 3,
    data: { custom_id: customId, component_type: values ? 3 : 2, ...(values && { values }) },
    message: message(),
    ...given,
  })
