/** `npm run bench`: figures as ratios in one run. Each row stands beside a peer or the limit; a JSON copy goes to bench/results/. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { benchAcknowledgement } from './acknowledgement.ts'
import { benchAsterisk } from './asterisk.ts'
import { benchIdle } from './idle.ts'
import { benchMeetings } from './meetings.ts'
import { benchStart } from './start.ts'

export interface Row {
  readonly what: string
  readonly value: string
  readonly beside: string
  /** null: there is no limit. */
  readonly isReached: boolean | null
}

const parts: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  start: benchStart,
  acknowledgement: benchAcknowledgement,
  idle: benchIdle,
  meetings: benchMeetings,
  asterisk: benchAsterisk,
}
/** All parts, or those that are named. */
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts)

const rows: Row[] = []
for (const name of wanted) {
  const run = parts[name]
  if (!run) throw new Error(`there is no part ${name}; there are ${Object.keys(parts).join(', ')}`)
  rows.push(...(await run()))
}
const reached = (isReached: Row['isReached']) => (isReached === null ? '' : isReached ? 'yes' : 'NO')
console.table(rows.map(({ what, value, beside, isReached }) => ({ what, value, beside, reached: reached(isReached) })))
mkdirSync('bench/results', { recursive: true })
writeFileSync('bench/results/latest.json', `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`)
