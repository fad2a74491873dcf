/** What a room is called where it may have no number: a PBX may keep some that nobody can dial. */
import type { Room } from './contracts/conference-provider.ts'

export const roomName = ({ number, id }: Pick<Room, 'number' | 'id'>): string => number || id
