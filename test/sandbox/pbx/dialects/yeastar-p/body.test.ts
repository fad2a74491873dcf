import { expect, test } from 'vitest'
import { serveYeastarP, succeeded } from '../../serve-yeastar-p.ts'

/** Each at its limit, and one beyond: "should be less than". */
test.each<[string, unknown, unknown]>([
  ['name', 'x'.repeat(126), 'x'.repeat(127)],
  ['name', '🎧'.repeat(126), '🎧'.repeat(127)],
  ['name', 'x', ''],
  ['partic_password', '1'.repeat(14), '1'.repeat(15)],
  ['moderator_password', '1'.repeat(14), '1'.repeat(15)],
  ['sound_prompt', 'ext_number', 'none'],
  ['enb_custom_language', 1, true],
  ['enb_wait_moderator', 0, '0'],
  ['allow_partic_invite', 1, 2],
  ['prompt_language', 'de_de', 'xx_xx'],
  ['moderator_list', ['51', '200'], ['1001']],
  ['moderator_list', [], '51'],
])('%s takes %j and refuses %j', async (field, good, bad) => {
  const { post, get } = await serveYeastarP()
  expect(await post('conference/update', { id: 1, [field]: good })).toEqual(succeeded)
  const before = await get('conference/get', { id: 1 })
  expect(await post('conference/update', { id: 1, [field]: bad })).toEqual({
    errcode: 40002,
    errmsg: 'PARAMETER ERROR',
  })
  expect(await get('conference/get', { id: 1 })).toEqual(before)
})

test.each([
  { number: '1234567' },
  { number: '12a' },
  { number: 6600 },
  { number: '' },
  { name: undefined },
  { number: undefined },
  { nam: 'misspelt' },
])('a room is not made with %j', async (changes) => {
  const { post, pbx } = await serveYeastarP()
  expect(await post('conference/create', { number: '660000', name: 'New', ...changes })).toMatchObject({
    errcode: 40002,
  })
  expect(pbx.rooms()).toHaveLength(2)
  expect(await post('conference/create', { number: '660000', name: 'New' })).toMatchObject(succeeded)
})

test.each([{ number: '6600' }, { id: '1' }, { id: undefined }])('an update is refused with %j', async (changes) => {
  const { post } = await serveYeastarP()
  expect(await post('conference/update', { id: 1, ...changes })).toMatchObject({ errcode: 40002 })
})

test.each([
  { invitemembers: [] },
  { invitemembers: '1001' },
  { invitemembers: ['Ada'] },
  { dialpermission: '7777' },
  { dialpermission: undefined },
])('an invitation is refused with %j', async (changes) => {
  const { post, pbx } = await serveYeastarP()
  const invitation = { number: '6500', invitemembers: ['1001'], dialpermission: '1099', ...changes }
  expect(await post('conference/invite_member', invitation)).toMatchObject({ errcode: 40002 })
  expect(pbx.calls()).toEqual([])
})

test.each([
  [{ number: '1050' }, 40002],
  [{ number: '6500' }, 40003],
  [{ moderators: ['5503309'] }, 40002],
  [{ members: [] }, 40002],
  [{ dialpermission: '1050' }, 70084],
])('an instant conference is refused with %j', async (changes, errcode) => {
  const { post, pbx } = await serveYeastarP()
  const instant = {
    number: '6901',
    name: 'Instant',
    members: ['1001', '5503309'],
    moderators: ['1001'],
    dialpermission: '1099',
    ...changes,
  }
  expect(await post('conference/start_interim_conference', instant)).toMatchObject({ errcode })
  expect(pbx.rooms()).toHaveLength(2)
})
