import { expect, test } from 'vitest'
import { serveYeastarS } from '../../serve-yeastar-s.ts'

const room = (number: string) => ({
  number,
  name: `Room ${number}`,
  participantepassword: '',
  moderatorpassword: '',
  waitformoderator: 'no',
  allowinvite: 'yes',
  moderators: '1099',
  musiconhold: 'yes',
  mute: 'no',
  prompt: 'default',
})

test('one, several or all conferences are shown, in texts alone', async () => {
  const { post } = await serveYeastarS()
  const query = (number: string) => post('conference/query', { number })
  expect(await query('6401')).toEqual({ status: 'Success', conferences: [room('6401')] })
  expect(await query('6401,6400')).toEqual({ status: 'Success', conferences: [room('6401'), room('6400')] })
  expect(await query('all')).toEqual({ status: 'Success', conferences: [room('6400'), room('6401')] })
})

test('the example of the vendor’s page is answered as it is printed', async () => {
  const { post, pbx } = await serveYeastarS()
  expect(pbx.editRoom('6401', { name: 'PM', participantepassword: '3201', moderators: '' })).toBe(true)
  expect(await post('conference/query', { number: '6401' })).toEqual({
    status: 'Success',
    conferences: [
      {
        number: '6401',
        name: 'PM',
        participantepassword: '3201',
        moderatorpassword: '',
        waitformoderator: 'no',
        allowinvite: 'yes',
        moderators: '',
        musiconhold: 'yes',
        mute: 'no',
        prompt: 'default',
      },
    ],
  })
})

test('one that is not there is 10110, also among others', async () => {
  const { post, failed } = await serveYeastarS()
  for (const number of ['6499', '6400,6499'])
    expect(await post('conference/query', { number })).toEqual(failed('10110'))
  expect(await post('conference/update', { number: '6499', name: 'x' })).toEqual(failed('10110'))
})

test('an update changes what it names, shows passwords in clear and keeps the rest', async () => {
  const { post, pbx } = await serveYeastarS()
  const changes = { name: 'PM', participantepassword: '3201', moderatorpassword: '*99', mute: 'yes', moderators: 1001 }
  expect(await post('conference/update', { number: '6401', ...changes })).toEqual({ status: 'Success' })
  expect(await post('conference/query', { number: '6401' })).toEqual({
    status: 'Success',
    conferences: [{ ...room('6401'), ...changes, moderators: '1001' }],
  })
  expect(pbx.call({ from: '1001', to: '6401' })).toEqual({ error: 'wrong_pin' })
  pbx.call({ from: '1001', to: '6401', pin: '3201' })
  pbx.call({ from: '1002', to: '6401', pin: '*99' })
  expect(pbx.rooms()[1]).toMatchObject({
    subject: 'PM',
    legs: [
      { muted: true, moderator: false },
      { muted: false, moderator: true },
    ],
  })
  expect(pbx.rooms()[1]?.fields).not.toHaveProperty('participantepassword')
})

test.each([
  { name: 'R&D' },
  { name: 'a "b"' },
  { name: 'a]b' },
  { participantepassword: '12a' },
  { moderatorpassword: '#1' },
  { waitformoderator: 'true' },
  { prompt: 'beep' },
  { moderators: 'Alice' },
  { participantpassword: '1234' },
])('an update refuses %o, and changes nothing', async (changes) => {
  const { post, failed } = await serveYeastarS()
  expect(await post('conference/update', { number: '6400', name: 'New', ...changes })).toEqual(failed('10003'))
  expect(await post('conference/query', { number: '6400' })).toMatchObject({ conferences: [{ name: 'Room 6400' }] })
})

test('whoever sits at the web interface is told why not', async () => {
  const { pbx } = await serveYeastarS()
  expect(pbx.editRoom('6400', { prompt: 'none' })).toBe(true)
  expect(pbx.editRoom('6400', { prompt: 'beep' })).toBe('prompt: not allowed')
})

test('the rooms are there again after a reset', async () => {
  const { pbx, post, login, useToken } = await serveYeastarS()
  await post('conference/update', { number: '6400', name: 'New' })
  pbx.reset()
  useToken((await login()).token)
  expect(await post('conference/query', { number: '6400' })).toEqual({ status: 'Success', conferences: [room('6400')] })
})
