/** Somebody at the PBX's own console: signs in over its REST interface and changes what the bot does not expect. */
import type { SandboxServer } from './sandbox-server.ts'

export interface PbxAdministrator {
  /** Of the room of this number: `lock`, `unlock`, `stop_recording`, `destroy`, … */
  act(roomNumber: string, action: string): Promise<void>
  pin(roomNumber: string): Promise<string>
}

export async function signInToPbx({ env, slack }: SandboxServer): Promise<PbxAdministrator> {
  const { PBX_USERNAME: username = '', PBX_PASSWORD: password = '', PBX_DOMAIN: domain = '' } = env
  // Not by the bot's line, which may be unplugged.
  const base = `${new URL(env.SLACK_API_URL ?? '').origin}/sandbox/pbx/portsip/api`
  const form = { grant_type: 'password', scope: 'all', client_id: '9d806019-75b2-4b3d-bb8b-f5a3a412cc0a' }
  const signedIn = await fetch(`${base}/login/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, username, password, domain }),
  })
  const { access_token: token } = (await signedIn.json()) as { access_token: string }
  const ask = async (method: string, roomNumber: string, rest: string) => {
    const { rooms } = await slack.get<{ rooms: { id: string; number: string }[] }>('pbx/portsip/rooms')
    const id = rooms.find((room) => room.number === roomNumber)?.id ?? ''
    const response = await fetch(`${base}/conference_rooms/${encodeURIComponent(id)}${rest}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
    })
    if (!response.ok) throw new Error(`${method} ${rest} answered ${response.status}`)
    return response
  }
  return {
    async act(roomNumber, action) {
      await ask('POST', roomNumber, `/${action}`)
    },
    async pin(roomNumber) {
      // Rooms are listed with their PINs, in clear.
      const { room_pin: pin } = (await (await ask('GET', roomNumber, '')).json()) as { room_pin: string }
      return pin
    },
  }
}
