import { expect, test } from 'vitest'
import { z } from 'zod'
import { serveYeastarP, succeeded } from '../../serve-yeastar-p.ts'

const Ongoing = z.object({
  data: z.array(
    z.looseObject({
      conference_number: z.string(),
      members: z.array(z.looseObject({ from: z.string(), channel_id: z.string() })),
    }),
  ),
})

async function serveTwoPeople() {
  const served = await serveYeastarP()
  for (const from of ['1001', '+4930901800']) served.pbx.call({ from, to: '6500' })
  const ongoing = async (number = '6500') =>
    Ongoing.parse(await served.get('conference/query_ongoing_conference', { number })).data
  const channels = async () => (await ongoing()).flatMap(({ members }) => members.map(({ channel_id }) => channel_id))
  const act = (verb: string, member_channel_id: string, number = '6500') =>
    served.post(`conference/${verb}_member`, { number, member_channel_id })
  const muted = () => served.pbx.rooms()[0]?.legs.map((leg) => leg.muted)
  return { ...served, ongoing, channels, act, muted }
}

test('an ongoing conference shows its members and neither names nor mutes', async () => {
  const { ongoing } = await serveTwoPeople()
  expect(await ongoing()).toEqual([
    {
      call_id: expect.stringMatching(/^\d+\.\d+$/),
      conference_number: '6500',
      conference_name: 'Sales',
      members: [
        {
          from: '1001',
          trunk_name: '<no name>',
          channel_id: expect.stringMatching(/^PJSIP\/1001-[0-9a-f]{8}$/),
          member_type: 'ext',
          member_status: 'ANSWERED',
        },
        {
          from: '+4930901800',
          trunk_name: 'sandbox-trunk',
          channel_id: expect.stringMatching(/^PJSIP\/sandbox-trunk-[0-9a-f]{8}$/),
          member_type: 'inbound',
          member_status: 'ANSWERED',
        },
      ],
    },
  ])
})

test('one, several or all are asked for; rooms that nobody is in are not ongoing', async () => {
  const { pbx, ongoing, get } = await serveTwoPeople()
  expect(await ongoing('6501')).toEqual([])
  pbx.call({ from: '1002', to: '6501', pin: '4711' })
  for (const number of ['all', '6500,6501'])
    expect((await ongoing(number)).map((one) => one.conference_number)).toEqual(['6500', '6501'])
  expect(await get('conference/query_ongoing_conference')).toMatchObject({ errcode: 40002 })
})

test('members are muted, unmuted and put out by channel: one, several, all', async () => {
  const { channels, act, muted } = await serveTwoPeople()
  const [first = '', second = ''] = await channels()
  expect(await act('mute', second)).toEqual(succeeded)
  expect(muted()).toEqual([false, true])
  await act('mute', `${first},${second}`)
  await act('unmute', second)
  expect(muted()).toEqual([true, false])
  await act('mute', 'all')
  expect(muted()).toEqual([true, true])
  await act('kick', first)
  expect(await channels()).toEqual([second])
  await act('kick', 'all')
  expect(await channels()).toEqual([])
})

test('of channels that are not there nothing is done, of some of them in part', async () => {
  const { channels, act, muted } = await serveTwoPeople()
  const [first = ''] = await channels()
  expect(await act('mute', 'PJSIP/1001-ffffffff')).toEqual({ errcode: 60001, errmsg: 'DATA NOT FOUND' })
  expect(await act('mute', `${first},PJSIP/1001-ffffffff`)).toEqual({ errcode: 1, errmsg: 'PARTIAL SUCCESS' })
  expect(muted()).toEqual([true, false])
  expect(await act('mute', 'all', '6999')).toMatchObject({ errcode: 60001 })
})

test('an invitation rings, and shows when it is answered', async () => {
  const { post, channels, pbx, clock } = await serveTwoPeople()
  const invite = (invitemembers: string[], dialpermission = '1099', number = '6500') =>
    post('conference/invite_member', { number, invitemembers, dialpermission })
  expect(await invite(['1003', '995000'])).toEqual(succeeded)
  expect(await channels()).toHaveLength(2)
  clock.advance(2_000)
  await expect.poll(channels).toHaveLength(4)
  expect(pbx.calls().map(({ number }) => number)).toEqual(['1003', '995000'])
  // An extension calls extensions always, and outside only where it may.
  expect(await invite(['1004'], '1050')).toEqual(succeeded)
  expect(await invite(['995000'], '1050')).toEqual({ errcode: 70084, errmsg: 'ACTION FORBIDDEN' })
  expect(await invite(['1004'], '1099', '6999')).toMatchObject({ errcode: 60001 })
})

test('an instant conference tells no id, is in no list, and is over with its last call', async () => {
  const { post, get, ongoing, act, pbx, clock } = await serveTwoPeople()
  const instant = {
    number: '6901',
    name: 'Instant conference',
    members: ['1001', '5503300'],
    moderators: ['1001'],
    dialpermission: '1099',
  }
  expect(await post('conference/start_interim_conference', instant)).toEqual(succeeded)
  clock.advance(2_000)
  await expect.poll(async () => (await ongoing('6901')).flatMap(({ members }) => members)).toHaveLength(2)
  expect(await get('conference/list', { page: 1, page_size: 5 })).toMatchObject({ total_number: 2 })
  await act('kick', 'all', '6901')
  expect(pbx.rooms().map(({ number }) => number)).toEqual(['6500', '6501'])
})

test('an extension among the moderators comes as one, and so does one of their group', async () => {
  const { post, pbx } = await serveYeastarP()
  await post('conference/update', { id: 1, moderator_list: ['51', '201'] })
  for (const from of ['1001', '1002', '1003']) pbx.call({ from, to: '6500' })
  expect(pbx.rooms()[0]?.legs.map((leg) => leg.moderator)).toEqual([true, false, true])
})
