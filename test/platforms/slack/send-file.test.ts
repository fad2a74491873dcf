import { describe, expect, it } from 'vitest'
import { card, note } from '#view/card.ts'
import { connectSlack, personOf } from './sandbox-slack.ts'

const file = {
  name: 'sprint-review.ics',
  mimeType: 'text/calendar; charset=utf-8',
  content: 'BEGIN:VCALENDAR\r\nSUMMARY:Präsentation für Ömer\r\nEND:VCALENDAR\r\n',
}
const said = card('Here is the calendar file of <!here> *Sprint review*.', note('It changes when the meeting does.'))
const bob = personOf('bob')

interface Shown {
  readonly files?: readonly { readonly id: string; readonly name: string }[]
  readonly blocks?: unknown
}

async function prepare() {
  const connected = await connectSlack()
  const direct = async () => (await connected.slack.messages('bob', '@confbot')) as readonly Shown[]
  return { ...connected, direct }
}

describe('a file for one person', () => {
  it('comes into the direct message, whole, with words beside it that mean nothing to Slack', async () => {
    const { notifier, slack, direct } = await prepare()
    await notifier.sendFile(bob, file, said)
    const [message] = await direct()
    const [shared] = message?.files ?? []
    expect(shared?.name).toBe('sprint-review.ics')
    expect(JSON.stringify(message?.blocks)).toContain('of <!here> *Sprint review*.')
    expect(await slack.get(`slack/files?user=bob&file=${shared?.id}`)).toMatchObject({
      file: { mimetype: 'text/calendar' },
      content: file.content,
    })
  })

  it('is refused without the scope, with what to grant', async () => {
    const { notifier, withhold, direct } = await prepare()
    await withhold('files:write')
    await expect(notifier.sendFile(bob, file, said)).rejects.toMatchObject({
      code: 'chat.no-files',
      details: { blanks: { problem: { key: 'slack.no-files', blanks: { scope: 'files:write' } } } },
    })
    expect(await direct()).toEqual([])
  })

  it.each([
    ['files.getUploadURLExternal', 'reset-after'],
    ['files.getUploadURLExternal', '5xx'],
    ['slack/upload', 'reset-before'],
    ['slack/upload', 'reset-after'],
    ['slack/upload', '5xx'],
  ])('was given to nobody when %s breaks (%s), and may be tried again', async (match, kind) => {
    const { notifier, fault, direct } = await prepare()
    await fault(match, kind, { times: 3 })
    await expect(notifier.sendFile(bob, file, said)).rejects.toMatchObject({ code: 'chat.unavailable' })
    expect(await direct()).toEqual([])
  })

  it('is not given twice when the answer to its sharing is lost: nobody knows whether it was', async () => {
    const { notifier, fault, direct } = await prepare()
    await fault('files.completeUploadExternal', 'reset-after')
    await expect(notifier.sendFile(bob, file, said)).rejects.toMatchObject({ code: 'chat.unconfirmed' })
    expect(await direct()).toHaveLength(1)
  })

  it.each(['files.getUploadURLExternal', 'slack/upload', 'files.completeUploadExternal'])(
    'waits when %s asks for patience, and is given once',
    async (match) => {
      const { notifier, fault, direct, clock } = await prepare()
      await fault(match, '429', { retryAfter: 5 })
      const before = clock.now()
      const sent = notifier.sendFile(bob, file, said)
      const timer = setInterval(() => clock.advance(1_000), 5)
      await sent.finally(() => clearInterval(timer))
      expect(clock.now() - before).toBeGreaterThanOrEqual(5_000)
      expect(await direct()).toHaveLength(1)
    },
  )

  it('is not for somebody whose account was deactivated', async () => {
    const { notifier, slack } = await prepare()
    await slack.post('slack/deactivate', { user: 'alice', person: 'bob' })
    await expect(notifier.sendFile(bob, file, said)).rejects.toMatchObject({ code: 'chat.cannot-post' })
  })

  it('is refused where the workspace takes no such files, in a sentence', async () => {
    const { notifier } = await prepare()
    const huge = { ...file, content: 'x'.repeat(2 ** 21) }
    await expect(notifier.sendFile(bob, huge, said)).rejects.toMatchObject({
      code: 'chat.no-files',
      details: { blanks: { problem: { blanks: { problem: 'file_upload_size_restricted' } } } },
    })
  })
})
