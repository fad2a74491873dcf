import { describe, expect, it } from 'vitest'
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
    expect((await fetch(byId.url)).headers.get('content-type')).toBe('audio/wav')
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
