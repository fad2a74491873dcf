import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What waits longest begins first, lest a worker be left alone with it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      /\/(faults-of|reminders-survive|random-walk|crowd)/.test(moduleId)
        ? 0
        : /\/test\/(e2e|system)\//.test(moduleId)
          ? 1
          : 2
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // No test changes a module, so that all files of a worker can share them: a third of the time went into loading them anew.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // Most of the time goes by in waiting for real sockets and real seconds: three workers keep two cores busy.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // An awkward zone on purpose: nothing may depend on the zone of the process.
    env: { TZ: process.env.TZ ?? 'Australia/Lord_Howe' },
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // What is looked for again and again is there at once, unless the machine is busy.
    expect: { poll: { timeout: 10_000 } },
    reporters: ['default'],
  },
})
