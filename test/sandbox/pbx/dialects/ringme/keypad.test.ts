import { expect, test } from 'vitest'
import { serveRingme } from '../../serve-ringme.ts'

async function serveThree(properties: Readonly<Record<string, unknown>> = {}) {
  const { pbx, createConference } = await serveRingme()
  await createConference('8000', { pin: '4711', moderator_pin: '4712', ...properties })
  const join = (from: string, pin: string) => {
    const call = pbx.call({ from, to: '8000', pin })
    return 'leg' in call ? call.leg : ''
  }
  return {
    pbx,
    moderator: join('1001', '4712'),
    member: join('1002', '4711'),
    outsider: join('+4930901800', '4711'),
    muted: () => pbx.rooms()[0]?.legs.map((leg) => leg.muted),
    isLocked: () => pbx.rooms()[0]?.locked,
  }
}

test('*1 switches the own microphone of an extension', async () => {
  const { pbx, member, outsider, muted } = await serveThree()
  pbx.key(member, '*1')
  pbx.key(outsider, '*1')
  expect(muted()).toEqual([false, true, false])
  pbx.key(member, '*')
  pbx.key(member, '1')
  expect(muted()).toEqual([false, false, false])
})

test('*1 is the moderator’s alone where participants come in muted', async () => {
  const { pbx, member, moderator, muted } = await serveThree({ mute_non_moderator: true })
  pbx.key(member, '*1')
  pbx.key(moderator, '*1')
  expect(muted()).toEqual([true, true, true])
})

test('*91 and *90 are for all but moderators, and only a moderator’s', async () => {
  const { pbx, member, moderator, muted } = await serveThree()
  pbx.key(member, '*91')
  expect(muted()).toEqual([false, false, false])
  pbx.key(moderator, '*91')
  expect(muted()).toEqual([false, true, true])
  pbx.key(moderator, '*90')
  expect(muted()).toEqual([false, false, false])
})

test('*92 lets nobody in, not even a moderator, until *93', async () => {
  const { pbx, moderator, isLocked } = await serveThree()
  pbx.key(moderator, '*92')
  expect(isLocked()).toBe(true)
  expect(pbx.call({ from: '1003', to: '8000', pin: '4712' })).toEqual({ error: 'locked' })
  pbx.key(moderator, '*93')
  expect(pbx.call({ from: '1003', to: '8000', pin: '4712' })).toHaveProperty('leg')
})

test('*8 and a number rings it into the conference, of extensions alone', async () => {
  const { pbx, member, outsider } = await serveThree()
  pbx.key(outsider, '*8030901801#')
  pbx.key(member, '*80309')
  pbx.key(member, '01801#')
  expect(pbx.calls()).toMatchObject([{ number: '030901801', room: '8000' }])
})

test('other keys are none, and do not stand in the way of those that are', async () => {
  const { pbx, moderator, isLocked } = await serveThree()
  for (const keys of ['12#*7*92', '*94*95']) pbx.key(moderator, keys)
  expect(isLocked()).toBe(true)
})
