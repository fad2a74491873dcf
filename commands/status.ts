/** `confadmin status` and `confadmin audit`: how things stand, and who did what. */
import { createCommandIndex } from '#command-kit/command-index.ts'
import { defineCommand, type RootDefinition } from '#command-kit/define-command.ts'
import { errorSentence } from '#command-kit/error-card.ts'
import { option } from '#command-kit/options/index.ts'
import { grantableRoles, textToGrantee } from '#core/access.ts'
import { mention, type Place } from '#core/actor.ts'
import type { AuditEntry } from '#core/contracts/store.ts'
import { capitalized } from '#lib/capitalized.ts'
import { moment, type Span, say } from '#text/message.ts'
import { actions, button, card, list, note } from '#view/card.ts'
import { roleName, whom } from './access.ts'
import { inConference } from './live-options.ts'

export const status = defineCommand({
  path: 'confadmin status',
  aliases: ['confadmin'],
  summary: 'command.status.summary',
  examples: ['status'],
  options: {},
  permission: 'status.view',
  effect: 'read',
  async run(_input, { service, attempt }) {
    const pbxs = await service.pbxStatus(attempt)
    return {
      card: card(
        say('command.status.title'),
        list([
          ...service.parts().map((part) => ({
            line: [
              say(part.isConnected ? 'command.status.good' : 'command.status.bad', { name: capitalized(part.name) }),
              // In the words of `/readyz`, in which administrators look for the same.
              ...(part.isConnected || part.detail === '' ? [] : [`: ${part.detail}`]),
              ...contact(part.lastContactAt),
            ],
          })),
          ...pbxs.map(({ pbx, problem, lastContactAt, areEventsComing }) => ({
            line: [
              say(problem === null ? 'command.status.good' : 'command.status.bad', {
                name: `${pbx.name} (${pbx.definition.name})`,
              }),
              ...(problem === null ? [] : [' · ', errorSentence(problem)]),
              ...contact(lastContactAt),
              ...(problem !== null || areEventsComing === null
                ? []
                : [' · ', say(areEventsComing ? 'command.status.events' : 'command.status.no-events')]),
            ],
          })),
        ]),
        note(say('command.status.live', { count: service.allLive().length, version: service.version })),
      ),
    }
  },
})

const contact = (at: number | null): Span[] =>
  at === null ? [] : [' · ', say('command.status.contact', { at: moment(at, 'relative') })]

const pageSize = 15

export const createAudit = (roots: () => readonly RootDefinition[]) =>
  defineCommand({
    path: 'confadmin audit',
    summary: 'command.audit.summary',
    formWords: { title: 'form.title.audit', submit: 'form.submit.show' },
    help: 'command.audit.help',
    examples: ['audit', 'audit person:@bob', 'audit action:kick'],
    options: {
      person: option.user({ summary: 'option.audit-person', named: true }),
      action: option.text({ summary: 'option.audit-action', named: true, suggests: 'command', max: 64 }),
      in: inConference,
      before: option.integer({ summary: 'option.audit-before', named: true, min: 1 }),
    },
    permission: 'audit.view',
    effect: 'read',
    async run(input, { service, attempt }) {
      const records = await service.audit(attempt, {
        in: input.in,
        userId: input.person,
        action: input.action && pathOf(input.action, roots()),
        before: input.before,
        limit: pageSize,
      })
      const title = say('command.audit.title')
      const last = records.at(-1)
      if (!last) return { card: card(title, note(say('command.audit.none'))) }
      const older = {
        path: 'confadmin audit',
        input: {
          before: String(last.seq),
          ...(input.in !== undefined && { in: input.in }),
          ...(input.action !== undefined && { action: input.action }),
          ...(input.person !== undefined && { person: `<@${input.person}>` }),
        },
      }
      return {
        card: card(
          title,
          list(
            records.map((record) => ({
              line: [
                `${record.seq}. `,
                moment(record.at),
                ' · ',
                mention(record.actor),
                ...(record.place === null ? [] : [' ', whereOf(record.place)]),
                ' · ',
                record.action,
                ...(record.target === '' ? [] : [' · ', ...targetOf(record)]),
                ' · ',
                say(`command.audit.${record.result}`),
                ...(record.detail === '' ? [] : [` (${record.detail})`]),
              ],
            })),
          ),
          ...(records.length === pageSize ? [actions(button(say('command.audit.older'), older))] : []),
        ),
      }
    },
  })

const whereOf = ({ platform, channelId, kind }: Place): Span =>
  kind === 'channel'
    ? say('command.audit.in', { channel: { kind: 'channel', platform, channelId }, platform: capitalized(platform) })
    : say('command.audit.directly', { platform: capitalized(platform) })

/** Grants are recorded by ids (`group:5=operator`, with nothing after the sign where one was taken back), and shown by names. */
function targetOf({ action, target, actor }: AuditEntry): readonly Span[] {
  const [, grantee = '', role = ''] = /^confadmin access (?:grant|revoke)$/.test(action)
    ? target.split(/^(.+)=(\w*)$/)
    : []
  const to = textToGrantee(grantee)
  const known = grantableRoles.find((one) => one === role)
  if (!to || (role !== '' && !known)) return [target]
  return known ? [whom({ to, person: null }, actor), ' = ', roleName(known)] : [whom({ to, person: null }, actor)]
}

/** A command as it would be typed (`kick`, `/confadmin room create`), or what jobs are called. */
function pathOf(typed: string, roots: readonly RootDefinition[]): string {
  const words = typed.replace(/^\//, '').toLowerCase()
  const index = createCommandIndex(roots)
  const paths = [words, ...roots.map(({ name }) => `${name} ${words}`)]
  return paths.map((path) => index.at(path)?.path).find((path) => path !== undefined) ?? typed
}
