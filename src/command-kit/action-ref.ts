/**
 * A button or menu entry as text: `conf mute?who=p3&in=k3x9ab`, with `!` in front when the person has been asked, `~` when it
 * opens the form. Short,
 * since a menu entry of Slack holds 75 characters and a component of Discord 100.
 */
import type { ActionRef } from '#view/card.ts'

/** Longer than any platform's button; what is longer was not made here. */
const maxLength = 4000

const path = /^[a-z][-_a-z0-9]*(?: [a-z][-_a-z0-9]*){1,2}$/
const name = /^[a-z][-_a-zA-Z0-9.]*$/

/** Only what would be read as a sign is escaped, so that names in any script stay short. */
export function encodeAction({ path, input, confirmed, asForm }: ActionRef): string {
  const pairs = Object.entries(input).map(([name, value]) => `${name}=${escapeSigns(value)}`)
  return (confirmed ? '!' : asForm ? '~' : '') + path + (pairs.length > 0 ? `?${pairs.join('&')}` : '')
}

/** null for anything that `encodeAction` does not write. */
export function decodeAction(text: string): ActionRef | null {
  if (text.length > maxLength) return null
  const [, sign, head = '', tail] = /^([!~]?)([^?]*)(?:\?(.+))?$/s.exec(text) ?? []
  if (!path.test(head)) return null
  const input = new Map<string, string>()
  for (const pair of tail?.split('&') ?? []) {
    const at = pair.indexOf('=')
    const key = pair.slice(0, at)
    if (at < 1 || !name.test(key) || input.has(key)) return null
    input.set(key, readSigns(pair.slice(at + 1)))
  }
  const action: ActionRef = {
    path: head,
    input: Object.fromEntries(input),
    ...(sign === '!' && { confirmed: true }),
    ...(sign === '~' && { asForm: true }),
  }
  return encodeAction(action) === text ? action : null
}

/** Whether its text has at most `max` characters. */
export const fitsAction = (action: ActionRef, max: number): boolean => encodeAction(action).length <= max

const signs = new Map([
  ['%', '%25'],
  ['&', '%26'],
  ['=', '%3D'],
  ['\n', '%0A'],
])
const escapeSigns = (value: string) => value.replace(/[%&=\n]/g, (sign) => signs.get(sign) ?? sign)
const readSigns = (value: string) =>
  value.replace(/%(?:25|26|3D|0A)/g, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
