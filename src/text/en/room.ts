/**
 * English: the fields of rooms by the vendors' names, what their values mean (`room.choice.*`), and why or how PBXs do what they
 * do (`room.capability.*`).
 */
export const room = {
  'room.field.extension_number': 'Room number',
  'room.field.mode': 'Kind of room',
  'room.field.control': 'Way of control',
  'room.field.height': 'Video height in pixels',
  'room.field.width': 'Video width in pixels',
  'room.field.bitrate': 'Video bit rate in kbit/s',
  'room.field.framerate': 'Video frames per second',
  'room.field.layout': 'Video tiles shown at once',
  'room.field.subject': 'Subject',
  'room.field.language': 'Language of the announcements',
  'room.field.capacity': 'People at most',
  'room.field.admin_pin': 'PIN of the chair',
  'room.field.room_pin': 'PIN of the room',
  'room.field.enable_recording': 'Record from the start',
  'room.field.enable_prompt': 'Voice menu',
  'room.field.timezone': 'Time zone',
  'room.field.scheduled_start_at': 'Scheduled start',
  'room.field.scheduled_end_at': 'Scheduled end',
  'room.field.numbers': 'Number to dial from outside',
  'room.field.external_invitees': 'Invited by mail',
  'room.field.custom_options': 'Further options (JSON)',

  'room.choice': '{label} ({value})',
  'room.choice.audio': 'Sound only',
  'room.choice.video': 'Sound and video',
  'room.choice.free': 'Free mode',
  'room.choice.master': 'Master mode',
  'room.choice.layout.auto': 'As many as fit',
  'room.choice.layout.1': '1',
  'room.choice.layout.2': '2',
  'room.choice.layout.3': '3',
  'room.choice.layout.4': '4',
  'room.choice.layout.6': '6',
  'room.choice.layout.9': '9',

  'room.capability.no-room-events': 'it sends no events about rooms, so they are read again and again',
  'room.capability.end-by-kicking': 'everybody is put out, one after the other or all at once, and the room stays',
  'room.capability.recording-by-link': 'it gives links to recordings instead',
  'room.capability.no-options': 'none of its fields depends on what else is set up there',
  'room.capability.hints-of-calls':
    'it tells of calls that begin and end, upon which rooms are read again at once; of all else they are read again and again',
  'room.capability.audio-room': 'this room is for sound only, and has no picture to arrange',
  'room.capability.flag-not-shown': 'the PBX takes the mark but never shows it',
} as const
