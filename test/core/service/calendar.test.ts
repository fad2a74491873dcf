import { describe, expect, it } from 'vitest'
import { hashCalendarSecret } from '#core/calendar-secret.ts'
import { anna } from '#test/support/roster.ts'
import { ben, startService } from '#test/support/service.ts'

const secretIn = (url: string) => /\/calendar\/([^/]+)\.ics$/.exec(url)?.[1] ?? ''

describe('a calendar address', () => {
  it('is made once, and only its hash is kept', async () => {
    const { service, store, attempt, clock } = await startService()
    expect(await service.calendarSince(attempt(ben), 'person')).toBeNull()
    const url = await service.newCalendar(attempt(ben), 'person')
    expect(secretIn(url)).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(await service.calendarSince(attempt(ben), 'person')).toBe(clock.now())
    expect(await store.calendars.find(hashCalendarSecret(secretIn(url)))).toMatchObject({
      scope: `person:${ben.platform}:${ben.workspaceId}:${ben.userId}`,
    })
  })

  it('is another one each time, and ends the one before', async () => {
    const { service, store, attempt } = await startService()
    const first = await service.newCalendar(attempt(ben), 'person')
    const second = await service.newCalendar(attempt(ben), 'person')
    expect(second).not.toBe(first)
    expect(await store.calendars.find(hashCalendarSecret(secretIn(first)))).toBeNull()
    expect(await store.calendars.find(hashCalendarSecret(secretIn(second)))).not.toBeNull()
  })

  it('is switched off, which there must be one for', async () => {
    const { service, attempt } = await startService()
    await service.newCalendar(attempt(ben), 'person')
    await service.endCalendar(attempt(ben), 'person')
    expect(await service.calendarSince(attempt(ben), 'person')).toBeNull()
    await expect(service.endCalendar(attempt(ben), 'person')).rejects.toMatchObject({ code: 'calendar.none' })
  })

  it('of a channel is an administrator’s to make', async () => {
    const { service, attempt } = await startService()
    await expect(service.newCalendar(attempt(ben), 'channel')).rejects.toMatchObject({ code: 'permission.denied' })
    const administrator = { ...anna, isAdministrator: true }
    expect(secretIn(await service.newCalendar(attempt(administrator), 'channel'))).not.toBe('')
  })

  it('stands in no audit record', async () => {
    const { service, audit, attempt } = await startService()
    const url = await service.newCalendar(attempt(ben), 'person')
    const [record] = await audit()
    expect(record).toMatchObject({ result: 'done' })
    expect(JSON.stringify(record)).not.toContain(secretIn(url))
  })
})

describe('a calendar file', () => {
  it('is given to who asks, and to nobody else', async () => {
    const { service, files, attempt } = await startService()
    const { meeting } = await service.schedule(attempt(anna), {
      subject: 'Sprint review',
      when: '2027-12-01 15:00',
      zone: 'Europe/Berlin',
    })
    await service.giveCalendarFile(attempt(ben), { meeting: meeting.id })
    expect(files).toHaveLength(1)
    expect(files[0]).toMatchObject({ person: { userId: ben.userId }, name: `${meeting.id}.ics` })
    expect(files[0]?.content).toContain('SUMMARY:Sprint review')
  })
})
