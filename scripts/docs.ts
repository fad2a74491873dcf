/** `npm run docs` writes what is generated from the sources; a test fails when it is not fresh. */
import { writeFileSync } from 'node:fs'
import { envExample } from '#config/env-example.ts'
import { SlackSettings } from '#platforms/slack/config.ts'
import { providers } from '#providers/index.ts'

writeFileSync(new URL('../.env.example', import.meta.url), envExample({ slackSettings: SlackSettings, providers }))
console.log('.env.example is up to date')
