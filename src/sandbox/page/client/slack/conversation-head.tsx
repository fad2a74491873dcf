/** Above a conversation: its name, who is in it, and whether the bot is. */
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components'
import { useActing } from '../acting.tsx'
import { Avatar } from '../avatar.tsx'
import { Icon } from '../icon.tsx'
import { isTheApp, roleOf, shownName } from '../person.ts'
import { ConversationIcon } from './conversation-icon.tsx'
import type { Conversation } from './conversations.ts'
import type { Channel } from './shapes.ts'

interface ConversationHeadProps {
  readonly conversation: Conversation
  readonly onMenu: () => void
}

export function ConversationHead({ conversation, onMenu }: ConversationHeadProps) {
  const { channel, kind, name } = conversation
  return (
    <header className="talk-head">
      <MenuButton onMenu={onMenu} />
      <h2>
        <ConversationIcon conversation={conversation} />
        <span>{name}</span>
      </h2>
      {channel?.isExtShared && <span className="talk-fact">shared with another organisation</span>}
      {channel && kind !== 'im' && <Members channel={channel} />}
    </header>
  )
}

/** Opens the drawer where the sidebar has no room. */
export function MenuButton({ onMenu }: { readonly onMenu: () => void }) {
  return (
    <Button className="icon-button talk-menu" aria-label="Conversations" onPress={onMenu}>
      <Icon name="menu" />
    </Button>
  )
}

function Members({ channel }: { readonly channel: Channel }) {
  const { people, person, act } = useActing()
  const members = people.filter(({ id }) => channel.members.includes(id))
  const bot = people.find(isTheApp)
  const hasBot = bot !== undefined && channel.members.includes(bot.id)
  const canChange = bot && channel.kind !== 'mpim' && channel.isMember && !channel.isArchived
  const set = (isIn: boolean) => act(isIn ? 'slack/invite' : 'slack/remove', { channel: channel.id })
  return (
    <div className="talk-members">
      {canChange && !hasBot && (
        <Button className="small-button" onPress={() => set(true)}>
          Add {bot.name}
        </Button>
      )}
      <DialogTrigger>
        <Button className="small-button faces" aria-label={`${members.length} members`}>
          {members.slice(0, 3).map((one) => (
            <Avatar key={one.id} person={one} size="small" />
          ))}
          <span>{members.length}</span>
        </Button>
        <Popover className="popover" placement="bottom end">
          <Dialog className="members">
            <Heading slot="title">{members.length} members</Heading>
            <ul>
              {members.map((one) => (
                <li key={one.id}>
                  <Avatar person={one} />
                  <span className="members-name">
                    {shownName(one)}
                    {one.id === person.id && ' (you)'}
                  </span>
                  <span className="members-role">{roleOf(one)}</span>
                  {one.id === bot?.id && canChange && (
                    <Button className="small-button" onPress={() => set(false)}>
                      Remove
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {canChange && !hasBot && (
              <Button className="small-button members-add" onPress={() => set(true)}>
                Add {bot.name}
              </Button>
            )}
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  )
}
