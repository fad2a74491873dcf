import { describe, expect, it } from 'vitest'
import { createStage } from './stage.ts'

const room = '8000'
const first = 'confbot-8000-20261120T080000Z-abcdefgh'
const second = 'confbot-8000-20261120T083000Z-bcdefghi'
const ada = { channel: 'PJSIP/1001-00000001', id: '1795313255.1' }

async function prepare(settings: Readonly<Record<string, unknown>> = {}) {
  const stage = await createStage()
  const provider = stage.open(settings)
  await provider.createRoom({ number: room })
  for (const name of [first, second, 'confbot-8001-20261120T080000Z-abcdefgh', 'board', 'confbot-8000-1'])
    stage.stored.set(name, Buffer.from(`RIFF of ${name}`))
  return { stage, provider }
}

describe('a recording', () => {
  it('is made by a hidden channel whose name tells room and start, and said to everybody', async () => {
    const { stage, provider } = await prepare()
    stage.put(room, { ...ada })
    await provider.startRecording(room)
    expect((await provider.readRoom(room)).recording).toBe(true)
    await expect.poll(() => stage.originated()).toHaveLength(2)
    const [recorder, said] = stage.originated()
    const file = expect.stringMatching(/^confbot-8000-20261120T090000Z-[a-z0-9]{8}$/)
    expect(recorder).toMatchObject({
      Channel: 'Local/8000@confbot-helper/n',
      ChannelId: file,
      OtherChannelId: expect.stringMatching(/-recorder$/),
      Context: 'confbot-record',
      Exten: 's',
      Async: 'true',
      variables: [expect.stringMatching(/^CONFBOT_FILE=confbot-8000-20261120T090000Z-[a-z0-9]{8}$/)],
    })
    expect(said).toMatchObject({
      Channel: 'Local/8000@confbot-helper/n',
      Context: 'confbot-say',
      Exten: room,
      variables: ['CONFBOT_SOUND=conf-now-recording'],
    })
  })

  it('is made once, and ends with its channel', async () => {
    const { stage, provider } = await prepare()
    stage.put(room, { ...ada })
    await provider.startRecording(room)
    await provider.startRecording(room)
    expect(stage.originated().filter(({ Context }) => Context === 'confbot-record')).toHaveLength(1)
    await provider.stopRecording(room)
    expect(await provider.readRoom(room)).toMatchObject({ recording: false, participants: [{ legId: ada.id }] })
    await provider.stopRecording(room)
  })

  it('is made once also where two begin it at the same moment, and ends where somebody ends it meanwhile', async () => {
    const { stage, provider } = await prepare()
    stage.put(room, { ...ada })
    await Promise.all([provider.startRecording(room), provider.startRecording(room)])
    expect(stage.originated().filter(({ Context }) => Context === 'confbot-record')).toHaveLength(1)
    await provider.stopRecording(room)
    await Promise.all([provider.startRecording(room), provider.stopRecording(room)])
    expect((await provider.readRoom(room)).recording).toBe(false)
  })

  it('is listed with its start where it is of this room, and finished', async () => {
    const { stage, provider } = await prepare()
    stage.put(room, { ...ada }, { channel: 'Local/8000@confbot-helper-00000003;2', id: `${second}-recorder` })
    expect(await provider.listRecordings(room)).toEqual([
      {
        id: first,
        startedAt: Date.UTC(2026, 10, 20, 8),
        endedAt: null,
        durationSeconds: null,
        fileName: `${first}.wav`,
        sizeBytes: null,
      },
    ])
    stage.remove(room, () => true)
    expect((await provider.listRecordings(room)).map(({ id }) => id)).toEqual([first, second])
    const during = { from: 0, until: Date.UTC(2026, 10, 20, 8, 15) }
    expect((await provider.listRecordings(room, during)).map(({ id }) => id)).toEqual([first])
  })

  it('is none where none was ever made, which is not the same as a wrong address', async () => {
    const { stage, provider } = await prepare()
    stage.ari.hasFolder = false
    expect(await provider.listRecordings(room)).toEqual([])
    const elsewhere = stage.open({ ariUrl: `${stage.origin}/ari/v1` })
    await expect(elsewhere.listRecordings(room)).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('is fetched as a file, and deleted', async () => {
    const { stage, provider } = await prepare()
    const { name, mimeType, content } = await provider.fetchRecording(room, first)
    expect([name, mimeType, Buffer.from(content).toString()]).toEqual([`${first}.wav`, 'audio/wav', `RIFF of ${first}`])
    await provider.deleteRecording(room, first)
    expect(stage.stored.has(first)).toBe(false)
    for (const run of [provider.fetchRecording, provider.deleteRecording])
      await expect(run(room, first)).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it.each(['board', 'confbot-8001-20261120T080000Z-abcdefgh', '../secret', 'confbot-8000-1'])(
    'of another room or program cannot be had: %s',
    async (id) => {
      const { stage, provider } = await prepare()
      for (const run of [provider.fetchRecording, provider.deleteRecording])
        await expect(run(room, id)).rejects.toMatchObject({ code: 'provider.not-found' })
      expect(stage.ari.asked).toEqual([])
    },
  )

  it('is neither fetched nor deleted while it is being made', async () => {
    const { stage, provider } = await prepare()
    stage.put(room, { ...ada }, { channel: 'Local/8000@confbot-helper-00000003;2', id: `${first}-recorder` })
    for (const run of [provider.fetchRecording, provider.deleteRecording])
      await expect(run(room, first)).rejects.toMatchObject({ code: 'provider.conflict' })
    expect(stage.stored.has(first)).toBe(true)
  })

  it('needs ARI, and a login that may write', async () => {
    const { provider } = await prepare({ ariUrl: undefined, ariPassword: undefined })
    for (const run of [provider.fetchRecording, provider.deleteRecording])
      await expect(run(room, first)).rejects.toMatchObject({ code: 'capability.unsupported' })
    const other = await prepare()
    other.stage.ari.isReadOnly = true
    await expect(other.provider.deleteRecording(room, first)).rejects.toMatchObject({ code: 'provider.forbidden' })
    const { provider: stranger } = await prepare({ ariPassword: 'wrong' })
    await expect(stranger.listRecordings(room)).rejects.toMatchObject({ code: 'provider.unauthorized' })
  })
})
