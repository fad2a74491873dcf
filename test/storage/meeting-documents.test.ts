import { expect, it } from 'vitest'
import { documentToMeeting, meetingDocumentVersion } from '#storage/meeting-documents.ts'
import { sampleMeeting } from './samples.ts'

it('a meeting that was stored before there were events has none, and wants none', () => {
  const meeting = sampleMeeting('k3x9ab')
  const { event: _, ...before } = meeting
  const { event: __, ...options } = meeting.options
  expect(documentToMeeting(meetingDocumentVersion, JSON.stringify({ ...before, options }))).toEqual(meeting)
})

it('a meeting of a version that is not known is not read', () => {
  const text = JSON.stringify(sampleMeeting('k3x9ab'))
  expect(() => documentToMeeting(meetingDocumentVersion + 1, text)).toThrow('version')
})
