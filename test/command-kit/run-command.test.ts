import { PassThrough } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { CommandKitDeps } from '#command-kit/kit.ts'
import type { AuditRecord, Store } from '#core/contracts/store.ts'
import { ConfbotError } from '#core/errors.ts'
import { createMovableClock } from '#lib/clock.ts'
import { createLogger, createSilentLogger } from '#lib/logger.ts'
import { openStore } from '#storage/index.ts'
import { actor, createRecorder, openSampleKit, type SampleKit } from './sample-kit.ts'

const opened: SampleKit[] = []
async function open(changes: Partial<CommandKitDeps> = {}) {
  const kit = await openSampleKit(changes)
  opened.push(kit)
  return kit
}
afterEach(async () => {
  for (const kit of opened.splice(0)) await kit.store.close()
})
const records = (kit: SampleKit) => kit.store.audit.list({ limit: 50 })
const summaryOf = ({ action, result, detail }: AuditRecord) => `${action} ${result} ${detail}`.trim()
const button = (path: string, values: Record<string, string>, confirmed = false) =>
  ({ kind: 'values', path, values, confirmed, from: 'button' }) as const

describe('an intent', () => {
  it('is claimed for good: another process, or this one after a restart, does nothing', async () => {
    const first = await open()
    const second = await open({ store: first.store })
    await first.ask('greet Review', { intent: 'same' })
    expect(await second.ask('greet Review', { intent: 'same' })).toBe('')
    expect([...first.ran, ...second.ran]).toHaveLength(1)
    expect(await records(first)).toHaveLength(1)
    opened.pop()
  })

  it('is not claimed for what only reads', async () => {
    const kit = await open()
    await kit.ask('home', { intent: 'read' })
    expect(await kit.store.intents.claim('read', kit.clock.now())).toBe(true)
  })
})

describe('who asks', () => {
  it('is turned away at the door, which is recorded', async () => {
    const kit = await open({
      door: () => {
        throw new ConfbotError('permission.guest')
      },
    })
    expect(await kit.ask('greet Review')).toContain('Guests may not use confbot here.')
    expect(kit.ran).toEqual([])
    expect((await records(kit)).map(summaryOf)).toEqual(['conf greet refused permission.guest'])
  })

  it('is told of typing errors only when let in', async () => {
    const kit = await open({
      door: () => {
        throw new ConfbotError('permission.outsider')
      },
    })
    expect(await kit.ask('gret Review')).not.toContain('/conf greet')
    expect((await records(kit)).map(summaryOf)).toEqual(['conf refused permission.outsider'])
  })

  it('may ask ten times at once, then once per second', async () => {
    const kit = await open()
    for (let count = 0; count < 10; count++) expect(await kit.ask('home')).toBe('done')
    expect(await kit.ask('home')).toMatch(/too many commands.*Possible again in 1 second/s)
    expect(await kit.ask('home', { identify: async () => ({ ...actor, userId: 'U2' }) })).toBe('done')
    kit.clock.advance(1_000)
    expect(await kit.ask('home')).toBe('done')
  })

  it('needs the right, except those of a chair, which the conference decides', async () => {
    const kit = await open()
    expect(await kit.ask('watch')).toContain('people with the role operator may')
    expect(await kit.ask('record start')).toBe('done')
    expect((await records(kit)).map(summaryOf)).toEqual([
      'conf record start done',
      'conf watch refused permission.denied',
    ])
  })

  it('does not learn from an answer about input what is refused anyway', async () => {
    const kit = await open({ isPermitted: () => false })
    expect(await kit.ask('greet Review pin:12')).not.toContain('digits')
  })

  it('is told when the chat does not say who it is', async () => {
    const kit = await open()
    const answer = await kit.ask('greet Review', {
      identify: () => Promise.reject(new ConfbotError('chat.unavailable')),
    })
    expect(answer).toContain('The chat service does not answer at the moment.')
    expect(answer).toContain('[Try again]')
  })
})

describe('wrong input', () => {
  it('is told as a sentence, all problems at once, and recorded without what was typed', async () => {
    const kit = await open()
    expect(await kit.ask('greet Review pin:12')).toContain('pin: Give 3 to 6 digits.')
    expect(await kit.ask('greet Review pin:12 for:soon')).toMatch(/pin: Give.*for: Give/s)
    const written = await records(kit)
    expect(written.map(summaryOf)).toEqual(['conf greet refused input.invalid', 'conf greet refused input.invalid'])
    expect(JSON.stringify(written)).not.toContain('soon')
  })
})

