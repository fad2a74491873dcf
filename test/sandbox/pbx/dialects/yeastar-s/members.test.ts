import { expect, test } from 'vitest'
import { operator, serveYeastarS } from '../../serve-yeastar-s.ts'

/** A conference of an extension and somebody from outside. */
async function serveTwoPeople() {
  const served = await serveYeastarS()
  served.pbx.call({ from: '1001', to: '6400' })
  served.pbx.call({ from: '+4930901800', to: '6400' })
  const legs = () => served.pbx.rooms()[0]?.legs ?? []
  return { ...served, legs }
}
const by = (membernumber: string, more = {}) => ({ number: '6400', operator, membernumber, ...more })

test('a session shows its members by what they are', async () => {
  const { pbx, post, clock } = await serveTwoPeople()
  pbx.call({ from: 'anonymous', to: '6400' })
  expect(await post('conference/query_in_session', { number: '6400' })).toMatchObject({
    status: 'Success',
    conference: [
      {
        callid: expect.any(String),
        conferencenumber: '6400',
        conferencename: 'Room 6400',
        members: [
          { ext: { number: '1001', channelid: expect.stringMatching(/^PJSIP\/1001-/), memberstatus: 'ANSWERED' } },
          { inbound: { from: '+4930901800', to: '6400', trunkname: 'siptrunk', memberstatus: 'ANSWERED' } },
          { inbound: { from: '' } },
        ],
      },
    ],
  })
  await post('conference/add_member', {
    number: '6401',
    operator,
    invitemember: '+4930901801',
    dialpermission: operator,
  })
  clock.advance(2_000)
  await expect.poll(() => pbx.calls()).toMatchObject([{ outcome: 'answered' }])
  expect(await post('conference/query_in_session', { number: '6401' })).toMatchObject({
    conference: [{ members: [{ outbound: { to: '+4930901801', memberstatus: 'ANSWER' } }] }],
  })
})

test('a room in which nobody is has no session, and one that is not there is 10110', async () => {
  const { post, failed } = await serveYeastarS()
  expect(await post('conference/query_in_session', { number: 'all' })).toEqual({ status: 'Success', conference: [] })
  expect(await post('conference/query_in_session', { number: '1' })).toEqual(failed('10110'))
})

test('who is invited rings, and shows when they answered', async () => {
  const { pbx, post, clock } = await serveYeastarS()
  const invitation = { number: '6400', operator, invitemember: '1001, 1002', dialpermission: '1000' }
  expect(await post('conference/add_member', invitation)).toEqual({ status: 'Success' })
  expect(await post('conference/query_in_session', { number: '6400' })).toMatchObject({ conference: [] })
  clock.advance(2_000)
  await expect.poll(() => pbx.rooms()[0]?.legs).toMatchObject([{ state: 'joined' }, { state: 'joined' }])
})

test.each([
  ['somebody who is no moderator', { operator: '1001' }, '10024'],
  ['an extension that may not call outside', { dialpermission: '1000' }, '10024'],
  ['the right of no extension', { dialpermission: '+4930' }, '10006'],
  ['nobody', { invitemember: '' }, '10004'],
  ['a room that is not there', { number: '1' }, '10110'],
])('an invitation by or to %s is refused, and nobody rings', async (_, changes, errno) => {
  const { pbx, post, failed } = await serveYeastarS()
  const invitation = { number: '6400', operator, invitemember: '+4930901800', dialpermission: operator, ...changes }
  expect(await post('conference/add_member', invitation)).toEqual(failed(errno))
  expect(pbx.calls()).toEqual([])
})

test('one, several or all are muted and unmuted by number', async () => {
  const { post, legs } = await serveTwoPeople()
  const muted = () => legs().map((leg) => leg.muted)
  await post('conference/mute_member', by('+4930901800'))
  expect(muted()).toEqual([false, true])
  await post('conference/mute_member', by('all'))
  expect(muted()).toEqual([true, true])
  await post('conference/unmute_member', by('1001,+4930901800'))
  expect(muted()).toEqual([false, false])
})

test('one or all are kicked', async () => {
  const { post, legs } = await serveTwoPeople()
  await post('conference/kick_member', by('1001'))
  expect(legs()).toMatchObject([{ number: '+4930901800' }])
  await post('conference/kick_member', by('all'))
  expect(legs()).toEqual([])
})

test.each(['mute_member', 'unmute_member', 'kick_member'])(
  '%s needs a moderator and somebody who is there',
  async (verb) => {
    const { post, failed, legs } = await serveTwoPeople()
    expect(await post(`conference/${verb}`, by('1001', { operator: '1001' }))).toEqual(failed('10024'))
    expect(await post(`conference/${verb}`, by('1001,1009'))).toEqual(failed('10006'))
    expect(legs()).toMatchObject([{ muted: false }, { muted: false }])
  },
)

const instant = {
  number: '6466',
  name: 'Instant',
  members: '1001,+4930901801',
  moderators: '1001,1099',
  dialpermission: operator,
}

test('an instant conference rings its members, is no conference of the list, and is over with its last call', async () => {
  const { pbx, post, clock, failed } = await serveYeastarS()
  expect(await post('instant_conference/start', instant)).toEqual({ status: 'Success' })
  clock.advance(2_000)
  const session = () => post('conference/query_in_session', { number: '6466' })
  await expect.poll(session).toMatchObject({
    conference: [{ conferencename: 'Instant', members: [{ ext: { number: '1001' } }, { outbound: {} }] }],
  })
  expect(await post('conference/query', { number: 'all' })).toMatchObject({
    conferences: [{ number: '6400' }, { number: '6401' }],
  })
  expect(await post('conference/query', { number: '6466' })).toEqual(failed('10110'))
  expect(await post('conference/kick_member', by('all', { number: '6466' }))).toEqual({ status: 'Success' })
  expect(await session()).toEqual(failed('10110'))
  expect(pbx.rooms().map(({ number }) => number)).toEqual(['6400', '6401'])
})

test.each([
  ['a number that is taken', { number: '6400' }, '10003'],
  ['the number of an extension', { number: '1050' }, '10003'],
  ['no members', { members: '' }, '10004'],
  ['a moderator from outside', { moderators: '+4930901801' }, '10006'],
  ['no moderator among the members', { moderators: '1050' }, '10003'],
  ['an extension that may not call outside', { dialpermission: '1050' }, '10024'],
])('an instant conference is refused with %s, and nobody is rung', async (_, more, errno) => {
  const { pbx, post, failed } = await serveYeastarS()
  expect(await post('instant_conference/start', { ...instant, ...more })).toEqual(failed(errno))
  expect(pbx.rooms()).toHaveLength(2)
  expect(pbx.calls()).toEqual([])
})
