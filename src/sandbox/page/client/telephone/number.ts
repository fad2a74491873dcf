/** Telephone numbers as people read them. */

/** Calling codes of two digits (ITU-T E.164, list of assigned country codes); 1 and 7 have one, all others three. */
const twoDigits = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/** `+49 30 901 800`: the calling code apart, the rest in threes from its end, North America's with four at the end. */
export function groupNumber(number: string): string {
  if (!/^\+?\d+$/.test(number)) return number
  if (!number.startsWith('+')) return number.length > 5 ? inThrees(number) : number
  const digits = number.slice(1)
  const codeLength = /^[17]/.test(digits) ? 1 : twoDigits.test(digits) ? 2 : 3
  const rest = digits.slice(codeLength)
  const grouped = digits.startsWith('1') && rest.length === 10 ? rest.replace(/(...)(...)/, '$1 $2 ') : inThrees(rest)
  return `+${digits.slice(0, codeLength)} ${grouped}`.trim()
}

/** Nobody writes a digit alone: it stays with the group after it. */
const inThrees = (digits: string): string => digits.replace(/(?<=\d\d)(?=(\d{3})+$)/g, ' ')