describe('a command that asks first', () => {
  it('does nothing until its button is clicked', async () => {
    const kit = await open()
    const plan = kit.plan('drop Anna in:k3x9ab')
    const responder = createRecorder()
    if (plan.kind === 'run') await plan.run(responder)
    expect(responder.text()).toMatch(/^Sure\?\n.*\[Remove…\].*Nothing has happened yet/s)
    expect(kit.ran).toEqual([])
    expect(await records(kit)).toEqual([])
    const [question] = responder.cards
    // The button holds what the question is about, not what was typed.
    expect(JSON.stringify(question)).toContain(
      JSON.stringify({ path: 'conf drop', input: { who: 'p2', in: 'k3x9ab' }, confirmed: true }),
    )
    await kit.ask(button('conf drop', { who: 'Anna', in: 'k3x9ab' }, true))
    expect(kit.ran).toEqual([{ path: 'conf drop', input: { who: 'Anna', in: 'k3x9ab' } }])
  })

  it('runs at once where there is nothing to ask', async () => {
    const kit = await open()
    expect(await kit.ask('drop nobody')).toBe('done')
  })
})

describe('the audit record', () => {
  it('is written once for what writes or shows secrets, and not for what only reads', async () => {
    const kit = await open()
    for (const typed of ['greet Review', 'peek', 'home']) await kit.ask(typed)
    expect((await records(kit)).map(summaryOf)).toEqual(['conf peek done', 'conf greet done'])
  })

  it('never hides the answer when it cannot be written', async () => {
    const clock = createMovableClock()
    const real = await openStore({ kind: 'sqlite', path: ':memory:', logger: createSilentLogger(), clock })
    const store: Store = {
      ...real,
      transaction: () => Promise.reject(new ConfbotError('store.unavailable')),
      audit: { ...real.audit, append: () => Promise.reject(new ConfbotError('store.unavailable')) },
    }
    const kit = await open({ store })
    // The answer takes longer than the refusal of the record, which must have been heard by then.
    const rejected: unknown[] = []
    const listen = (reason: unknown) => rejected.push(reason)
    process.on('unhandledRejection', listen)
    const slow = { ...createRecorder(), reply: () => nextTurn() }
    const plan = kit.plan('greet Review')
    if (plan.kind === 'run') await plan.run(slow)
    process.off('unhandledRejection', listen)
    expect(rejected).toEqual([])
    expect(await kit.ask('greet Review')).toBe('done')
    expect(await kit.ask('watch')).toContain('You may not do this here')
  })

  it('does not wait for an answer that cannot be given', async () => {
    const kit = await open()
    const plan = kit.plan('greet Review')
    const lost = { ...createRecorder(), reply: () => Promise.reject(new Error('gone')) }
    if (plan.kind === 'run') await expect(plan.run(lost)).resolves.toBeUndefined()
    expect(await records(kit)).toHaveLength(1)
  })
})

describe('a form that is filled while it is open', () => {
  const fillOf = (kit: SampleKit) => {
    const planned = kit.plan('fill')
    if (planned.kind !== 'form' || !planned.fill) throw new Error('nothing is filled')
    return planned.fill
  }

  it('is recorded as refused when it may not be filled, and says why', async () => {
    const kit = await open()
    expect((await fillOf(kit)()).note).toMatchObject({ key: 'error.permission.denied' })
    expect((await records(kit)).map(summaryOf)).toEqual(['conf fill refused permission.denied'])
  })

  it('leaves no record where it was only looked at', async () => {
    const kit = await open({ isPermitted: () => true })
    expect(await fillOf(kit)()).toMatchObject({ note: 'filled' })
    expect(await records(kit)).toEqual([])
  })
})

describe('an error', () => {
  it('of a PBX is told with the way to try again', async () => {
    const kit = await open()
    const answer = await kit.ask('fail Review')
    expect(answer).toContain('The PBX main did not answer in time.')
    expect(answer).toContain('Possible again in 5 seconds.')
    expect(answer).toContain('[Try again]')
    expect((await records(kit)).map(summaryOf)).toEqual(['conf fail failed provider.timeout'])
  })

  it('offers its button also when a secret was typed, which the button does not carry', async () => {
    const kit = await open()
    const answer = await kit.ask('fail Review pin:2468')
    expect(answer).toContain('[Try again]')
    expect(answer).not.toContain('2468')
  })

  it('of our own is told under a reference that the log has too', async () => {
    const lines = new PassThrough()
    const kit = await open({ logger: createLogger({ level: 'error', destination: lines }) })
    const reference = /reference ([a-z0-9]+)/.exec(await kit.ask('fail bug'))?.[1]
    const logged = JSON.parse(String(lines.read()))
    expect(logged).toMatchObject({ reference, action: 'conf fail', err: { message: 'a bug of ours' } })
  })

  it('of the store while the intent is claimed is an answer too', async () => {
    const clock = createMovableClock()
    const real = await openStore({ kind: 'sqlite', path: ':memory:', logger: createSilentLogger(), clock })
    const claim = () => Promise.reject(new ConfbotError('store.unavailable'))
    const kit = await open({ store: { ...real, intents: { ...real.intents, claim } } })
    expect(await kit.ask('greet Review')).toContain('confbot cannot reach its own database.')
    expect(kit.ran).toEqual([])
  })
})
