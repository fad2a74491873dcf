/** What a caller hears from the PBX, in words. */

export interface Heard {
  /** What a voice says. */
  readonly voice: string
  /** Why, for whoever tries it out. */
  readonly because: string
}

const refusals: Readonly<Record<string, Heard>> = {
  no_such_room: { voice: 'The number you have dialled is not in use.', because: 'The PBX has no room of this number.' },
  offline: { voice: 'Conferences are not available at the moment.', because: 'No conference server is enabled.' },
  locked: { voice: 'This conference is locked.', because: 'Nobody can ring in until it is unlocked.' },
  room_full: { voice: 'This conference is full.', because: 'Everyone who fits into the room is there.' },
}

export function refusalToHeard(error: string, hadPin: boolean): Heard {
  if (error === 'wrong_pin') {
    const because = 'The card’s button “Show PIN” tells it to those who may know.'
    return { voice: hadPin ? 'This PIN is not valid.' : 'Please enter the PIN.', because }
  }
  return refusals[error] ?? { voice: 'The call cannot be completed.', because: error }
}
