/** The chat platforms that can be configured: the settings of each, by its id. */
import type { z } from 'zod'
import { DiscordSettings } from './discord/config.ts'
import { SlackSettings } from './slack/config.ts'

export const chatSettings = { slack: SlackSettings, discord: DiscordSettings }

export type Chats = { readonly [Id in keyof typeof chatSettings]: z.output<(typeof chatSettings)[Id]> }
