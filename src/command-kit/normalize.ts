/**
 * What platforms and keyboards add to typed text, taken off before parsing: Slack's reference forms and entities, exotic
 * spaces and line ends, characters that cannot be seen. Quotes and dashes are the tokenizer's and the options' matter, since
 * words meant for people keep their typography.
 */

/** For text that Slack may have marked up (docs.slack.dev, Formatting message text); harmless to any other. */
export const normalizeText = (text: string): string => normalizeCharacters(decodeEntities(unwrapReferences(text)))

/** For values from forms and buttons, which no platform marks up. */
export function normalizeCharacters(text: string): string {
  return text.replace(lineEnds, '\n').replace(spaces, ' ').replace(invisible, '')
}

const lineEnds = /\r\n|[\r\v\f\u0085\u2028\u2029]/g
const spaces = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g
/**
 * Control characters, soft hyphen, zero-width space and marks, bidirectional controls (Unicode, Bidi_Control), byte order
 * mark. Joiners stay: emoji and several scripts are spelt with them.
 */
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g

function unwrapReferences(text: string): string {
  return text.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (whole: string, target: string, label: string | undefined) => {
    if (target.startsWith('tel:')) return target.slice(4).replace(/\s/g, '')
    if (target.startsWith('mailto:')) return target.slice(7)
    if (/^https?:/i.test(target)) return label || target
    if (/^[@#]/.test(target)) return `<${target}>`
    // <!here>, <!channel>, <!everyone> mean nothing here and must not come alive again; groups keep their id.
    if (target.startsWith('!subteam^')) return `<${target}>`
    if (target.startsWith('!')) return label || `@${target.slice(1)}`
    return whole
  })
}

const entities = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
])
const decodeEntities = (text: string) => text.replace(/&(?:lt|gt|amp);/g, (entity) => entities.get(entity) ?? entity)
