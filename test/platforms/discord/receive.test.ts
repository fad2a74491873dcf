/** What comes in over either way is handled alike: the real client and signed HTTP, each against the sandbox. */
import {
  type APIInteraction,
  ChannelType,
  ComponentType,
  InteractionContextType,
  InteractionType,
} from 'discord-api-types/v10'
import { describe, expect, it, vi } from 'vitest'
import type { CommandKit, CommandRequest, Plan, Responder } from '#command-kit/request.ts'
import { systemActor } from '#core/actor.ts'
import { createSilentLogger } from '#lib/logger.ts'
import type { Forms } from '#platforms/discord/forms.ts'
import { createReceive } from '#platforms/discord/receive.ts'
import type { PrivateResponder } from '#platforms/discord/reply.ts'
import { componentsOf, type DiscordMessage, isEphemeral, wordsOf } from '#test/support/discord-client.ts'
import { createHastyClock } from '#test/support/hasty-clock.ts'
import { createLogBook } from '#test/support/log-book.ts'
import { soon } from '#test/support/soon.ts'
import { actions, button, type Card, card, list, text } from '#view/card.ts'
import type { Form, FormField } from '#view/form.ts'
import { connectDiscord, createKept, kitThat, type WayIn } from './sandbox-discord.ts'

const ways: readonly WayIn[] = ['gateway', 'http']

const run = (how: (responder: Responder) => Promise<void>): Plan => ({ kind: 'run', run: how })
const replying = (...cards: readonly Card[]): Plan =>
  run(async ({ reply }) => {
    for (const one of cards) await reply(one)
  })
const said = (words: string) => card('Said', text(words))

const field = (name: string, given: Partial<FormField> = {}): FormField => ({
  name,
  label: name,
  base: 'string',
  required: false,
  ...given,
})
const form: Form = {
  path: 'conf invite',
  title: 'Invite',
  submit: 'Ring them',
  fields: [field('who', { required: true })],
  carried: { in: 'k3x9ab' },
}
const longForm: Form = { ...form, fields: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => field(name)) }

/** Records what the kit is asked; who asks twice with the same intent gets nothing done, as by the real one. */
async function prepare(
  mode: WayIn,
  decide: (request: CommandRequest) => Plan,
  given: { suggest?: CommandKit['suggest'] } = {},
) {
  const requests: CommandRequest[] = []
  const runs: string[] = []
  const done = new Set<string>()
  const log = createLogBook()
  const kept = createKept()
  const kit = kitThat((request) => {
    requests.push(request)
    if (done.has(request.intent)) return run(async () => {})
    const decided = decide(request)
    if (decided.kind !== 'problems') done.add(request.intent)
    if (decided.kind !== 'run') return decided
    return run(async (responder) => {
      runs.push(request.intent)
      await decided.run(responder)
    })
  }, given.suggest)
  const connected = await connectDiscord({ mode, kit, kept, logger: log.logger })
  const { discord } = connected
  const privates = async (user = 'alice', channel = 'general') =>
    (await discord.messages(user, channel)).filter(isEphemeral)
  /** For all, with a button for each of `refs`. */
  const post = async (...refs: readonly Parameters<typeof button>[]) => {
    const { messageId } = await connected.platform.notifier.post(
      connected.placeOf('general'),
      card('Card', actions(...refs.map((one) => button(...one)))),
    )
    const message = (await discord.messages('alice')).find(({ id }) => id === messageId)
    if (!message) throw new Error('what was posted is not there')
    return message
  }
  return { ...connected, log, kept, requests, runs, privates, post }
}

const inputOf = (request: CommandRequest | undefined) =>
  request?.input.kind === 'values' ? request.input : expect.unreachable('values are asked for')

