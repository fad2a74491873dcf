import { describe, expect, it } from 'vitest'
import { admin } from '#text/en/admin.ts'
import { asterisk } from '#text/en/asterisk.ts'
import { calendar } from '#text/en/calendar.ts'
import { card } from '#text/en/card.ts'
import { choice } from '#text/en/choice.ts'
import { command } from '#text/en/command.ts'
import { discord } from '#text/en/discord.ts'
import { doctor } from '#text/en/doctor.ts'
import { doctorDiscord } from '#text/en/doctor-discord.ts'
import { error } from '#text/en/error.ts'
import { event } from '#text/en/event.ts'
import { form } from '#text/en/form.ts'
import { help } from '#text/en/help.ts'
import { en } from '#text/en/index.ts'
import { kazoo } from '#text/en/kazoo.ts'
import { meeting } from '#text/en/meeting.ts'
import { meetingCommand } from '#text/en/meeting-command.ts'
import { phone } from '#text/en/phone.ts'
import { reminder } from '#text/en/reminder.ts'
import { ringme } from '#text/en/ringme.ts'
import { room } from '#text/en/room.ts'
import { server } from '#text/en/server.ts'
import { slack } from '#text/en/slack.ts'
import { terminal } from '#text/en/terminal.ts'
import { yeastarP } from '#text/en/yeastar-p.ts'
import { yeastarS } from '#text/en/yeastar-s.ts'
import { blanksOf } from '../message-blanks.ts'

const areas: Record<string, Readonly<Record<string, string>>> = {
  admin,
  asterisk,
  calendar,
  card,
  choice,
  command,
  discord,
  doctor,
  doctorDiscord,
  error,
  event,
  form,
  help,
  meeting,
  meetingCommand,
  phone,
  reminder,
  room,
  slack,
  terminal,
  kazoo,
  ringme,
  server,
  yeastarP,
  yeastarS,
}
const messages = Object.entries<string>(en)

describe('the English catalogue', () => {
  it('holds each key once', () => {
    const keys = Object.values(areas).flatMap((area) => Object.keys(area))
    expect(keys.length).toBe(new Set(keys).size)
    expect(messages.length).toBe(keys.length)
  })

  it('has no empty sentence', () => {
    expect(messages.filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('can be read by the message parser, and names blanks in lower case letters', () => {
    for (const [key, text] of messages)
      for (const blank of blanksOf(text)) expect(blank, key).toMatch(/^[a-z][a-zA-Z]*$/)
  })
})
