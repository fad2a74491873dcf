/** `npm run bench`: figures as ratios in one run. Each row stands beside a peer or the limit; a JSON copy goes to bench/results/. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { benchAcknowledgement } from './acknowledgement.ts'
import { benchStart } from './start.ts'

export interface Row {
  readonly what: string
  readonly value: string
  readonly beside: string
  readonly isReached: boolean
}

const rows: Row[] = [...(await benchStart()), ...(await benchAcknowledgement())]
console.table(
  rows.map(({ what, value, beside, isReached }) => ({ what, value, beside, reached: isReached ? 'yes' : 'NO' })),
)
mkdirSync('bench/results', { recursive: true })
writeFileSync('bench/results/latest.json', `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`)
