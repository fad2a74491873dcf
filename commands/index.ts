/** What a user can say: the explicit list, in the order in which help tells it. */

import { defineRoot, type RootDefinition } from '#command-kit/define-command.ts'
import { accessExplain, accessGrant, accessRevoke, accessShow } from './access.ts'
import { agenda, date } from './agenda.ts'
import { calendarFile, channelCalendar, meCalendar } from './calendar.ts'
import { chair } from './chair.ts'
import { channelPbx, channelRemind, channelShow, channelZone } from './channel.ts'
import { contactAdd, contactEdit, contactList, contactRemove, listPut, listRemove, listShow } from './directory.ts'
import { end, keep } from './end.ts'
import { createHelp } from './help.ts'
import { home } from './home.ts'
import { callback, callme, invite, missing } from './invite.ts'
import { kick, letIn } from './kick.ts'
import { lock, unlock } from './lock.ts'
import { meLanguage, meZone } from './me.ts'
import { mePhone, phoneCode } from './me-phone.ts'
import { conflict, meeting } from './meeting.ts'
import { coming, decline, join, late, snooze } from './meeting-answer.ts'
import { edit, move } from './meeting-change.ts'
import { cancel, reinstate, restore, skip } from './meeting-dates.ts'
import { remind } from './meeting-remind.ts'
import { mute, unmute } from './mute.ts'
import { recordDelete, recordLink, recordList, recordRead, recordStart, recordStop, recordUnread } from './record.ts'
import { roomCreate, roomDelete, roomEdit, roomList, roomPin, roomShow } from './room.ts'
import { schedule } from './schedule.ts'
import { serverCreate, serverDelete, serverEdit, serverList, serverShow, serverStatus } from './server.ts'
import { more, name, pin, roster, show } from './show.ts'
import { start } from './start.ts'
import { createAudit, status } from './status.ts'
import { videoLayout, videoPosition } from './video.ts'

const conf = defineRoot({
  name: 'conf',
  summary: 'command.conf.summary',
  commands: [
    home,
    createHelp(() => roots, 'conf'),
    start,
    show,
    end,
    invite,
    callme,
    mute,
    unmute,
    kick,
    letIn,
    lock,
    unlock,
    chair,
    videoLayout,
    videoPosition,
    recordStart,
    recordStop,
    recordList,
    recordLink,
    recordRead,
    recordUnread,
    recordDelete,
    schedule,
    agenda,
    edit,
    move,
    skip,
    cancel,
    remind,
    meZone,
    meCalendar,
    mePhone,
    meLanguage,
    pin,
    name,
    missing,
    callback,
    roster,
    more,
    keep,
    meeting,
    date,
    join,
    coming,
    late,
    decline,
    snooze,
    restore,
    reinstate,
    conflict,
    calendarFile,
    phoneCode,
  ],
})

const confadmin = defineRoot({
  name: 'confadmin',
  summary: 'command.confadmin.summary',
  commands: [
    createHelp(() => roots, 'confadmin'),
    roomList,
    roomShow,
    roomPin,
    roomCreate,
    roomEdit,
    roomDelete,
    serverList,
    serverShow,
    serverCreate,
    serverEdit,
    serverStatus,
    serverDelete,
    channelShow,
    channelPbx,
    channelZone,
    channelCalendar,
    channelRemind,
    contactList,
    contactAdd,
    contactEdit,
    contactRemove,
    listShow,
    listPut,
    listRemove,
    accessShow,
    accessGrant,
    accessRevoke,
    accessExplain,
    status,
    createAudit(() => roots),
  ],
})

export const roots: readonly RootDefinition[] = [conf, confadmin]
