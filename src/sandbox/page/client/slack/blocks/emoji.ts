/** Emoji by the short names that people and apps write most; any other stays its name between colons. */

const table = new Map(
  Object.entries({
    '+1': '👍',
    '-1': '👎',
    bell: '🔔',
    busts_in_silhouette: '👥',
    calendar: '📆',
    clap: '👏',
    date: '📅',
    eyes: '👀',
    hourglass_flowing_sand: '⏳',
    information_source: 'ℹ️',
    joy: '😂',
    lock: '🔒',
    mute: '🔇',
    no_entry: '⛔',
    ok_hand: '👌',
    phone: '☎️',
    raised_hands: '🙌',
    red_circle: '🔴',
    rocket: '🚀',
    slightly_smiling_face: '🙂',
    smile: '😄',
    speaker: '🔈',
    studio_microphone: '🎙️',
    tada: '🎉',
    telephone_receiver: '📞',
    thumbsup: '👍',
    unlock: '🔓',
    warning: '⚠️',
    wave: '👋',
    white_check_mark: '✅',
    x: '❌',
  }),
)

/** `unicode`: lower-case code points in hexadecimal with hyphens, as rich text may carry them. */
export function emojiToString(name: string, unicode?: string): string {
  const points = unicode?.split('-').map((one) => Number.parseInt(one, 16)) ?? []
  if (points.length > 0 && points.every((point) => point > 0 && point <= 0x10ffff)) {
    return String.fromCodePoint(...points)
  }
  return table.get(name.replace(/::skin-tone-\d$/, '')) ?? `:${name}:`
}
