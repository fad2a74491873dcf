/** What the workspace knows of the app: the manifest that it is installed from, read as Slack reads it. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const Manifest = z.object({
  features: z.object({
    shortcuts: z.array(
      z.object({
        type: z.enum(['global', 'message']),
        name: z.string(),
        callback_id: z.string(),
        description: z.string(),
      }),
    ),
    slash_commands: z.array(
      z.object({ command: z.string(), description: z.string(), usage_hint: z.string().default('') }),
    ),
  }),
})

/** The app's entries in the menus of Slack's client. */
export function readAppManifest() {
  const text = readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8')
  const { features } = Manifest.parse(parse(text))
  return {
    commands: features.slash_commands.map(({ command, description, usage_hint }) => ({
      command,
      description,
      usageHint: usage_hint,
    })),
    shortcuts: features.shortcuts.map(({ type, name, callback_id, description }) => ({
      type,
      name,
      callback: callback_id,
      description,
    })),
  }
}
