/** The English catalogue: every user-facing sentence, by area. Keys start with the area's name; values are ICU messages. */
import { admin } from './admin.ts'
import { asterisk } from './asterisk.ts'
import { calendar } from './calendar.ts'
import { card } from './card.ts'
import { choice } from './choice.ts'
import { command } from './command.ts'
import { discord } from './discord.ts'
import { doctor } from './doctor.ts'
import { doctorDiscord } from './doctor-discord.ts'
import { error } from './error.ts'
import { event } from './event.ts'
import { form } from './form.ts'
import { help } from './help.ts'
import { kazoo } from './kazoo.ts'
import { meeting } from './meeting.ts'
import { meetingCommand } from './meeting-command.ts'
import { phone } from './phone.ts'
import { reminder } from './reminder.ts'
import { ringme } from './ringme.ts'
import { room } from './room.ts'
import { server } from './server.ts'
import { slack } from './slack.ts'
import { terminal } from './terminal.ts'
import { yeastarP } from './yeastar-p.ts'
import { yeastarS } from './yeastar-s.ts'

export const en = {
  ...admin,
  ...asterisk,
  ...calendar,
  ...card,
  ...choice,
  ...command,
  ...discord,
  ...doctor,
  ...doctorDiscord,
  ...error,
  ...event,
  ...form,
  ...help,
  ...kazoo,
  ...meeting,
  ...meetingCommand,
  ...phone,
  ...reminder,
  ...ringme,
  ...room,
  ...server,
  ...slack,
  ...terminal,
  ...yeastarP,
  ...yeastarS,
} as const
