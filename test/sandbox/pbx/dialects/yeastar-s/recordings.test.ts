import { expect, test } from 'vitest'
import { serveYeastarS } from '../../serve-yeastar-s.ts'

const times = { starttime: '2000-01-01 00:00:00', endtime: '2100-01-01 00:00:00' }

/** A room whose conference is over, and was recorded. */
async function serveRecording() {
  const served = await serveYeastarS()
  const { pbx, clock, post, request } = served
  const answer = pbx.call({ from: '1001', to: '6400' })
  clock.advance(65_000)
  if ('leg' in answer) pbx.hangup(answer.leg)
  const records = async (parameters: Record<string, string> = { number: 'all', ...times }) => {
    const { random } = await post('cdr/get_random', parameters)
    return request('GET', 'cdr/download', { ...parameters, random: String(random) })
  }
  const rows = async (parameters?: Record<string, string>) =>
    (await (await records(parameters)).text())
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','))
  return { ...served, records, rows }
}

test('call records name the recordings', async () => {
  const { rows } = await serveRecording()
  const [columns = [], row = [], ...more] = await rows()
  expect(more).toEqual([])
  const record = Object.fromEntries(columns.map((column, index) => [column, row[index]]))
  expect(record).toMatchObject({
    callto: '6400',
    talkduraction: expect.stringMatching(/^6\d$/),
    recording: expect.stringMatching(/^\d{14}-\d{10}\.6400-1099-6400-Internal\.wav$/),
  })
})

test('records are those of the number and the time that were asked', async () => {
  const { rows } = await serveRecording()
  expect(await rows({ number: '6400', ...times })).toHaveLength(2)
  expect(await rows({ number: '6401', ...times })).toHaveLength(1)
  expect(await rows({ number: 'all', ...times, endtime: '2001-01-01 00:00:00' })).toHaveLength(1)
})

test('a random text holds for the file that it was given for, once and for 30 seconds', async () => {
  const { rows, post, request, clock, failed } = await serveRecording()
  const recording = (await rows())[1]?.find((cell) => cell.endsWith('.wav')) ?? ''
  const issue = async () => String((await post('recording/get_random', { recording })).random)
  const download = (random: string, wanted = recording) =>
    request('GET', 'recording/download', { recording: wanted, random })
  const random = await issue()
  const response = await download(random)
  expect(response.headers.get('content-type')).toBe('audio/wav')
  expect(Buffer.from(await response.arrayBuffer()).toString('latin1', 0, 4)).toBe('RIFF')
  expect(await (await download(random)).json()).toEqual(failed('10003'))
  expect(await (await download(await issue(), 'other.wav')).json()).toEqual(failed('10003'))
  const late = await issue()
  clock.advance(30_000)
  expect(await (await download(late)).json()).toEqual(failed('10003'))
})

test('there is no random text for a file that is not there, nor for times in another form', async () => {
  const { post, failed } = await serveYeastarS()
  expect(await post('recording/get_random', { recording: 'other.wav' })).toEqual(failed('20014'))
  const changed = { number: 'all', ...times, starttime: '2026-01-01T00:00:00Z' }
  expect(await post('cdr/get_random', changed)).toEqual(failed('10004'))
})

test('a download needs a token as well', async () => {
  const { request, useToken, failed } = await serveRecording()
  useToken('made-up')
  expect(await (await request('GET', 'cdr/download', {})).json()).toEqual(failed('20004'))
})
