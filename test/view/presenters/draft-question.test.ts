import { describe, expect, it } from 'vitest'
import { occurrencesFrom } from '#core/occurrence.ts'
import { sampleMeeting } from '#test/storage/samples.ts'
import { spanToString } from '#text/format.ts'
import { draftQuestion } from '#view/presenters/draft-question.ts'

/** A meeting on 1 December at 15:00 in Berlin, 14:00 UTC, asked about at `now`. */
function linesAt(now: number): string[] {
  const meeting = sampleMeeting('k3x9ab', { rule: null, changes: {}, createdAt: now, changedAt: now })
  const { lines } = draftQuestion({ meeting, next: occurrencesFrom(meeting, now, 5) }, 'schedule')
  return lines.map((line) => (Array.isArray(line) ? line : [line]).map((span) => spanToString(span)).join(''))
}

describe('what is asked before a meeting is saved', () => {
  it('names the reminders that will not come, since it begins so soon', () => {
    const soon = linesAt(Date.UTC(2026, 11, 1, 13, 30))
    expect(soon).toContain('It begins so soon that no reminder comes 1 hour before.')
  })

  it('says nothing of that when all of them will', () => {
    expect(linesAt(Date.UTC(2026, 11, 1, 9)).join('\n')).not.toContain('no reminder comes')
  })
})
