import { vi } from 'vitest'

/** What `look` gives once it neither throws nor rejects: at once where it can be, in ten seconds at most on a busy machine. */
export const soon = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, { timeout: 10_000, interval: 20 })
