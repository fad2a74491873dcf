/** What the Slack platform must be told: its tokens, the way in, and which workspaces it serves. */
import { z } from 'zod'

const shared = {
  botToken: z
    .string()
    .startsWith('xoxb-')
    .describe('Bot token: "OAuth & Permissions" of the app, after it was installed to the workspace.'),
  workspaces: z
    .array(z.string().regex(/^[TE][A-Z0-9]+$/, 'a workspace id such as T012AB3C4'))
    .min(1)
    .describe('Ids of the workspaces that are served (T…); requests from any other are refused.'),
  apiUrl: z.url().optional().describe('Another Web API than https://slack.com/api/: the sandbox, or a proxy.'),
}

export const SlackSettings = z.discriminatedUnion('mode', [
  z.strictObject({
    ...shared,
    mode: z.literal('socket').describe('Socket Mode: no public address is needed.'),
    appToken: z
      .string()
      .startsWith('xapp-')
      .describe('App-level token with connections:write: "Basic Information" of the app.'),
  }),
  z.strictObject({
    ...shared,
    mode: z.literal('http').describe('Signed HTTP: Slack calls /slack/events on the public port.'),
    signingSecret: z.string().min(1).describe('Signing secret: "Basic Information" of the app.'),
  }),
])
export type SlackSettings = z.infer<typeof SlackSettings>
