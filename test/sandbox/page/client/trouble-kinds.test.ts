import { expect, test } from 'vitest'
import { discordTroubles, pbxTroubles, plannedToWords, slackTroubles } from '#sandbox/page/client/trouble-kinds.ts'
import { serveSandbox } from '#test/sandbox/serve-sandbox.ts'

test.each([
  ['pbx/portsip', pbxTroubles],
  ['slack', slackTroubles],
  ['discord', discordTroubles],
])(
  'whatever trouble the page offers for %s is one that the sandbox can make, and is told in the same words',
  async (path, troubles) => {
    const { post, get } = await serveSandbox()
    for (const { fault, name } of troubles) {
      expect(await post(`${path}/fault`, { match: '', ...fault, times: 2 })).toEqual({ ok: true })
      expect(await get(`${path}/faults`)).toEqual({ ok: true, faults: [{ match: '', ...fault, times: 2 }] })
      expect(plannedToWords({ match: '', ...fault, times: 2 }, troubles)).toBe(`The next 2 times: ${name}.`)
      await post(`${path}/mend`)
    }
  },
)

test('trouble that a program planned has words too', () => {
  expect(plannedToWords({ match: 'chat', kind: '422', times: 1 }, slackTroubles)).toBe('The next time: 422.')
})
