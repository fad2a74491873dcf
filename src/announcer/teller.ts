/** Puts what is told of meetings, and their files, where they belong, on whatever platform that is. */
import type { Announcement } from '#core/announcement.ts'
import type { Teller } from '#core/contracts/announcer.ts'
import type { FileGiver } from '#core/contracts/calendar.ts'
import { ConfbotError } from '#core/errors.ts'
import type { Meeting } from '#core/meeting.ts'
import { card } from '#view/card.ts'
import type { Notifier } from '#view/notifier.ts'
import { announcementCard } from '#view/presenters/announcement-card.ts'
import type { UnableAct } from '#view/presenters/meeting-card.ts'

export function createTeller({
  notifierOf,
  unableActs = () => [],
}: {
  /** By platform id; absent when that platform is not connected. */
  readonly notifierOf: (platform: string) => Notifier | undefined
  /** What a meeting asks for and its PBX cannot do. */
  readonly unableActs?: (meeting: Meeting) => readonly UnableAct[]
}): Teller & FileGiver {
  const reach = (platform: string): Notifier => {
    const notifier = notifierOf(platform)
    if (!notifier) throw new ConfbotError('chat.unavailable', { cause: new Error(`${platform} is not connected`) })
    return notifier
  }
  const cardOf = (what: Announcement) =>
    announcementCard(what, what.kind === 'meeting' ? { unable: unableActs(what.meeting) } : {})
  return {
    async tell(to, what, mark) {
      const notifier = reach(to.platform)
      // Where people are among themselves, the owner gets what is meant for them.
      if ('channelId' in to) return notifier.post(to, cardOf(what), what.meeting.owner, mark)
      return notifier.tell(to, cardOf(what), mark)
    },
    findTold: async (to, mark, since) => reach(to.platform).find(to, mark, since),
    retell: async (message, what) => reach(message.place.platform).update(message, cardOf(what)),
    give: async (person, file, said) => reach(person.platform).sendFile(person, file, card(said)),
  }
}
