/** A configured PBX: what its kind tells of itself, then its rooms, recordings and whom it may ring. */
import { isDone, type Pbx, type Room } from '#core/contracts/conference-provider.ts'
import { type Check, type Finding, ok, warn } from '#core/contracts/diagnosis.ts'
import { pbxFailureFinding } from '#core/pbx-failure.ts'
import { say } from '#text/message.ts'

/** Numbers of rooms of this PBX. */
export interface RoomUse {
  /** In a conference of confbot. */
  readonly leased: ReadonlySet<string>
  /** Made to stay as they are. */
  readonly permanent: ReadonlySet<string>
}

/** More are not read one by one. */
const maxRead = 20
const maxNamed = 10

export function pbxChecks(pbx: Pbx, roomUse: () => Promise<RoomUse>): readonly Check[] {
  const own = pbx.provider.diagnose()
  const login = own.at(-1)
  let inRange: readonly Room[] = []

  const rooms: Check = {
    what: say('doctor.pbx.what.rooms'),
    ...(login && { after: login }),
    async run() {
      try {
        const isInRange = rangeOf(pbx)
        inRange = (await pbx.provider.listRooms()).filter(({ number }) => isInRange(number))
        return roomFindings(pbx, inRange, await peopleIn(pbx, inRange.slice(0, maxRead)), await roomUse())
      } catch (error) {
        return [pbxFailureFinding(error, say('doctor.pbx.doing.rooms'))]
      }
    },
  }
  const recordings: Check = {
    what: say('doctor.pbx.what.recordings'),
    after: rooms,
    run: () =>
      recordingFindings(
        pbx,
        inRange,
        own.some(({ shows }) => shows === 'listRecordings'),
      ),
  }
  return [...own, rooms, recordings, { what: say('doctor.pbx.what.numbers'), run: async () => numberFindings(pbx) }]
}

function rangeOf({ policy: { rooms } }: Pbx): (number: string) => boolean {
  const numbers = new Set(
    Array.from({ length: rooms.last - rooms.first + 1 }, (_, index) => String(rooms.first + index)),
  )
  return (number) => numbers.has(number)
}

/** Rooms in which somebody is. */
async function peopleIn({ provider }: Pbx, rooms: readonly Room[]): Promise<readonly Room[]> {
  const readings = await Promise.all(rooms.map(({ id }) => provider.readRoom(id)))
  return rooms.filter((_, index) => (readings[index]?.participants?.length ?? 0) > 0)
}

function roomFindings(
  pbx: Pbx,
  rooms: readonly Room[],
  withPeople: readonly Room[],
  { leased, permanent }: RoomUse,
): readonly Finding[] {
  const { first, last } = pbx.policy.rooms
  const range = { first: String(first), last: String(last) }
  const isTaken = ({ number }: Room) => leased.has(number) || permanent.has(number)
  const foreign = withPeople.filter((room) => !isTaken(room))
  const unlike = rooms.filter((room) => !isTaken(room) && !foreign.includes(room) && !isLikeOurs(pbx, room))
  const canCreate = isDone(pbx.definition.capabilities.createRoom)
  // What is made by a detour the PBX is not asked for.
  const needsRight = pbx.definition.capabilities.createRoom.support === 'yes'
  const isInRange = rangeOf(pbx)
  const live = [...leased].filter(isInRange).length
  const kept = [...permanent].filter((number) => isInRange(number) && !leased.has(number)).length
  const missing = last - first + 1 - rooms.length
  const free = (canCreate ? last - first + 1 : rooms.length) - live - kept - foreign.length

  const numbered = (some: readonly Room[]) => ({
    count: some.length,
    numbers: inShort(some.map(({ number }) => number)),
  })
  return [
    free > 0
      ? ok(say('doctor.pbx.rooms', { ...range, existing: rooms.length, live, free }))
      : warn(say('doctor.pbx.rooms-none-free', range), say('doctor.pbx.rooms-none-free.next')),
    ...(needsRight && missing > 0 ? [ok(say('doctor.pbx.rooms-create', { missing }))] : []),
    ...(foreign.length > 0
      ? [warn(say('doctor.pbx.rooms-foreign', numbered(foreign)), say('doctor.pbx.rooms-foreign.next'))]
      : []),
    ...(unlike.length > 0
      ? [warn(say('doctor.pbx.rooms-unlike', numbered(unlike)), say('doctor.pbx.rooms-unlike.next'))]
      : []),
    ...(isRung(pbx) ? [warn(say('doctor.pbx.rooms-rung', range), say('doctor.pbx.rooms-rung.next'))] : []),
  ]
}

/** In all that confbot says alike of each room that it makes. */
function isLikeOurs({ definition }: Pbx, { number, fields }: Room): boolean {
  const capacity = definition.quantities.maxParticipants
  const plan = (subject: string) =>
    definition.planToFields({ number, subject, pin: null, chairPin: null, capacity }, 'create')
  const other = plan('2')
  const alike = Object.entries(plan('1')).filter(([id, value]) => other[id] === value)
  return alike.every(([id, value]) => fields[id] === undefined || fields[id] === null || fields[id] === value)
}

/** Rooms whose numbers confbot would take for extensions. */
const isRung = ({ policy: { rooms, extensions } }: Pbx) =>
  extensions.some(
    ({ first, last }) =>
      first.length === String(rooms.first).length && Number(first) <= rooms.last && Number(last) >= rooms.first,
  )

/** `isShown`: by a check of its kind, also while there is no room. */
async function recordingFindings(
  { provider, definition }: Pbx,
  [room]: readonly Room[],
  isShown: boolean,
): Promise<readonly Finding[]> {
  if (!provider.listRecordings || !isDone(definition.capabilities.listRecordings)) return []
  if (!room) return isShown ? [] : [ok(say('doctor.pbx.recordings-untried'))]
  try {
    await provider.listRecordings(room.id)
    return [ok(say('doctor.pbx.recordings'))]
  } catch (error) {
    return [pbxFailureFinding(error, say('doctor.pbx.doing.recordings'))]
  }
}

function numberFindings({ policy }: Pbx): readonly Finding[] {
  const extensions = policy.extensions
    .map(({ first, last }) => (first === last ? first : `${first}–${last}`))
    .join(', ')
  const countries = policy.countries.join(', ')
  if (extensions && countries) return [ok(say('doctor.pbx.numbers', { extensions, countries }))]
  if (extensions) return [warn(say('doctor.pbx.numbers-inside', { extensions }), say('doctor.pbx.numbers-inside.next'))]
  if (countries) return [warn(say('doctor.pbx.numbers-outside', { countries }), say('doctor.pbx.numbers-outside.next'))]
  return [warn(say('doctor.pbx.numbers-none'), say('doctor.pbx.numbers-none.next'))]
}

const inShort = (numbers: readonly string[]) =>
  numbers.slice(0, maxNamed).join(', ') + (numbers.length > maxNamed ? ', …' : '')
