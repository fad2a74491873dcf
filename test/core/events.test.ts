import { expect, it } from 'vitest'
import { type ConferenceEvent, createEventBus } from '#core/events.ts'
import { opened } from '#test/support/roster.ts'

it('everybody who listens is told, in the order of their coming, until they no longer want to be', () => {
  const events = createEventBus()
  const heard: string[] = []
  const listen = (name: string) => events.subscribe(({ kind }: ConferenceEvent) => heard.push(`${name} ${kind}`))
  const stop = listen('first')
  listen('second')
  events.publish({ kind: 'conference-changed', conference: opened })
  stop()
  stop()
  events.publish({ kind: 'confirmation-changed', conferenceId: opened.id, since: null })
  expect(heard).toEqual(['first conference-changed', 'second conference-changed', 'second confirmation-changed'])
})
