import { describe, expect, it } from 'vitest'
import { createHeldInput, heldName } from '#command-kit/held-input.ts'
import { valuesToRaw } from '#command-kit/raw-input.ts'
import { found } from '#test/support/service.ts'
import { createHeldClock } from './held-clock.ts'
import { place, sampleCommands } from './sample-kit.ts'

const greet = found(sampleCommands([]).find(({ path }) => path === 'conf greet'))
const rawOf = (values: Record<string, string>) => valuesToRaw(greet, values).raw
const open = () => {
  const clock = createHeldClock()
  const held = createHeldInput(clock)
  const hold = (values: Record<string, string>) => held.hold(place, greet, rawOf(values))
  const release = (key: string | undefined, values: Record<string, string> = {}, where = place) =>
    held.release(where, greet, key ?? '', rawOf(values))
  return { clock, hold, release }
}
const short = { subject: 'Review', for: '90m' }
const secret = { ...short, pin: '2468' }
const long = { subject: 'Review', who: Array.from({ length: 300 }, (_, at) => 1000 + at).join(' ') }

describe('input that waits', () => {
  it('is none where a button can carry all of it', () => {
    expect(open().hold(short)).toEqual(short)
  })

  it('is what is secret', () => {
    const { hold, release } = open()
    const { [heldName]: key, ...carried } = hold(secret)
    expect(carried).toEqual(short)
    expect(release(key, carried)).toEqual(rawOf(secret))
  })

  it('is all of what is too long', () => {
    const { hold, release } = open()
    const { [heldName]: key, ...carried } = hold(long)
    expect(carried).toEqual({})
    expect(release(key)).toEqual(rawOf(long))
  })

  it('gives way to what was given anew', () => {
    const { hold, release } = open()
    expect(release(hold(secret)[heldName], { pin: '1357' }).get('pin')).toEqual(rawOf({ pin: '1357' }).get('pin'))
  })

  it('is found in its own workspace alone', () => {
    const { hold, release } = open()
    const { [heldName]: key } = hold(secret)
    expect(() => release(key, {}, { ...place, workspaceId: 'T2' })).toThrowError('input.forgotten')
    expect(release(key, {}, { ...place, channelId: 'C2' }).size).toBe(1)
  })

  it('is forgotten after an hour, and before when there is too much of it', () => {
    const { clock, hold, release } = open()
    const { [heldName]: first } = hold(secret)
    clock.advance(60 * 60_000)
    expect(() => release(first)).toThrowError('input.forgotten')
    const { [heldName]: second } = hold(secret)
    for (let count = 0; count < 1_000; count++) hold(secret)
    expect(() => release(second)).toThrowError('input.forgotten')
  })
})