describe.each(ways)('over %s', (mode) => {
  describe('a command', () => {
    it('is asked for by its options, and answered in private', async () => {
      const { discord, requests, serverId, placeOf, personOf, privates } = await prepare(mode, () =>
        replying(said('Muted.')),
      )
      expect(await discord.command('alice', 'mute who:Anna')).toMatchObject({ ok: true })
      await discord.answer('alice', 'Muted.')
      expect(requests).toMatchObject([
        {
          intent: expect.stringMatching(/^discord:\d+$/),
          root: 'conf',
          place: placeOf('general'),
          input: { kind: 'values', path: 'conf mute', values: { who: 'Anna' }, confirmed: false, from: 'options' },
        },
      ])
      expect(await requests[0]?.identify()).toMatchObject({
        ...personOf('alice'),
        workspaceId: serverId,
        name: 'Alice',
      })
      expect(await privates('bob')).toEqual([])
    })

    it('tells who asks by itself: Discord is not asked', async () => {
      const { discord, requests, traffic } = await prepare(mode, () => replying(said('Hello.')))
      await discord.command('carol', 'home')
      await discord.answer('carol', 'Hello.')
      const before = (await traffic()).length
      expect(await requests[0]?.identify()).toMatchObject({ name: 'Carol', isAdministrator: false, isOutsider: false })
      expect(await traffic()).toHaveLength(before)
    })

    it('knows a private channel, and a thread', async () => {
      const { discord, requests, placeOf } = await prepare(mode, () => replying(said('Here.')))
      const opened = await discord.post('thread', { user: 'alice', channel: 'general', name: 'About lunch' })
      expect(opened).toMatchObject({ ok: true })
      await discord.command('alice', 'home', 'staff')
      await discord.answer('alice', 'Here.', 'staff')
      await discord.command('alice', 'home', 'About lunch')
      await discord.answer('alice', 'Here.', 'About lunch')
      expect(requests.map(({ place }) => place)).toEqual([
        placeOf('staff', { isPrivate: true }),
        placeOf('general', { threadId: expect.any(String) }),
      ])
    })

    it('has each further answer follow the first, in private, too', async () => {
      const { discord, privates } = await prepare(mode, () => replying(said('One.'), said('Two.'), said('Three.')))
      await discord.command('alice', 'home')
      await discord.answer('alice', 'Three.')
      expect((await privates()).map(wordsOf)).toEqual(
        ['One.', 'Two.', 'Three.'].map((words) => expect.stringContaining(words)),
      )
      expect(await discord.messages('bob')).toEqual([])
    })

    it('that has nothing to say leaves nothing that waits', async () => {
      const { discord, clock, privates, runs } = await prepare(mode, () => run(async () => {}))
      await discord.command('alice', 'home')
      await soon(() => expect(runs).toHaveLength(1))
      // Another process may have been delivered the same, and still be at it.
      expect(await privates()).toHaveLength(1)
      clock.advance(60_000)
      await soon(async () => expect(await privates()).toEqual([]))
    })

    it('that is delivered again is asked for with the same key, and answered once', async () => {
      const { discord, clock, requests, runs, privates, traffic } = await prepare(mode, () => replying(said('Rung.')))
      await discord.command('alice', 'home')
      await discord.answer('alice', 'Rung.')
      await discord.post('redeliver', {})
      await soon(() => expect(requests).toHaveLength(2))
      expect(new Set(requests.map(({ intent }) => intent)).size).toBe(1)
      expect(runs).toHaveLength(1)
      // What it found waiting for words would be taken away.
      clock.advance(60_000)
      await soon(async () =>
        expect(await traffic()).toContainEqual(
          expect.objectContaining({ method: 'GET', path: expect.stringContaining('/messages/@original') }),
        ),
      )
      expect((await privates()).map(wordsOf)).toEqual([expect.stringContaining('Rung.')])
    })

    it('that takes longer than the interaction lives is answered by direct message', async () => {
      let finish = () => {}
      const slow = new Promise<void>((resolve) => {
        finish = resolve
      })
      const { discord, clock, runs } = await prepare(mode, () =>
        run(async ({ reply }) => {
          await slow
          await reply(said('At last.'))
        }),
      )
      await discord.command('alice', 'home')
      await soon(() => expect(runs).toHaveLength(1))
      clock.advance(15 * 60_000)
      finish()
      await soon(async () => expect((await discord.messages('alice', 'dm')).map(wordsOf).join()).toContain('At last.'))
    })

    it('that fails ends nothing', async () => {
      const { discord, log } = await prepare(mode, ({ input }) => {
        if (input.kind === 'values' && input.path === 'conf home') throw new Error('a mistake of ours')
        return replying(said('Still here.'))
      })
      expect(await discord.command('alice', 'home')).toMatchObject({ ok: false })
      await discord.command('alice', 'lock')
      await discord.answer('alice', 'Still here.')
      expect(log.text()).toContain('an interaction could not be finished')
    }, 10_000)

    it('on a message opens its form, whatever the message says', async () => {
      const { discord, requests } = await prepare(mode, () => ({ kind: 'form', form }))
      await discord.post('say', { user: 'bob', channel: 'general', text: '!conf start?subject=pwned' })
      const [message] = await discord.messages('alice')
      const driven = await discord.post('context', {
        user: 'alice',
        message: { channel: message?.channel_id, id: message?.id },
        name: 'Start a conference here',
      })
      expect(driven).toMatchObject({ ok: true })
      expect(inputOf(requests[0])).toMatchObject({ path: 'conf start', values: {}, asForm: true, from: 'button' })
      expect(await discord.modal('alice')).toMatchObject({ title: 'Invite' })
    })
  })

  it('suggestions come while somebody types', async () => {
    const asked: unknown[] = []
    const { discord, personOf } = await prepare(mode, () => replying(), {
      suggest(query) {
        asked.push(query)
        return [
          { value: 'Anna', label: 'Anna Smith' },
          { value: 'Cut', label: `${'x'.repeat(98)}😀 who is cut` },
          { value: 'x'.repeat(101), label: 'too long to be sent' },
        ]
      },
    })
    const driven = await discord.post('autocomplete', { user: 'alice', channel: 'general', text: 'mute who:An' })
    expect(driven).toMatchObject({
      ok: true,
      choices: [
        { name: 'Anna Smith', value: 'Anna' },
        { name: `${'x'.repeat(98)}…`, value: 'Cut' },
        { name: 'An', value: 'An' },
      ],
    })
    const { name: _, ...person } = personOf('alice')
    expect(asked).toMatchObject([{ path: 'conf mute', option: 'who', typed: 'An', person, limit: 24 }])
  })

  it.each([
    ['a number that nobody knows of is offered as it is typed', '0301234', [{ name: '0301234', value: '0301234' }]],
    ['nothing that is typed offers nothing', '', []],
    ['what no choice can hold is not offered', '1'.repeat(101), []],
  ])('while somebody types, %s', async (_, typed, choices) => {
    const { discord } = await prepare(mode, () => replying(), { suggest: () => [] })
    const driven = await discord.post('autocomplete', {
      user: 'alice',
      channel: 'general',
      text: `invite who:${typed}`,
    })
    expect(driven).toMatchObject({ ok: true, choices })
  })

  describe('a click', () => {
    const mute = { path: 'conf mute', input: { who: 'p3', in: 'k3x9ab' } }

    it('on a card for all is answered in private, and leaves the card alone', async () => {
      const { discord, requests, post } = await prepare(mode, () => replying(said('Muted.')))
      const shown = await post(['Mute', mute])
      expect(await discord.click('bob', shown, 'Mute')).toMatchObject({ ok: true })
      await discord.answer('bob', 'Muted.')
      expect(inputOf(requests[0])).toMatchObject({
        path: mute.path,
        values: mute.input,
        confirmed: false,
        from: 'button',
      })
      expect((await discord.messages('alice')).map(wordsOf)).toEqual([wordsOf(shown)])
    })

    it('in a select for all can be made again: the card is drawn anew, as it is', async () => {
      const people = Array.from({ length: 3 }, (_, i) => ({
        line: `Person ${i}`,
        menu: { kind: 'menu', label: 'Do', entries: [{ label: 'Mute', action: mute }] } as const,
        opens: { path: 'conf show', input: { what: `p${i}` } },
      }))
      const { platform, discord, requests, privates, traffic, placeOf } = await prepare(mode, () =>
        replying(said('One.'), said('Two.')),
      )
      await platform.notifier.post(placeOf('general'), card('Roster', list(people)))
      const shown = await discord.card('Roster')
      const select = componentsOf(shown).find(({ options }) => options)
      const option = select?.options?.find(({ label }) => label.includes('Person 1'))
      expect(await discord.click('bob', shown, select?.custom_id ?? '', [option?.value ?? ''])).toMatchObject({
        ok: true,
      })
      await discord.answer('bob', 'Two.')
      expect(inputOf(requests[0])).toMatchObject({ path: 'conf show', values: { what: 'p1' } })
      expect(await privates('bob')).toHaveLength(2)
      expect((await discord.messages('alice')).map(componentsOf)).toEqual([componentsOf(shown)])
      expect(JSON.stringify(await traffic())).toContain('"type":7,"data":{"allowed_mentions":{"parse":[]}}')
    })

    it('on a live card says of which conference it is', async () => {
      const { platform, discord, requests, placeOf } = await prepare(mode, () => replying(said('Muted.')))
      const live = { ...card('Sprint', actions(button('Mute', mute))), shows: 'k3x9ab' }
      const { messageId } = await platform.notifier.post(placeOf('general'), live)
      await discord.click('bob', await discord.card('Sprint'), 'Mute')
      await discord.answer('bob', 'Muted.')
      expect(requests[0]?.clicked).toEqual({ conferenceId: 'k3x9ab', place: placeOf('general'), messageId })
    })

    it('on a private answer is answered in its place', async () => {
      const { discord, privates } = await prepare(mode, ({ input }) =>
        replying(
          input.kind === 'values' && input.path === 'conf mute'
            ? said('Muted.')
            : card('Sure?', actions(button('Yes', { ...mute, confirmed: true }))),
        ),
      )
      await discord.command('alice', 'home')
      await discord.click('alice', await discord.answer('alice', 'Yes'), 'Yes')
      await discord.answer('alice', 'Muted.')
      expect(await privates()).toHaveLength(1)
    })

    it('on a long command finds it where it is kept', async () => {
      const invite = {
        path: 'conf invite',
        input: { who: Array.from({ length: 30 }, (_, i) => `+49 30 ${i}`).join(', ') },
      }
      const { discord, requests, post, kept } = await prepare(mode, () => replying(said('Rung.')))
      await discord.click('alice', await post(['Ring', invite]), 'Ring')
      await discord.answer('alice', 'Rung.')
      expect(inputOf(requests[0]).values).toEqual(invite.input)
      expect([...kept.values.keys()]).toContainEqual(expect.stringMatching(/^discord:action:/))
    })

    it('that nobody knows is answered with a way on', async () => {
      const { discord, requests, sandbox, placeOf } = await prepare(mode, () => replying())
      const { apiUrl, token } = sandbox.credentials().discord
      const posted = await fetch(`${apiUrl}/v10/channels/${placeOf('general').channelId}/messages`, {
        method: 'POST',
        headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          content: 'Old',
          components: [{ type: 1, components: [{ type: 2, style: 1, label: 'Old', custom_id: 'of last year' }] }],
        }),
      })
      const message = (await posted.json()) as DiscordMessage
      expect(await discord.click('alice', message, 'Old')).toMatchObject({ ok: true })
      await discord.answer('alice', '/conf home')
      expect(requests).toEqual([])
    })

    it('in a direct message counts to the server where the person was seen', async () => {
      const { platform, discord, requests, personOf, serverId } = await prepare(mode, () => replying(said('Muted.')))
      await platform.notifier.tell(personOf('bob'), card('Told', actions(button('Mute', mute))))
      const [told] = await discord.messages('bob', 'dm')
      if (!told) throw new Error('bob was told nothing')
      expect(await discord.click('bob', told, 'Mute')).toMatchObject({ ok: true })
      await discord.answer('bob', 'Muted.', 'dm')
      const { channel_id: channelId } = told
      expect(requests[0]?.place).toEqual({
        platform: 'discord',
        workspaceId: serverId,
        channelId,
        kind: 'direct',
        isPrivate: true,
      })
      expect(await requests[0]?.identify()).toMatchObject({ userId: personOf('bob').userId, isOutsider: false })
    })
  })

  describe('a form', () => {
    const whenSubmitted = (answer: (request: CommandRequest) => Plan, opened: Plan = { kind: 'form', form }) =>
      prepare(mode, (request) => (inputOf(request).from === 'form' ? answer(request) : opened))

    it('opens as a modal, and is run with what was filled in', async () => {
      const { discord, requests } = await whenSubmitted(() => replying(said('Rung.')))
      await discord.command('alice', 'lock')
      expect(await discord.submit('alice', { who: 'Anna' })).toMatchObject({ ok: true })
      await discord.answer('alice', 'Rung.')
      expect(requests[1]?.intent).toMatch(/^discord:draft:/)
      expect(inputOf(requests[1])).toMatchObject({
        path: form.path,
        values: { who: 'Anna', in: 'k3x9ab' },
        from: 'form',
      })
    })

    it('opened from a private answer is answered in its place', async () => {
      const { discord, privates } = await prepare(mode, (request) => {
        if (inputOf(request).from === 'form') return replying(said('Rung.'))
        if (inputOf(request).asForm) return { kind: 'form', form }
        return replying(card('Wrong', actions(button('Change', { path: form.path, input: {}, asForm: true }))))
      })
      await discord.command('alice', 'lock')
      await discord.click('alice', await discord.answer('alice', 'Wrong'), 'Change')
      await discord.submit('alice', { who: 'Anna' })
      await discord.answer('alice', 'Rung.')
      expect(await privates()).toHaveLength(1)
    })

    it('that is wrong comes back with what is wrong, and nothing is lost', async () => {
      const { discord, requests } = await whenSubmitted((request) =>
        inputOf(request).values.who === 'Anna'
          ? replying(said('Rung.'))
          : { kind: 'problems', problems: { who: 'Nobody is called so' } },
      )
      await discord.command('alice', 'lock')
      await discord.submit('alice', { who: 'Anja' })
      const draft = await discord.answer('alice', 'Nobody is called so')
      await discord.click('alice', draft, 'Edit again…')
      expect(JSON.stringify(await discord.modal('alice'))).toContain('Anja')
      await discord.submit('alice', { who: 'Anna' })
      await discord.answer('alice', 'Rung.')
      expect(
        requests
          .slice(1)
          .map(inputOf)
          .map(({ values }) => values.who),
      ).toEqual(['Anja', 'Anna'])
    })

    it('that asks before it is done shows its question in its place', async () => {
      const question: Form = {
        ...form,
        fields: [],
        carried: { who: 'Anna' },
        title: 'Sure?',
        submit: 'Yes',
        confirms: true,
      }
      const { discord, requests, privates } = await whenSubmitted((request) =>
        inputOf(request).confirmed ? replying(said('Rung.')) : { kind: 'form', form, fill: async () => question },
      )
      await discord.command('alice', 'lock')
      await discord.submit('alice', { who: 'Anna' })
      await discord.click('alice', await discord.answer('alice', 'Sure?'), 'Yes')
      await discord.answer('alice', 'Rung.')
      expect(inputOf(requests[2])).toMatchObject({ values: { who: 'Anna' }, confirmed: true })
      expect(await privates()).toHaveLength(1)
    })

    it('that is submitted twice is done once', async () => {
      const { discord, runs } = await whenSubmitted(() => replying(said('Rung.')))
      await discord.command('alice', 'lock')
      await discord.submit('alice', { who: 'Anna' })
      await discord.answer('alice', 'Rung.')
      await discord.post('redeliver', {})
      await discord.answer('alice', 'Rung.')
      expect(runs).toHaveLength(1)
    })

    it('that is too long for a modal is filled in section by section', async () => {
      const { discord, requests } = await whenSubmitted(() => replying(said('Saved.')), {
        kind: 'form',
        form: longForm,
      })
      await discord.command('alice', 'lock')
      const draft = await discord.answer('alice', 'Invite')
      await discord.click('alice', draft, 'f, g')
      await discord.submit('alice', { g: 'the last' })
      await discord.click('alice', await discord.answer('alice', 'the last'), 'Ring them')
      await discord.answer('alice', 'Saved.')
      expect(inputOf(requests[1]).values).toMatchObject({ g: 'the last', in: 'k3x9ab' })
    })

    it('is filled before it opens, where that is quick', async () => {
      const filled = { ...form, title: 'Filled' }
      const { discord } = await prepare(mode, () => ({ kind: 'form', form, fill: async () => filled }))
      await discord.command('alice', 'lock')
      expect(await discord.modal('alice')).toMatchObject({ title: 'Filled' })
    })

    it('that takes longer to fill is offered when it is', async () => {
      let fill = (_: Form) => {}
      const filling = new Promise<Form>((resolve) => {
        fill = resolve
      })
      const { discord, clock, requests } = await prepare(mode, () => ({ kind: 'form', form, fill: () => filling }))
      const driven = discord.command('alice', 'lock')
      await soon(() => expect(requests).toHaveLength(1))
      clock.advance(2_000)
      expect(await driven).toMatchObject({ ok: true })
      fill({ ...form, title: 'Filled at last' })
      await discord.answer('alice', 'Filled at last')
    })

    it('whose filling fails opens with a word about it', async () => {
      const { discord } = await prepare(mode, () => ({
        kind: 'form',
        form,
        fill: () => Promise.reject(new Error('no')),
      }))
      await discord.command('alice', 'lock')
      expect(JSON.stringify(await discord.modal('alice'))).toContain('Not everything could be filled in')
    })

    it('that comes up while something runs is offered', async () => {
      const { discord } = await prepare(mode, (request) =>
        inputOf(request).from === 'form'
          ? replying(said('Rung.'))
          : run(async ({ openForm }) => {
              expect(await openForm(form)).toBe(true)
            }),
      )
      await discord.command('alice', 'lock')
      await discord.answer('alice', 'Invite')
    })
  })
})

