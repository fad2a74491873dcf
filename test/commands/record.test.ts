import { describe, expect, it } from 'vitest'
import type { Answers } from '#core/contracts/conference-provider.ts'
import { onlyButton, rowsOf, startCommands, textOf } from '#test/support/commands.ts'
import { anna, found } from '#test/support/service.ts'
import { spanToString } from '#text/format.ts'

const minuteMs = 60_000

describe('a question about', () => {
  it('a recording names its place and time, and never deletes the one that has moved there', async () => {
    const { service, start, attempt, clock, type, click } = await startCommands()
    await start(anna, 'Review', '1001')
    for (let count = 0; count < 3; count++) {
      await service.record(attempt(), { on: true })
      clock.advance(minuteMs)
      await service.record(attempt(), { on: false })
      clock.advance(minuteMs)
    }
    const { recordings } = await service.recordings(attempt(), {})
    const [first, second, third] = recordings.map(({ id }) => id)
    const question = await type('record delete 2')
    expect(textOf(question)).toMatch(/Recording 2 of Review \(.*\d\d:\d\d.*\)/)
    await service.deleteRecording(attempt(), { recording: '1' })
    await click(onlyButton(question))
    const left = (await service.recordings(attempt(), {})).recordings.map(({ id }) => id)
    expect(left).toEqual([third])
    expect(left).not.toContain(first)
    expect(textOf(await click(onlyButton(question)))).toContain(`${second}`)
    expect((await service.recordings(attempt(), {})).recordings).toHaveLength(1)
  })
})

it('the list of recordings shows one of them alone, with what can be done about it', async () => {
  const { service, start, attempt, clock, type, click } = await startCommands()
  await start(anna, 'Review', '1001')
  for (let count = 0; count < 2; count++) {
    await service.record(attempt(), { on: true })
    clock.advance(minuteMs)
    await service.record(attempt(), { on: false })
    clock.advance(minuteMs)
  }
  const [, second] = rowsOf(await type('record list'))
  expect(rowsOf(await click(found(second?.opens)))).toEqual([second])
  expect(rowsOf(await type('record list 2'))).toEqual([second])
})

describe('the list of recordings', () => {
  const no = { support: 'no', why: 'room.capability.recording-by-link' } as const
  const listed = async (capabilities: Partial<Answers>) => {
    const commands = await startCommands([{ name: 'berlin', capabilities }])
    const { start, service, attempt, clock } = commands
    await start(anna, 'Review', '1001')
    await service.record(attempt(), { on: true })
    clock.advance(minuteMs)
    await service.record(attempt(), { on: false })
    const labels = async () =>
      rowsOf(await commands.type('record list'))[0]?.menu?.entries.map(({ label }) => spanToString(label))
    return { ...commands, labels }
  }

  it('says which were heard, as people marked them, and offers the other', async () => {
    const { type, labels } = await listed({})
    expect(textOf(await type('record list'))).toContain('not heard')
    expect(await labels()).toEqual(['Get the link', 'Mark as heard', 'Delete…'])
    await type('record read 1')
    expect(textOf(await type('record list'))).toMatch(/· heard.*what people marked here/s)
    expect(await labels()).toContain('Mark as not heard')
  })

  it('is refused with the real step where a setting of the room does it', async () => {
    const { type, clock } = await startCommands([{ name: 'able' }, { name: 'ring', kind: 'ringme' }])
    await clock.until(type('start Review pbx:ring'))
    const refused = textOf(await type('record start'))
    expect(refused).toMatch(/An administrator .*\/confadmin room edit 8000 record_enabled=true pbx:ring/)
    expect(refused).not.toContain('/conf help')
    expect(textOf(await type('mute 1001'))).toContain('Key *1 on the telephone')
  })

  it('is refused with whom to ask where it is a setting of the whole PBX', async () => {
    const { type, clock } = await startCommands([{ name: 'star', kind: 'yeastar-p' }])
    await clock.until(type('start Review'))
    expect(textOf(await type('record start'))).toContain('Ask whoever administers Yeastar P')
  })

  it('offers nothing that this PBX cannot do', async () => {
    const { labels } = await listed({ linkRecording: no, deleteRecording: no, fetchRecording: no })
    expect(await labels()).toEqual(['Mark as heard'])
  })

  it('is one click away from what was done in its place', async () => {
    const { type, click } = await listed({})
    const [entry] = rowsOf(await type('record list'))[0]?.menu?.entries.slice(1) ?? []
    const marked = await click(found(entry?.action))
    expect(textOf(marked)).toContain('marked as heard')
    expect(textOf(await click(onlyButton(marked)))).toContain('· heard')
    const deleted = await click(onlyButton(await type('record delete 1')))
    expect(textOf(await click(onlyButton(deleted)))).toContain('There are none')
  })

  it('offers the file where there is no link', async () => {
    const { labels } = await listed({ linkRecording: no, fetchRecording: { support: 'yes' } })
    expect(await labels()).toContain('Get the file')
  })
})
