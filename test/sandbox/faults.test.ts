import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createFaults, type Fault, type HttpReply, withFault } from '#sandbox/faults.ts'

describe('planned faults', () => {
  test('a fault spoils as many matching subjects as it says, and no others', () => {
    const faults = createFaults()
    faults.add({ match: 'POST /api', kind: 'html', times: 2 })
    expect(faults.take('GET /api')).toBeUndefined()
    expect(faults.take('POST /api/rooms')?.kind).toBe('html')
    expect(faults.list()).toEqual([{ match: 'POST /api', kind: 'html', times: 1 }])
    expect(faults.take('POST /api/rooms')?.kind).toBe('html')
    expect(faults.take('POST /api/rooms')).toBeUndefined()
  })

  test('an empty match takes everything, the oldest fault first', () => {
    const faults = createFaults()
    faults.add({ match: '', kind: 'hang', times: 1 })
    faults.add({ match: '', kind: '401', times: 1 })
    expect([faults.take('a')?.kind, faults.take('b')?.kind, faults.take('c')]).toEqual(['hang', '401', undefined])
  })

  test('clearing forgets what is still to come', () => {
    const faults = createFaults()
    faults.add({ match: '', kind: 'hang', times: 5 })
    faults.clear()
    expect(faults.take('a')).toBeUndefined()
  })
})

describe('a faulty answer', () => {
  let server: Server | undefined
  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })

  /** Serves one JSON answer spoilt by `fault`; tells how often the handler ran and what was sent. */
  async function serve(fault: Fault | undefined) {
    const seen = { runs: 0, sent: [] as (HttpReply | undefined)[] }
    server = createServer(async (_req, res) => {
      const run = () => {
        seen.runs += 1
        return { status: 201, headers: { 'content-type': 'application/json' }, body: '{"answer":42}' }
      }
      seen.sent.push(await withFault(fault, res, run, (status) => ({ status, body: `refused ${status}` })))
    })
    const listening = server
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    const { port } = listening.address() as AddressInfo
    return { url: `http://127.0.0.1:${port}/`, seen }
  }
  const fault = (kind: Fault['kind'], retryAfter?: number): Fault => ({
    match: '',
    kind,
    times: 1,
    ...(retryAfter !== undefined && { retryAfter }),
  })

  test.each([undefined, fault('drop-calls')])('goes through unspoilt (%o)', async (planned) => {
    const { url, seen } = await serve(planned)
    const response = await fetch(url)
    expect([response.status, await response.json()]).toEqual([201, { answer: 42 }])
    expect(seen.sent).toMatchObject([{ status: 201 }])
  })

  test.each([
    ['hang', 0],
    ['hang-after', 1],
  ] as const)('%s leaves the caller waiting until it gives up, after the handler ran %i times', async (kind, runs) => {
    const { url, seen } = await serve(fault(kind))
    const giveUp = new AbortController()
    const pending = fetch(url, { signal: giveUp.signal })
    const outcome = await Promise.race([pending, new Promise((resolve) => setTimeout(resolve, 100, 'silence'))])
    expect(outcome).toBe('silence')
    giveUp.abort()
    await expect(pending).rejects.toThrow()
    await expect.poll(() => seen.sent).toEqual([undefined])
    expect(seen.runs).toBe(runs)
  })

  test.each([
    ['reset-before', 0],
    ['reset-after', 1],
  ] as const)('is cut by %s after the handler ran %i times', async (kind, runs) => {
    const { url, seen } = await serve(fault(kind))
    await expect(fetch(url)).rejects.toThrow()
    expect(seen).toEqual({ runs, sent: [undefined] })
  })

  test('is an HTML page of a broken proxy', async () => {
    const { url, seen } = await serve(fault('html'))
    const response = await fetch(url)
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html'])
    expect(await response.text()).toContain('<html>')
    expect(seen.runs).toBe(0)
  })

  test('is JSON that breaks off, with a status of success', async () => {
    const { url, seen } = await serve(fault('truncated'))
    const response = await fetch(url)
    expect([response.status, await response.text()]).toEqual([200, '{"answ'])
    expect(seen.runs).toBe(1)
  })

  test.each([
    ['401', 401, null],
    ['403', 403, null],
    ['409', 409, null],
    ['422', 422, null],
    ['5xx', 503, null],
    ['429', 429, null],
  ] as const)("is the service's own error for %s", async (kind, status, retryAfter) => {
    const { url, seen } = await serve(fault(kind))
    const response = await fetch(url)
    expect([response.status, await response.text()]).toEqual([status, `refused ${status}`])
    expect(response.headers.get('retry-after')).toBe(retryAfter)
    expect(seen.runs).toBe(0)
  })

  test('says when to come back where the fault does', async () => {
    const { url } = await serve(fault('429', 7))
    expect((await fetch(url)).headers.get('retry-after')).toBe('7')
  })
})
