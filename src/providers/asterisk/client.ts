/**
 * What is asked of an Asterisk over AMI, one function each. A ConfBridge is there only while somebody is in it: where there is none a
 * list is empty, and an action is `provider.not-found`. Sources: Asterisk 22, AMI actions `Confbridge…`, `Originate`, `Hangup`,
 * `CoreShowChannels`; `app_confbridge.c` and `manager.c` for their words.
 */
import type { z } from 'zod'
import { providerError } from '../failure.ts'
import type { OutageTeller } from '../outage.ts'
import { type Ami, type AmiAction, type AmiMessage, amiMessageOf } from './ami.ts'
import { ChannelItem, LegItem, RoomItem } from './schema.ts'

export interface OriginateCall {
  /** What is rung, as in `PJSIP/1001`, or a Local channel. */
  readonly channel: string
  /** Unique id of the channel; of its other half, where it is a Local channel. */
  readonly channelId?: string
  readonly otherChannelId?: string
  /** Where whoever answers goes. */
  readonly context: string
  readonly exten: string
  readonly variables: Readonly<Record<string, string>>
  readonly callerId?: string | undefined
  /** Until it is given up; 30 s where it is left out. */
  readonly ringSeconds?: number
}

export type AsteriskClient = ReturnType<typeof createAsteriskClient>

const noConference = ['No active conferences.', 'No Conference by that name found.']
const notThere = [...noConference, 'No Channel by that name found in Conference.', 'No such channel']

export function createAsteriskClient(ami: Pick<Ami, 'ask' | 'list'>, name: string, telling: OutageTeller) {
  const act = async (action: AmiAction): Promise<AmiMessage> => {
    try {
      return await telling(() => ami.ask(action))
    } catch (error) {
      if (!notThere.includes(amiMessageOf(error) ?? '')) throw error
      throw providerError('provider.not-found', name, error)
    }
  }
  const list = async <Item extends z.ZodType>(action: AmiAction, item: Item): Promise<readonly z.output<Item>[]> => {
    const events = await telling(() => ami.list(action)).catch((error: unknown) => {
      if (noConference.includes(amiMessageOf(error) ?? '')) return []
      throw error
    })
    return events.map((event) => {
      const read = item.safeParse(event)
      if (read.success) return read.data
      throw providerError('provider.malformed', name, new Error(`${action.Action} answered otherwise than documented`))
    })
  }
  const onLeg = async (Action: string, Conference: string, Channel: string) => {
    await act({ Action, Conference, Channel })
  }

  return {
    listRooms: () => list({ Action: 'ConfbridgeListRooms' }, RoomItem),
    listLegs: (room: string) => list({ Action: 'ConfbridgeList', Conference: room }, LegItem),
    /** Of the whole Asterisk. One whose caller wrote line ends into their number cannot be read, and is none of confbot's. */
    async listChannels() {
      const channels = await list({ Action: 'CoreShowChannels' }, ChannelItem.partial())
      return channels.flatMap((one) => ChannelItem.safeParse(one).data ?? [])
    },
    /** `channel`: the whole name of it; a part of one would do for another. */
    mute: (room: string, channel: string) => onLeg('ConfbridgeMute', room, channel),
    unmute: (room: string, channel: string) => onLeg('ConfbridgeUnmute', room, channel),
    kickAll: (room: string) => onLeg('ConfbridgeKick', room, 'all'),
    async lock(room: string) {
      await act({ Action: 'ConfbridgeLock', Conference: room })
    },
    async unlock(room: string) {
      await act({ Action: 'ConfbridgeUnlock', Conference: room })
    },
    async hangUp(channel: string) {
      await act({ Action: 'Hangup', Channel: channel })
    },
    /** Resolves when Asterisk took it, before anything rings. */
    async originate({ channel, channelId, otherChannelId, context, exten, ...more }: OriginateCall) {
      await act({
        Action: 'Originate',
        Channel: channel,
        Context: context,
        Exten: exten,
        Priority: '1',
        Async: 'true',
        ...(channelId !== undefined && { ChannelId: channelId }),
        ...(otherChannelId !== undefined && { OtherChannelId: otherChannelId }),
        ...(more.callerId !== undefined && { CallerID: more.callerId }),
        ...(more.ringSeconds !== undefined && { Timeout: String(more.ringSeconds * 1000) }),
        Variable: Object.entries(more.variables).map(([key, value]) => `${key}=${value}`),
      })
    },
  }
}
