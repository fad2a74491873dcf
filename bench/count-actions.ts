/** A line to Asterisk's manager interface that counts what is asked on it. */
import { type AddressInfo, connect, createServer } from 'node:net'

export interface ActionCounter {
  readonly port: number
  clear(): void
  /** By their names, since the last `clear`. */
  counted(): { readonly changes: readonly string[]; readonly readings: readonly string[] }
  close(): void
}

const reads = /^(ConfbridgeList|ConfbridgeListRooms|CoreShowChannels|Ping)$/

export async function countActions(to: { readonly host: string; readonly port: number }): Promise<ActionCounter> {
  let actions: string[] = []
  const server = createServer((near) => {
    const far = connect(to.port, to.host).setNoDelay(true)
    near.setNoDelay(true)
    near.on('data', (bytes) => {
      actions.push(...[...String(bytes).matchAll(/^Action: (\w+)/gm)].flatMap(([, name]) => name ?? []))
    })
    near.pipe(far).pipe(near)
    for (const socket of [near, far])
      socket
        .on('error', () => {})
        .once('close', () => {
          near.destroy()
          far.destroy()
        })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    clear() {
      actions = []
    },
    counted: () => ({
      changes: actions.filter((name) => !reads.test(name)),
      readings: actions.filter((name) => reads.test(name)),
    }),
    close: () => void server.close(),
  }
}
