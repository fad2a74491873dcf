/**
 * What each kind of PBX tells by itself wakes the bot, and what is lost, doubled or late of it harms nothing: the card shows what the
 * room has.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'
import { eventually } from '#test/support/sandbox-client.ts'

describe.each(kindsThere.filter(({ kind }) => kind.showsRoster))('on $id', ({ id }) => {
  let app: RunningApp
  beforeAll(async () => {
    app = await startApp({ CONFBOT_SANDBOX_PBXS: id })
    await app.slack.command('alice', 'start "Sprint review" 1001')
    await app.slack.answer('alice', 'Sprint review is open')
    await app.slack.advance(3)
    await app.slack.card('Sprint review', ['1 person'])
  })
  beforeEach(() => app.pbx().mend())
  afterAll(() => app?.stop())

  it.each([['drop'], ['duplicate'], ['delay']])('%s: the card shows who is there all the same', async (kind) => {
    const { number, legs } = await app.pbx().room('Sprint review')
    const before = legs.length
    await app.pbx().spoil('', kind, { times: 50 })
    const { pin = '' } = await pinOf(number)
    expect(await app.pbx().post('call', { from: '1005', to: number, pin })).toMatchObject({ ok: true })
    await app.slack.advance(60)
    await app.slack.card('Sprint review', [`${before + 1} people`])
    const fates = { drop: 'dropped', duplicate: 'twice', delay: 'delayed' } as Readonly<Record<string, string>>
    expect((await app.pbx().events()).map(({ fate }) => fate)).toContain(fates[kind])
    const joined = (await app.pbx().room('Sprint review')).legs.find((leg) => leg.number === '1005')
    await app.pbx().post('hangup', { leg: joined?.id })
    await app.slack.advance(60)
    await app.slack.card('Sprint review', [before === 1 ? '1 person' : `${before} people`])
  })

  /** As whoever may see it is told. */
  const pinOf = async (number: string) => {
    await app.slack.command('alice', `pin in:${number}`)
    const { text } = await eventually(() => app.slack.answer('alice', /PIN /))
    return { pin: /PIN\s+(\d+)/.exec(text)?.[1] }
  }
})
