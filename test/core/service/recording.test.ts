import { describe, expect, it } from 'vitest'
import type { Period } from '#core/contracts/conference-provider.ts'
import { anna, ben, carol, found, type RunningService, startService } from '#test/support/service.ts'

const minuteMs = 60_000

/** Records for a minute. */
async function record({ service, attempt, clock }: RunningService): Promise<void> {
  await service.record(attempt(), { on: true })
  clock.advance(minuteMs)
  await service.record(attempt(), { on: false })
  clock.advance(minuteMs)
}

describe('recording', () => {
  it('is told with who did it, when the PBX shows it', async () => {
    const { service, attempt, start, happened } = await startService()
    await start(ben, 'Sprint review', '1001')
    expect(await service.record(attempt(ben), { on: true })).toMatchObject({ recording: true })
    expect(await service.record(attempt(ben), { on: false })).toMatchObject({ recording: false })
    expect(happened.filter(({ kind }) => kind === 'recording-changed')).toMatchObject([
      { recording: true, actor: { userId: 'U2' }, conference: { recording: true } },
      { recording: false, actor: { userId: 'U2' }, conference: { recording: false } },
    ])
  })

  it('is not said to be on when the PBX does not show it', async () => {
    const { service, attempt, start, happened, clock } = await startService([
      { name: 'berlin', around: () => ({ startRecording: async () => {} }) },
    ])
    await start(ben, 'Sprint review', '1001')
    await expect(clock.until(service.record(attempt(ben), { on: true }))).rejects.toMatchObject({
      code: 'provider.unconfirmed',
    })
    expect(happened.map(({ kind }) => kind)).not.toContain('recording-changed')
  })
})

