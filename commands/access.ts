/** `confadmin access …`: who may do what, as roles that are granted. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { type Grant, grantableRoles } from '#core/access.ts'
import { mention, type Place } from '#core/actor.ts'
import type { KnownGrant } from '#core/service/access.ts'
import { code, type Span, say } from '#text/message.ts'
import { card, list, note, text } from '#view/card.ts'

const who = option.grantee({ summary: 'option.grantee', required: true })
const here = option.flag({ summary: 'option.access-here', named: true })

export const accessShow = defineCommand({
  path: 'confadmin access show',
  summary: 'command.access-show.summary',
  help: 'command.access-show.help',
  examples: ['access show'],
  options: {},
  permission: 'access.manage',
  effect: 'read',
  async run(_input, { service, attempt, place }) {
    const grants = await service.grants(attempt)
    const title = say('command.access-show.title', { count: grants.length })
    if (grants.length === 0) return { card: card(title, note(say('command.access-show.none'))) }
    return {
      card: card(
        title,
        list(grants.map((grant) => ({ line: [whom(grant, place), ' · ', roleName(grant.role), ' · ', where(grant)] }))),
        note(say('command.access-show.defaults')),
      ),
    }
  },
})

export const accessGrant = defineCommand({
  path: 'confadmin access grant',
  summary: 'command.access-grant.summary',
  formWords: { title: 'form.title.access-grant', submit: 'form.submit.access-grant' },
  examples: ['access grant @bob operator', 'access grant everybody viewer here:yes'],
  options: {
    who,
    role: option.choice({
      summary: 'option.access-role',
      required: true,
      choices: grantableRoles.map((value) => ({ value, label: `help.role.${value}` as const })),
    }),
    here,
  },
  permission: 'access.manage',
  effect: 'write',
  async run(input, { service, attempt, place, asksByOption }) {
    const granted = await service.grant(attempt, { to: input.who, role: input.role, isHere: input.here === true })
    return {
      card: card(
        say('command.access-grant.done', {
          who: whom(granted, place),
          role: roleName(granted.role),
          where: where(granted),
        }),
        note(say('command.access-grant.next')),
        // There the chat itself decides who is shown a command at all.
        ...(asksByOption && ['operator', 'administrator'].includes(granted.role)
          ? [note(say('command.access-grant.shown'))]
          : []),
      ),
    }
  },
})

export const accessRevoke = defineCommand({
  path: 'confadmin access revoke',
  summary: 'command.access-revoke.summary',
  formWords: { title: 'form.title.access-revoke', submit: 'form.submit.access-revoke' },
  examples: ['access revoke @bob', 'access revoke everybody here:yes'],
  options: { who, here },
  permission: 'access.manage',
  effect: 'write',
  async run(input, { service, attempt, place }) {
    const revoked = await service.revoke(attempt, input.who, input.here === true)
    return {
      card: card(
        say('command.access-revoke.done', {
          who: whom(revoked, place),
          role: roleName(revoked.role),
          where: where(revoked),
        }),
      ),
    }
  },
})

export const accessExplain = defineCommand({
  path: 'confadmin access explain',
  summary: 'command.access-explain.summary',
  formWords: { title: 'form.title.access-explain', submit: 'form.submit.show' },
  examples: ['access explain @bob'],
  options: { person: option.user({ summary: 'option.access-person', required: true }) },
  permission: 'access.manage',
  effect: 'read',
  async run(input, { service, attempt, place }) {
    const { person, role, grant } = await service.explain(attempt, input.person)
    const because = grant
      ? say('command.access-explain.granted', { who: whom(grant, place), where: where(grant) })
      : say(person.isAdministrator ? 'command.access-explain.administrator' : 'command.access-explain.default')
    return {
      card: card(
        say('command.access-explain.title', { who: mention(person), role: roleName(role) }),
        text(because),
        note(say('command.access-explain.chair')),
        note(say('command.access-explain.change', { command: code('/confadmin access grant') })),
      ),
    }
  },
})

export const roleName = (role: Grant['role'] | 'chair'): Span => say(`help.role.${role}`)
const where = ({ isHere }: Pick<Grant, 'isHere'>): Span =>
  say(isHere ? 'command.access.here' : 'command.access.everywhere')

export function whom(
  { to, person }: Pick<KnownGrant, 'to' | 'person'>,
  { platform, workspaceId }: Pick<Place, 'platform' | 'workspaceId'>,
): Span {
  switch (to.kind) {
    case 'everybody':
      return say('command.access.everybody')
    case 'group':
      return { kind: 'group', platform, groupId: to.id }
    case 'user':
      return person ? mention(person) : mention({ platform, workspaceId, userId: to.id, name: to.id })
  }
}