describe('a first answer that Discord did not take', () => {
  it('keeps nothing from being done, and what there is to say goes by direct message', async () => {
    const { discord, fault, runs, log } = await prepare('gateway', () => replying(said('Muted.')))
    await fault('/callback', '5xx', { times: 10 })
    await fault('/messages/@original', '5xx', { times: 10 })
    await discord.command('alice', 'home')
    await vi.waitFor(
      async () => expect((await discord.messages('alice', 'dm')).map(wordsOf).join()).toContain('Muted.'),
      {
        timeout: 15_000,
      },
    )
    expect(runs).toHaveLength(1)
    expect(log.text()).toContain('a first answer did not reach Discord')
  }, 20_000)

  it('because it was answered already is answered all the same', async () => {
    const { discord, fault, privates } = await prepare('gateway', () => replying(said('Muted.')))
    // Taken, but its answer was lost: the repetition is refused.
    await fault('/callback', 'reset-after')
    await discord.command('alice', 'home')
    await discord.answer('alice', 'Muted.')
    expect(await privates()).toHaveLength(1)
  })
})

it('a draft is submitted by whoever they are in the server of the draft, wherever they click', async () => {
  const asked: CommandRequest[] = []
  const place = { platform: 'discord', workspaceId: '1001', channelId: '2001', kind: 'channel' } as const
  const input = { kind: 'values', path: 'conf start', values: {}, confirmed: false, from: 'form' } as const
  const clock = createHastyClock()
  const identified: string[] = []
  const receive = createReceive({
    kit: kitThat((request) => {
      asked.push(request)
      return replying()
    }),
    forms: {
      use: async () => ({ kind: 'submit', draftId: 'abc', intent: 'i', place, input, replaces: false }),
      ran: async () => {},
    } as Partial<Forms> as Forms,
    identity: {
      async ofInteraction(_, workspaceId) {
        identified.push(workspaceId)
        return systemActor
      },
    },
    channels: { of: () => null, learn() {} },
    direct: { learn() {} },
    homes: { learn() {}, of: () => '1002' },
    longActions: { read: async () => null, keep: async () => {} },
    responderFor: () => ({ finish() {} }) as Partial<PrivateResponder> as PrivateResponder,
    clock,
    logger: createSilentLogger(),
  })
  const interaction = {
    id: '1',
    type: InteractionType.MessageComponent,
    context: InteractionContextType.BotDM,
    channel: { id: '3001', type: ChannelType.DM },
    user: { id: '5', username: 'anna' },
    data: { component_type: ComponentType.Button, custom_id: '/abc/save/0/0' },
  } as Partial<APIInteraction> as APIInteraction
  await receive({ interaction, receivedAt: clock.now(), respond: async () => {} })
  await asked[0]?.identify()
  expect(asked[0]?.place).toEqual(place)
  expect(identified).toEqual(['1001'])
})
