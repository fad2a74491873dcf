import { describe, expect, it } from 'vitest'
import { anna, type PbxPlan, startService } from '#test/support/service.ts'

const rooms = [
  { number: '7001', subject: 'Board', capacity: 9 },
  { number: '7002', subject: 'Sprint', capacity: 9 },
  { number: '7003', subject: 'board games', capacity: 9 },
]
const choosing: PbxPlan = { name: 'berlin', rooms }
const plain: PbxPlan = {
  ...choosing,
  capabilities: { queryRooms: { support: 'no', why: 'room.capability.no-options' } },
}

async function ask(plan: PbxPlan, query: Parameters<Awaited<ReturnType<typeof startService>>['service']['rooms']>[1]) {
  const { service, attempt, pbx } = await startService([plan])
  const asked = () =>
    pbx()
      .traffic.list()
      .flatMap(({ method, path }) => (method === 'GET' ? path : []))
  const answer = service.rooms(attempt(anna), query).then(
    (page) => ({ numbers: page.rooms.map(({ number }) => number), total: page.total }),
    (error: unknown) => error,
  )
  return { answer: await answer, asked: asked() }
}

describe('rooms', () => {
  it.each([
    ['a PBX that chooses', choosing],
    ['a PBX that does not', plain],
  ])('are looked for and shown page by page, alike on %s', async (_, plan) => {
    expect((await ask(plan, { search: 'BOARD' })).answer).toEqual({ numbers: ['7001', '7003'], total: 2 })
    expect((await ask(plan, { search: '700', skip: 1, top: 1 })).answer).toEqual({ numbers: ['7002'], total: 3 })
    expect((await ask(plan, { skip: 5 })).answer).toMatchObject({ numbers: [], total: 3 })
    expect((await ask(plan, {})).answer).toEqual({ numbers: ['7001', '7002', '7003'], total: 3 })
  })

  it('are chosen and sorted by the PBX with what was written, unchanged', async () => {
    const query = { filter: "contains(subject, 'oa') and mode eq 'AUDIO'", orderby: 'subject desc', top: 5 }
    const { answer, asked } = await ask(choosing, query)
    expect(answer).toEqual({ numbers: ['7003', '7001'], total: 2 })
    const sent = new URLSearchParams(asked[0]?.split('?')[1])
    expect(Object.fromEntries(sent)).toEqual({ ...query, top: '5' })
  })

  it.each([{ filter: "mode eq 'AUDIO'" }, { orderby: 'subject' }])(
    'are not chosen by %o where the PBX cannot, which is asked nothing',
    async (query) => {
      const { answer, asked } = await ask(plain, query)
      expect(answer).toMatchObject({ code: 'capability.unsupported' })
      expect(asked).toEqual([])
    },
  )
})
