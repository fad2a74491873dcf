/** Text of people and PBXs, made fit for a chat platform: well-formed, nothing that steers a screen, and no longer than it may be. */

const controls = /[^\P{Cc}\t\n]/gu
/** Overrides and isolates that could turn the writing of what follows round. */
const turners = /[\u202a-\u202e\u2066-\u2069]/g

/** Without control characters but tab and line feed, and without halves of characters. */
export const cleanText = (text: string): string => text.toWellFormed().replace(controls, '').replace(turners, '')

/** At most `max` UTF-16 units, never half a character; what is left out is shown as "…". */
export const cutText = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`
