/** What becomes of a person's text on its way to an app: entities escaped, names turned into ids (docs.slack.dev, interactivity/implementing-slash-commands, `should_escape`; messaging/formatting-message-text). */
import type { Directory, Person } from '../directory.ts'

/** `labelled` adds the names to user ids, as slash commands do. */
export function escapeTyped(text: string, person: Person, directory: Directory, labelled: boolean): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  return escaped.replace(
    /(?<![\w@.])(https?:\/\/[^\s|]+)|(?<![\w@.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?<![\w@])@([\w-]+(?:\.[\w-]+)*)|(?<![\w&#])#([\p{L}\p{N}_-]+)/gu,
    (whole, url?: string, mail?: string, user?: string, channel?: string) => {
      if (url) return `<${url}>`
      if (mail) return `<mailto:${mail}|${mail}>`
      if (user) return userReference(user, directory, labelled) ?? whole
      const found = directory.channelByName(`#${channel}`, person.id)
      const isVisible = found && (found.kind === 'public' || found.members.has(person.id))
      if (!isVisible) return whole
      return `<#${found.id}|${found.kind === 'public' ? found.name : ''}>`
    },
  )
}

function userReference(name: string, directory: Directory, labelled: boolean): string | undefined {
  if (['here', 'channel', 'everyone'].includes(name)) return `<!${name}>`
  const person = directory.people().find((one) => one.name === name)
  if (person) return labelled ? `<@${person.id}|${person.name}>` : `<@${person.id}>`
  const group = directory.userGroups().find((one) => one.handle === name)
  return group && `<!subteam^${group.id}|@${group.handle}>`
}

/** In messages, clients also make links of international numbers. */
export function linkNumbers(text: string): string {
  return text.replace(/(?<![\w<:|+])\+\d{7,15}(?![\w>|])/g, (number) => `<tel:${number}|${number}>`)
}
