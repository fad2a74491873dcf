/** Another program with the same login at a PBX of the sandbox, which does there what the bot does not expect. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { KindThere } from './pbx-kinds.ts'
import type { SandboxServer } from './sandbox-server.ts'

export interface PbxConsole {
  /** One more token, as any program of the same account gets it; undefined: the PBX gives none. */
  signIn(): Promise<string | undefined>
  /** Ends a token: this console's own, or one that was overheard. */
  revoke(token: string): Promise<void>
  deleteRoom(number: string): Promise<void>
}

const Answer = z.looseObject({
  access_token: z.string().optional(),
  auth_token: z.string().optional(),
  token: z.string().optional(),
  data: z.unknown().optional(),
})
const Rooms = z.object({ rooms: z.array(z.object({ id: z.string(), number: z.string() })) })
const Listed = z.object({ data: z.array(z.object({ id: z.number(), number: z.string() })) })
const Account = z.object({ account_id: z.string() })

export function createPbxConsole({ env, slack }: SandboxServer, id: KindThere['id']): PbxConsole {
  const setting = (name: string) => env[`PBX_${name}`] ?? ''
  // Not by the bot's line, which may be unplugged.
  const base = new URL(env.SLACK_API_URL ?? '').origin + new URL(setting('URL')).pathname.replace(/\/$/, '')
  const send = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const response = await fetch(base + path, {
      method,
      headers: { 'user-agent': 'OpenAPI', ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
    return Answer.catch({}).parse(await response.json().catch(() => null))
  }
  const signIn: Readonly<Record<KindThere['id'], () => ReturnType<typeof send>>> = {
    portsip: () => Promise.reject(new Error('has a console of its own: pbx-administrator.ts')),
    'yeastar-p': () =>
      send('POST', '/get_token', { username: setting('CLIENT_ID'), password: setting('CLIENT_SECRET') }),
    'yeastar-s': () =>
      send('POST', '/login', {
        username: setting('USERNAME'),
        password: createHash('md5').update(setting('PASSWORD')).digest('hex'),
      }),
    async ringme() {
      const form = {
        grant_type: 'client_credentials',
        client_id: setting('CLIENT_ID'),
        client_secret: setting('CLIENT_SECRET'),
      }
      const response = await fetch(`${base}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
      return Answer.parse(await response.json())
    },
    kazoo: () =>
      send('PUT', '/user_auth', {
        data: {
          credentials: createHash('md5')
            .update(`${setting('USERNAME')}:${setting('PASSWORD')}`)
            .digest('hex'),
          method: 'md5',
          account_name: setting('ACCOUNT_NAME'),
        },
      }),
  }
  const tokenIn = ({ access_token, auth_token, token }: z.output<typeof Answer>) => access_token ?? auth_token ?? token

  return {
    signIn: async () => tokenIn(await signIn[id]()),
    async revoke(token) {
      if (id === 'yeastar-p') await send('GET', `/del_token?access_token=${token}`)
      if (id === 'yeastar-s') await send('POST', `/logout?token=${token}`, {})
    },
    async deleteRoom(number) {
      const answer = await signIn[id]()
      const token = tokenIn(answer) ?? ''
      const { rooms } = Rooms.parse(await slack.get(`pbx/${id}/rooms`))
      const room = rooms.find((one) => one.number === number)?.id ?? ''
      if (id === 'yeastar-p') {
        const listed = await send('GET', `/conference/list?page=1&page_size=100&access_token=${token}`)
        const found = Listed.parse(listed).data.find((one) => one.number === number)
        await send('GET', `/conference/delete?id=${found?.id}&access_token=${token}`)
      }
      if (id === 'ringme')
        await send('DELETE', `/api/ver1.0/client/@me/extension/${room}`, undefined, {
          authorization: `Bearer ${token}`,
        })
      if (id === 'kazoo') {
        const { account_id } = Account.parse(answer.data)
        await send('DELETE', `/accounts/${account_id}/conferences/${room}`, { data: {} }, { 'x-auth-token': token })
      }
    },
  }
}
