/** `docs/pbxs.md`: what each kind of PBX can do, from the definitions of the providers alone. */
import {
  type Answer,
  type Capability,
  isKeyedByModerator,
  type ProviderDefinition,
  type Trait,
} from '#core/contracts/conference-provider.ts'
import { pinFieldOf } from '#core/room-pin.ts'
import { en } from '#text/en/index.ts'
import type { MessageKey } from '#text/message.ts'
import { tableToMarkdown } from './markdown-table.ts'

const head = `# What each PBX can do

Written by \`npm run docs\` from the definitions in \`src/providers/\`; a test fails when it is not fresh. The same answers decide what
help, cards and forms offer.

- **yes**: its API has it. **by a detour**: done by another way, which is told. **by confbot**: the PBX has nothing of it, and confbot does
  it from what the PBX can do.
- **policy**: only by a setting that holds for every conference of the room. **keypad**: only by keying the code in the call.
- **no**: with the reason. **unknown**: its documents do not say, so that it is not tried.

An instance may lack what its kind can do, by its settings; \`/conf help\` tells.`

const capabilityNames = {
  createRoom: 'make rooms',
  updateRoom: 'change rooms',
  deleteRoom: 'delete rooms',
  instantRoom: 'open a room for one call',
  queryRooms: 'search, sort and page rooms',
  fieldOptions: 'say what fields may be set to',
  readPin: 'tell the PIN of a room',
  readChairPin: 'tell the PIN of its moderators',
  schedule: 'keep when a room is used next',
  mute: 'mute one',
  muteAll: 'mute all',
  kick: 'put one out',
  lock: 'lock the room',
  end: 'end the conference',
  chairman: 'hand over the chair',
  record: 'record',
  listRecordings: 'list recordings',
  fetchRecording: 'hand out a recording as a file',
  linkRecording: 'hand out a link to a recording',
  deleteRecording: 'delete recordings',
  flagRecording: 'mark recordings as heard',
  layout: 'order the tiles of a video room',
  position: 'place one tile of a video room',
  servers: 'conference servers',
  hints: 'tell when something happens',
  entry: 'ask confbot who may enter',
  speakCode: 'say a code to whom it rings',
} as const satisfies Record<Capability, string>

const traitNames = {
  roster: 'who is in a room',
  muteState: 'who is muted',
  talking: 'who talks',
  participantNumber: 'the number of who is there',
  dialProgress: 'why a call was not answered',
  lockState: 'whether a room is locked',
  recordingState: 'whether it is recorded',
} as const satisfies Record<Trait, string>

export function pbxCatalogue(definitions: readonly ProviderDefinition<never>[]): string {
  const names = definitions.map(({ name }) => name)
  const capabilities = Object.entries(capabilityNames).map(([capability, name]) => [
    name,
    ...definitions.map((one) => answerToCell(one.capabilities[capability as Capability])),
  ])
  const traits = Object.entries(traitNames).map(([trait, name]) => [
    name,
    ...definitions.map((one) => (one.traits[trait as Trait] ? 'yes' : 'no')),
  ])
  const quantities = quantityRows.map(([name, cell]) => [name, ...definitions.map(cell)])
  return [
    head,
    '## What it does',
    tableToMarkdown(['', ...names], capabilities),
    '## What its readings tell',
    tableToMarkdown(['', ...names], traits),
    '## Quantities',
    tableToMarkdown(['', ...names], quantities),
    `The fields of rooms, with their limits, are in [room-fields.md](room-fields.md); how each is connected, in the README of its folder:
${definitions.map(({ id, name }) => `[${name}](../src/providers/${id}/README.md)`).join(', ')}.`,
    '',
  ].join('\n\n')
}

const words = (key: MessageKey): string => en[key]

function answerToCell(answer: Answer): string {
  switch (answer.support) {
    case 'yes':
      return 'yes'
    case 'detour':
      return `${answer.by === 'confbot' ? 'by confbot' : 'by a detour'}: ${words(answer.how)}`
    case 'policy':
      return `policy: ${words(answer.how)}`
    case 'keypad':
      return `keypad: \`${answer.code}\`${isKeyedByModerator(answer) ? ', by a moderator' : ''}`
    case 'no':
      return `no: ${words(answer.why)}`
    case 'unknown':
      return 'unknown'
  }
}

function chosenPinDigits(definition: ProviderDefinition<never>): string {
  const field = pinFieldOf(definition)
  if (!field) return 'no PIN'
  return field.kind === 'digits' && field.max !== undefined ? `${field.min ?? 1} to ${field.max}` : 'not documented'
}

const quantityRows: readonly (readonly [string, (definition: ProviderDefinition<never>) => string])[] = [
  ['people in a room, at most', ({ quantities }) => String(quantities.maxParticipants)],
  ['characters of a subject, at most', ({ quantities }) => String(quantities.subjectMax)],
  ['digits of a PIN that confbot makes', ({ quantities: { pinDigits } }) => String(pinDigits ?? 'no PIN')],
  ['digits of a PIN that somebody chooses', chosenPinDigits],
  ['requests per minute', ({ quantities }) => String(quantities.requestsPerMinute ?? 'not documented')],
  ['requests to read a room', ({ quantities }) => String(quantities.requestsPerReading)],
  ['fields of a room', ({ roomFields }) => String(roomFields.length)],
  ['run by others under their names', ({ operators = [] }) => operators.join(', ') || '-'],
]