describe('the recordings of a conference', () => {
  it('are those of its room within its time, oldest first, also when it has ended', async () => {
    const running = await startService()
    const { service, attempt, start } = running
    const first = await start(anna, 'First', '1001')
    await record(running)
    await service.end(attempt(), {})
    running.clock.advance(minuteMs)
    const second = await start(anna, 'Second', '1001')
    await record(running)
    await record(running)

    const ofSecond = (await service.recordings(attempt(carol), {})).recordings
    const ofFirst = (await service.recordings(attempt(carol), { in: first.id })).recordings
    expect(second.roomId).toBe(first.roomId)
    expect([ofFirst.length, ofSecond.length]).toEqual([1, 2])
    const times = [...ofFirst, ...ofSecond].map(({ startedAt }) => startedAt ?? 0)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('are found by their place in the list and by the PBX’s id', async () => {
    const running = await startService()
    const { service, attempt, start } = running
    await start(anna, 'Sprint review', '1001')
    await record(running)
    await record(running)
    const { recordings } = await service.recordings(attempt(), {})
    const second = found(recordings[1])
    const byPlace = await service.recordingLink(attempt(), { recording: '2' })
    const byId = await service.recordingLink(attempt(), { recording: second.id })
    expect(byPlace).toMatchObject({ recording: { id: second.id }, url: expect.stringMatching(/\/api\/blobs\//) })
    expect(byId.url).toBe(byPlace.url)
    expect((await fetch(found(byId.url))).headers.get('content-type')).toBe('audio/wav')
    for (const recording of ['0', '3', 'x', ''])
      await expect(service.recordingLink(attempt(), { recording })).rejects.toMatchObject({
        code: 'input.unknown-recording',
      })
  })

  it('can be marked and deleted; a deletion that the PBX does not show is no success', async () => {
    const running = await startService()
    const { service, attempt, start } = running
    await start(anna, 'Sprint review', '1001')
    await record(running)
    await record(running)
    const [first, second] = (await service.recordings(attempt(), {})).recordings
    expect(await service.flagRecording(attempt(carol), { recording: '1', read: true })).toMatchObject({ id: first?.id })
    expect(await service.deleteRecording(attempt(), { recording: '1' })).toMatchObject({ id: first?.id })
    expect((await service.recordings(attempt(), {})).recordings).toEqual([second])

    const keeping = await startService([{ name: 'berlin', around: () => ({ deleteRecording: async () => {} }) }])
    await keeping.start(anna, 'Sprint review', '1001')
    await record(keeping)
    await expect(keeping.service.deleteRecording(keeping.attempt(), { recording: '1' })).rejects.toMatchObject({
      code: 'provider.unconfirmed',
    })
  })

  it('of another workspace are not shown', async () => {
    const running = await startService()
    const { service, attempt, start } = running
    const { id } = await start(anna, 'Sprint review', '1001')
    await record(running)
    await service.end(attempt(), {})
    const stranger = attempt({ ...anna, workspaceId: 'T2' }, 'conf record list', {
      platform: 'slack',
      workspaceId: 'T2',
      channelId: 'C1',
      kind: 'channel',
    })
    await expect(service.recordings(stranger, { in: id })).rejects.toMatchObject({ code: 'input.unknown-conference' })
  })
})

describe('a recording of which the PBX gives no link', () => {
  const no = { support: 'no', why: 'room.capability.recording-by-link' } as const
  const running = async (content: Uint8Array) => {
    const service = await startService([
      {
        name: 'berlin',
        capabilities: { linkRecording: no, fetchRecording: { support: 'yes' } },
        around: () => ({
          fetchRecording: async (_room, id) => ({ name: `${id}.wav`, mimeType: 'audio/wav', content }),
        }),
      },
    ])
    await service.start(anna, 'Sprint review', '1001')
    await record(service)
    return service
  }

  it('is given as a file to who asks, alone', async () => {
    const { service, attempt, files } = await running(Uint8Array.of(0, 255, 7))
    const given = await service.recordingLink(attempt(), { recording: '1' })
    expect(given.url).toBeNull()
    expect(files).toMatchObject([
      { person: { userId: 'U1' }, name: `${given.recording.id}.wav`, content: Uint8Array.of(0, 255, 7) },
    ])
  })

  it('is not given when it is too large to hand on', async () => {
    const { service, attempt, files } = await running(new Uint8Array(64 * 1024 * 1024 + 1))
    await expect(service.recordingLink(attempt(), { recording: '1' })).rejects.toMatchObject({
      code: 'recording.too-large',
      details: { blanks: { size: 65, max: 64 } },
    })
    expect(files).toEqual([])
  })
})

it('a recording is asked for by the time of its conference', async () => {
  const asked: (Period | undefined)[] = []
  const running = await startService([
    {
      name: 'berlin',
      around: ({ listRecordings }) => ({
        async listRecordings(roomId, during) {
          asked.push(during)
          return found(listRecordings)(roomId, during)
        },
      }),
    },
  ])
  const { service, attempt, start, clock } = running
  const { startedAt } = await start(anna, 'Sprint review', '1001')
  await service.recordings(attempt(), {})
  const [during] = asked
  expect(during && during.from <= startedAt && during.until >= clock.now()).toBe(true)
})

describe('which recordings were heard', () => {
  it.each([
    ['the PBX keeps it, too', undefined],
    ['confbot does in its place', { support: 'detour', how: 'room.capability.flag-not-shown', by: 'confbot' } as const],
  ])('is remembered where %s, and forgotten with the recording and with the room', async (_who, flagRecording) => {
    const running = await startService([{ name: 'berlin', capabilities: { ...(flagRecording && { flagRecording }) } }])
    const { service, attempt, start, store, pbx } = running
    const { roomId } = await start(anna, 'Sprint review', '1001')
    await record(running)
    await record(running)
    pbx().traffic.clear()
    const first = await service.flagRecording(attempt(), { recording: '1', read: true })
    const second = await service.flagRecording(attempt(), { recording: '2', read: true })
    const asked = pbx()
      .traffic.list()
      .some(({ path }) => path?.includes('set_read'))
    expect(asked).toBe(flagRecording === undefined)
    expect((await service.recordings(attempt(), {})).heard).toEqual(new Set([first.id, second.id]))
    await service.flagRecording(attempt(), { recording: '2', read: false })
    expect(await service.recording(attempt(), { recording: '2' }, 'recording.view')).toMatchObject({ isHeard: false })
    await service.deleteRecording(attempt(), { recording: '1' })
    expect(await store.settings.list(`heard:berlin:${roomId}`)).toEqual({})

    await service.flagRecording(attempt(), { recording: '1', read: true })
    await service.end(attempt(), {})
    await service.deleteRoom(attempt(), { room: roomId, recordingsToo: true })
    expect(await store.settings.list(`heard:berlin:${roomId}`)).toEqual({})
  })
})
