/** A PBX that cannot do or tell what others can, whatever its kind: its answers, and what its readings leave out. */
import type { RoomReading } from '#core/contracts/conference-provider.ts'
import type { PbxPlan } from './service.ts'

const no = { support: 'no', why: 'room.capability.no-room-events' } as const

/** Who is in a room is told by nobody, and nobody in it can be reached. */
export const unseenPbx = (name = 'berlin'): PbxPlan => ({
  name,
  traits: { roster: false, muteState: false, lockState: false, recordingState: false },
  capabilities: {
    end: no,
    kick: no,
    muteAll: { support: 'policy', how: 'room.capability.no-room-events' },
    mute: { support: 'keypad', code: '*1' },
    lock: { support: 'keypad', code: '*92' },
    record: { support: 'unknown' },
    schedule: no,
    chairman: no,
  },
  around: () => ({
    readRoom: async () => ({ participants: null, locked: null, recording: null, muted: null }),
  }),
})

/** It tells who is there, neither locks nor shows who is muted. */
export const forgetfulPbx = (name = 'berlin'): PbxPlan => ({
  name,
  traits: { muteState: false, lockState: false },
  capabilities: { lock: { support: 'detour', how: 'room.capability.no-room-events', by: 'confbot' }, schedule: no },
  around: ({ readRoom }) => ({
    async readRoom(roomId): Promise<RoomReading> {
      const { participants, ...reading } = await readRoom(roomId)
      return {
        ...reading,
        locked: null,
        muted: null,
        participants: participants?.map((leg) => ({ ...leg, muted: null })) ?? null,
      }
    },
  }),
})
