import { describe, expect, it } from 'vitest'
import { buttonsOf, onlyButton, startCommands, textOf } from '#test/support/commands.ts'
import { forgetfulPbx, unseenPbx } from '#test/support/poor-pbx.ts'
import { anna, found } from '#test/support/service.ts'

describe('muting', () => {
  it('can be undone for one person', async () => {
    const { start, type, click, pbx } = await startCommands()
    await start(anna, 'Review', '1001', '1002')
    await click(onlyButton(await type('mute 1001')))
    expect(
      pbx()
        .rooms()[0]
        ?.legs.map(({ muted }) => muted),
    ).toEqual([false, false])
  })

  it('offers no undo that would take back what others did', async () => {
    const { start, type } = await startCommands()
    await start(anna, 'Review', '1001', '1002', '1003')
    await type('mute 1001')
    expect(buttonsOf(await type('mute 1001'))).toEqual([])
  })

  it('is undone for several by one button, which leaves out whoever was muted before', async () => {
    const { start, type, click, pbx } = await startCommands()
    await start(anna, 'Review', '1001', '1002', '1003')
    await type('mute 1001')
    const all = await type('mute all')
    expect(textOf(all)).toContain('2 people are muted')
    expect(textOf(await click(onlyButton(all)))).toContain('2 people are unmuted')
    expect(pbx().rooms()[0]?.legs).toMatchObject([{ muted: true }, { muted: false }, { muted: false }])
  })

  it('tells truly of several whom the PBX did not mute, and why, and goes on with them', async () => {
    const { start, type, click, pbx, clock } = await startCommands()
    await start(anna, 'Review', '1001', '1002', '1003')
    const [, carol] = pbx().rooms()[0]?.legs ?? []
    pbx().faults.add({ match: `${carol?.id}/mute`, kind: '403', times: 1 })
    const partly = await clock.until(type('mute others'))
    expect(textOf(partly)).toMatch(
      /2 people are muted\.\nThe PBX berlin does not allow confbot to do this\.\nThese are not muted:\n.*Carol/,
    )
    const [undo, again] = buttonsOf(partly)
    expect(textOf(await click(found(again)))).toContain('Carol is muted')
    expect(textOf(await click(found(undo)))).toContain('2 people are unmuted')
    expect(pbx().rooms()[0]?.legs).toMatchObject([{ muted: false }, { muted: true }, { muted: false }])
  })
})

it('of whom the PBX does not show who is muted says so, and is undone for these', async () => {
  const { start, type, click, service } = await startCommands([forgetfulPbx()])
  await start(anna, 'Review', '1001', '1002')
  const muted = await type('mute others')
  expect(textOf(muted)).toMatch(/2 people are muted.*as confbot asked/s)
  expect(textOf(await click(onlyButton(muted)))).toContain('2 people are unmuted')
  expect(service.allLive()[0]?.participants.map((one) => one.muted)).toEqual([false, false])
})

it('opens no form where the PBX cannot do it, and says why at once', async () => {
  const { type, plan } = await startCommands([unseenPbx()])
  await type('start "Review"')
  expect(plan({ kind: 'text', text: 'mute' }).kind).toBe('run')
  expect(textOf(await type('mute'))).toMatch(/cannot do this.*keying \*1/s)
  const able = await startCommands()
  await able.type('start "Review"')
  expect(able.plan({ kind: 'text', text: 'mute' }).kind).toBe('form')
})
