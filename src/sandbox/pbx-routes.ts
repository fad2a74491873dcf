/** The driving calls below `/sandbox/api/pbx/<name>`: the people at the phones, the operator at the PBX's console, and trouble. */
import { z } from 'zod'
import { DriveRefusal, type Route, route } from './drive-call.ts'
import type { ConsoleAct, PbxLegState, SandboxPbx } from './pbx/index.ts'
import { createWireRoutes } from './wire-routes.ts'

const name = z.string().min(1)
const on = z.boolean()
const Line = z.strictObject({ leg: name })
const LineSwitch = z.strictObject({ leg: name, on })
const RoomSwitch = z.strictObject({ room: name, on })

export function createPbxRoutes(pbx: SandboxPbx): { get: Record<string, Route>; post: Record<string, Route> } {
  const done = { ok: true }
  const shared = createWireRoutes(pbx)
  const legs = () => pbx.rooms().flatMap((room) => room.legs)
  const onLeg = (id: string, act: (id: string) => boolean, state?: PbxLegState['state']) => {
    const leg = legs().find((one) => one.id === id)
    if (leg && state !== undefined && leg.state !== state) {
      const sentence = leg.state === 'ringing' ? 'This phone still rings.' : 'This call has been answered already.'
      throw new DriveRefusal(409, sentence)
    }
    if (act(id)) return done
    const known = legs().map((one) => `${one.id} (${one.name ?? one.number ?? 'unknown'})`)
    throw new DriveRefusal(404, `This call is over: there is no leg "${id}".`, known)
  }
  const onRoom = (number: string, isDone: boolean) => {
    if (isDone) return done
    const known = pbx.rooms().map((room) => room.number)
    throw new DriveRefusal(404, `There is no room "${number}".`, known)
  }

  const atConsole = (act: ConsoleAct) => {
    if (pbx.console.includes(act)) return
    throw new DriveRefusal(409, `The console of this PBX has no "${act}".`, [...pbx.console, 'kick'])
  }

  return {
    get: {
      rooms: () => ({ ok: true, rooms: pbx.rooms() }),
      calls: () => ({ ok: true, calls: pbx.calls() }),
      events: () => ({ ok: true, events: pbx.events() }),
      ...shared.get,
    },
    post: {
      call: route(
        z.strictObject({ from: name, to: name, pin: z.string().optional(), name: z.string().optional() }),
        (call) => {
          const placed = pbx.call(call)
          return 'leg' in placed ? { ok: true, ...placed } : { ok: false, ...placed }
        },
      ),
      answer: route(Line, ({ leg }) => onLeg(leg, pbx.answer, 'ringing')),
      hangup: route(Line, ({ leg }) => onLeg(leg, pbx.hangup)),
      talk: route(LineSwitch, ({ leg, on }) => onLeg(leg, (id) => pbx.talk(id, on), 'joined')),
      key: route(z.strictObject({ leg: name, digits: name }), ({ leg, digits }) =>
        onLeg(leg, (id) => pbx.key(id, digits), 'joined'),
      ),
      kick: route(Line, ({ leg }) => onLeg(leg, pbx.kick)),
      mute: route(LineSwitch, ({ leg, on }) => {
        atConsole('mute')
        return onLeg(leg, (id) => pbx.mute(id, on), 'joined')
      }),
      lock: route(RoomSwitch, ({ room, on }) => {
        atConsole('lock')
        return onRoom(room, pbx.lock(room, on))
      }),
      record: route(RoomSwitch, ({ room, on }) => {
        atConsole('record')
        return onRoom(room, pbx.record(room, on))
      }),
      room: route(z.strictObject({ room: name, fields: z.record(z.string(), z.unknown()) }), ({ room, fields }) => {
        const edited = pbx.editRoom(room, fields)
        if (typeof edited === 'string') throw new DriveRefusal(400, `The PBX does not take this: ${edited}.`)
        return onRoom(room, edited)
      }),
      ...shared.post,
    },
  }
}
