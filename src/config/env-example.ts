/** `.env.example`: every name of the environment, from the schemas that check it. */
import { capitalized } from '#lib/capitalized.ts'
import { type ConfigSchemas, chatPrefix, sandboxPrefix } from './load.ts'
import { commonPbxLeaves, providerLeaves } from './pbxs.ts'
import { General, SandboxSettings } from './schema.ts'
import { defaultOf, expectationOf, type Leaf, leavesOf } from './schema-facts.ts'

const head = `# Settings of confbot, as variables of the environment or in a file .env. Written by "npm run docs".
# With none of them confbot starts with its sandbox.
# Each may also be given as NAME_FILE: the path of a file that holds the value.`

const configFile = `# Path of the file that says the same and more (several PBXs), with \${NAME} for what stands here.
#CONFBOT_CONFIG=confbot.yaml`

export function envExample({ chats, providers }: ConfigSchemas): string {
  const common = commonPbxLeaves(providers)
  const parts: [title: string, leaves: readonly Leaf[]][] = [
    ...Object.entries(chats).map(([id, settings]): [string, Leaf[]] => [
      capitalized(id),
      leavesOf(settings, chatPrefix(id)),
    ]),
    ['One PBX', [...common.kind, ...common.policy]],
    ...Object.entries(providers).map(([id, { settings }]): [string, Leaf[]] => [
      `One PBX, with PBX_KIND=${id}`,
      providerLeaves(settings),
    ]),
    ['The process', leavesOf(General, '')],
    ['The sandbox', leavesOf(SandboxSettings, sandboxPrefix)],
  ]
  const texts = parts.map(([title, leaves]) => [`# ${title}`, ...leaves.map(leafToText)].join('\n\n'))
  return `${[head, configFile, ...texts].join('\n\n\n')}\n`
}

function leafToText({ envName, schema, required, onlyWith, description }: Leaf): string {
  const need = [required && 'Required', onlyWith && `with ${onlyWith}`].filter(Boolean).join(' ')
  const expectation = expectationOf(schema)
  const facts = [description, need && `${need}.`, expectation !== 'text' && `Expected: ${expectation}.`]
  return [...facts.filter(Boolean).map((fact) => `# ${fact}`), `#${envName}=${defaultOf(schema) ?? ''}`].join('\n')
}
