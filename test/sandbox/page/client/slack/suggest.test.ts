import { describe, expect, test } from 'vitest'
import { type Suggestible, suggest } from '#sandbox/page/client/slack/suggest.ts'

const known: Suggestible = {
  commands: [
    { command: '/conf', description: 'Phone conferences', usageHint: '[home | start | mute | unmute | unlock]' },
    { command: '/confadmin', description: 'Administration', usageHint: '[room | audit]' },
    { command: '/say', description: 'Says it', usageHint: 'text to say' },
  ],
  people: [
    { name: 'alice', realName: 'Alice Berg', isBot: false },
    { name: 'bob', realName: 'Bob', isBot: false },
    { name: 'confbot', realName: 'Confbot', isBot: true },
  ],
  groups: [{ handle: 'leads', name: 'Leads' }],
  channels: ['general', 'ops'],
  earlier: ['/conf start "Sprint review" 1001', 'hello', '/conf mute 1001'],
}
const at = (text: string, caret = text.length) => suggest(text, caret, known)
const labels = (text: string, caret?: number) => at(text, caret)?.items.map(({ label }) => label)

describe('commands', () => {
  test('a slash offers the commands with what may follow and what they are for', () => {
    expect(at('/')?.items[0]).toMatchObject({
      label: '/conf [home | start | mute | unmute | unlock]',
      detail: 'Phone conferences',
      insert: '/conf ',
    })
    expect(labels('/')).toHaveLength(3)
    expect(at('/co')?.isFirstChosen).toBe(true)
  })

  test('Enter sends a command that is complete, although a longer one begins like it', () => {
    expect(labels('/conf')).toHaveLength(2)
    expect(at('/conf')?.isFirstChosen).toBe(false)
  })

  test('after a command come its words; Enter still sends the command alone', () => {
    expect(labels('/conf ')).toEqual(expect.arrayContaining(['home', 'unlock']))
    expect(at('/conf ')?.isFirstChosen).toBe(false)
  })

  test('words are narrowed by what is typed, and Enter takes the first', () => {
    expect(labels('/conf un')).toEqual(['unmute', 'unlock'])
    expect(at('/conf un')).toMatchObject({ isFirstChosen: true, from: 0, to: 8 })
    expect(at('/conf un')?.items[0]?.insert).toBe('/conf unmute ')
  })

  test('a complete word, another place in the text, an unknown command and a hint that is no list offer nothing', () => {
    expect(at('/conf home')).toBeNull()
    expect(at('/conf start now')).toBeNull()
    expect(at('/conf un', 3)).toBeNull()
    expect(at('/nothing ')).toBeNull()
    expect(at('/say ')).toBeNull()
    expect(at(' /conf')).toBeNull()
  })

  test('lines that were sent before come first, and Enter does not take them unasked', () => {
    expect(labels('/conf ')?.slice(0, 2)).toEqual(['/conf start "Sprint review" 1001', '/conf mute 1001'])
    expect(labels('/conf start ')).toEqual(['/conf start "Sprint review" 1001'])
    expect(at('/conf start ')?.isFirstChosen).toBe(false)
    expect(at('/conf mute 1001')).toBeNull()
  })
})

describe('names', () => {
  test('an @ offers people, the app and groups', () => {
    expect(labels('@')).toEqual(['@alice', '@bob', '@confbot', '@leads'])
    expect(labels('hello @le')).toEqual(['@leads'])
    expect(at('hello @le')).toMatchObject({ from: 6, to: 9, isFirstChosen: true })
  })

  test('people are also found by the words of their real name', () => {
    expect(labels('@berg')).toEqual(['@alice'])
  })

  test('names are offered within a command, and in the middle of a text', () => {
    expect(labels('/conf invite @bo')).toEqual(['@bob'])
    expect(labels('@bo is here', 3)).toEqual(['@bob'])
    expect(labels('1001,@bo')).toEqual(['@bob'])
  })

  test('a # offers channels', () => {
    expect(labels('see #')).toEqual(['#general', '#ops'])
  })

  test('an address is no mention, and a complete name needs no offer', () => {
    expect(at('me@bob')).toBeNull()
    expect(at('@bob')).toBeNull()
    expect(at('@nobody')).toBeNull()
  })
})
