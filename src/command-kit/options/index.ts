/** All option kinds. */
import { assignments } from './assignments.ts'
import { choice } from './choice.ts'
import { conference } from './conference.ts'
import { digits } from './digits.ts'
import { duration } from './duration.ts'
import { flag } from './flag.ts'
import { grantee } from './grantee.ts'
import { integer } from './integer.ts'
import { invitees } from './invitees.ts'
import { leads, leadsOrPause } from './leads.ts'
import { date, meeting } from './meeting.ts'
import { participant } from './participant.ts'
import { participants } from './participants.ts'
import { position } from './position.ts'
import { span } from './span.ts'
import { text, words } from './text.ts'
import { user } from './user.ts'
import { zone } from './zone.ts'

export const option = {
  assignments,
  choice,
  conference,
  date,
  digits,
  duration,
  flag,
  grantee,
  integer,
  invitees,
  leads,
  leadsOrPause,
  meeting,
  participant,
  participants,
  position,
  span,
  text,
  user,
  words,
  zone,
}
