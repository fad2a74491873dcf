import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // An awkward zone on purpose: nothing may depend on the zone of the process.
    env: { TZ: process.env.TZ ?? 'Australia/Lord_Howe' },
    testTimeout: 20_000,
    hookTimeout: 20_000,
    reporters: ['default'],
  },
})
