/** What the client makes of names that are typed with their sign, in a message or in an option of a command. */
import type { Directory } from '../directory.ts'

/** Mentions of the people, roles and channels that it knows; other words stay as they are. */
export function withMentions(text: string, personId: string, directory: Directory): string {
  return text.replace(/(?<![\w<@#])([@#])([\w-]+)/g, (whole, sign: string, name: string) => {
    if (sign === '#') {
      const channel = directory.channelByName(name, personId)
      return channel && name !== 'dm' && directory.canSee(personId, channel) ? `<#${channel.id}>` : whole
    }
    const person = directory.personByName(name)
    if (person) return `<@${person.id}>`
    const role = name === 'everyone' ? undefined : directory.roleByName(name)
    return role ? `<@&${role.id}>` : whole
  })
}
