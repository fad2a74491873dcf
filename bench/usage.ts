/** Loaded before a process that is measured: whenever it is asked, it tells the processor time of all its threads and its memory. */
export interface Usage {
  readonly cpuMs: number
  readonly rssMb: number
}

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  const usage: Usage = { cpuMs: (user + system) / 1000, rssMb: process.memoryUsage.rss() / 2 ** 20 }
  process.send?.(usage)
})
// It ends when it would without being measured.
process.channel?.unref()
