/** trigger_ids: three seconds of system time, one use (docs.slack.dev, interactivity/handling-user-interaction). */
import { randomBytes } from 'node:crypto'
import { SlackRefusal } from './refusal.ts'

const lifetimeMs = 3000

interface Origin {
  /** The view whose interaction gave it, if it came from one. */
  viewId?: string | undefined
  /** Id of the conversation that the person was looking at, if any. */
  channel?: string | undefined
}

interface Trigger extends Origin {
  user: string
  issuedAt: number
  isUsed: boolean
}

export interface Triggers {
  issue(user: string, origin: Origin): string
  /** Who it stands for, without using it up; throws expired_trigger_id, exchanged_trigger_id, invalid_trigger_id. */
  read(id: string): Origin & { user: string; use: () => void }
  clear(): void
}

export function createTriggers(systemNow: () => number): Triggers {
  const triggers = new Map<string, Trigger>()
  return {
    issue(user, origin) {
      const digits = () => String(randomBytes(5).readUIntBE(0, 5))
      const id = `${digits()}.${digits()}.${randomBytes(16).toString('hex')}`
      triggers.set(id, { ...origin, user, issuedAt: systemNow(), isUsed: false })
      return id
    },
    read(id) {
      const trigger = triggers.get(id)
      if (!trigger) throw new SlackRefusal('invalid_trigger_id')
      if (trigger.isUsed) throw new SlackRefusal('exchanged_trigger_id')
      if (systemNow() - trigger.issuedAt > lifetimeMs) throw new SlackRefusal('expired_trigger_id')
      return {
        user: trigger.user,
        viewId: trigger.viewId,
        channel: trigger.channel,
        use() {
          trigger.isUsed = true
        },
      }
    },
    clear: () => triggers.clear(),
  }
}
