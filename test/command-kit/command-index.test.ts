import { describe, expect, it } from 'vitest'
import { createCommandIndex } from '#command-kit/command-index.ts'
import { sampleRoots } from './sample-kit.ts'

const index = createCommandIndex(sampleRoots())
const near = (...words: string[]) => index.nearest('conf', words).map(({ command }) => command.path)

describe('match', () => {
  it('finds the longest path and says how many words it took', () => {
    expect(index.match('conf', ['record', 'start', 'x'])).toMatchObject({
      command: { path: 'conf record start' },
      used: 2,
    })
    expect(index.match('conf', ['greet', 'start'])).toMatchObject({ command: { path: 'conf greet' }, used: 1 })
  })
  it('finds a command without regard to case, and by alias', () => {
    expect(index.match('conf', ['GREET'])).toMatchObject({ command: { path: 'conf greet' } })
    expect(index.match('conf', ['remove', 'Anna'])).toMatchObject({ command: { path: 'conf drop' }, used: 1 })
  })
  it('means the root alone only when nothing else was typed', () => {
    expect(index.match('conf', [])).toMatchObject({ command: { path: 'conf home' }, used: 0 })
    expect(index.match('conf', ['nothing'])).toBeUndefined()
  })
  it('does not find hidden commands, which have their path all the same', () => {
    expect(index.match('conf', ['secretdoor'])).toBeUndefined()
    expect(index.at('conf secretdoor')).toMatchObject({ path: 'conf secretdoor' })
  })
})

describe('nearest', () => {
  it('finds a mistyped command', () => {
    expect(near('gret')).toEqual(['conf greet'])
  })
  it('names the commands of a group that was typed alone', () => {
    expect(near('record')).toEqual(['conf record start', 'conf record stop'])
  })
  it('finds a mistyped member of a group', () => {
    expect(near('record', 'stopp')).toEqual(['conf record stop'])
  })
  it('finds a member of a mistyped group', () => {
    expect(near('recrod', 'strat')).toEqual(['conf record start'])
  })
  it('never offers hidden commands', () => {
    expect(near('secretdor')).toEqual([])
  })
})
