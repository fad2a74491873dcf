import {
  type APIApplicationCommandInteractionDataOption,
  ApplicationCommandOptionType as Type,
} from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { readOptions } from '#platforms/discord/options.ts'

const subcommand = (...options: object[]) =>
  ({ type: Type.Subcommand, name: 'start', options }) as APIApplicationCommandInteractionDataOption

describe("Discord's typed options", () => {
  it('become the text that a person would type', () => {
    const options = subcommand(
      { type: Type.String, name: 'subject', value: 'Sprint "review", all of us' },
      { type: Type.User, name: 'person', value: '42' },
      { type: Type.Channel, name: 'place', value: '43' },
      { type: Type.Boolean, name: 'ring', value: true },
      { type: Type.Boolean, name: 'lock', value: false },
      { type: Type.Integer, name: 'before', value: 7 },
    )
    expect(readOptions({ name: 'conf', options: [options] })).toEqual({
      path: 'conf start',
      values: {
        subject: 'Sprint "review", all of us',
        person: '<@42>',
        place: '<#43>',
        ring: 'yes',
        lock: 'no',
        before: '7',
      },
      focused: null,
    })
  })

  it('are looked for in groups', () => {
    const group = {
      type: Type.SubcommandGroup,
      name: 'record',
      options: [subcommand()],
    } as APIApplicationCommandInteractionDataOption
    expect(readOptions({ name: 'conf', options: [group] })).toEqual({
      path: 'conf record start',
      values: {},
      focused: null,
    })
    expect(readOptions({ name: 'conf' }).path).toBe('conf')
  })

  it('say which one is being typed', () => {
    const typing = { type: Type.Integer, name: 'before', value: '1', focused: true }
    expect(readOptions({ name: 'confadmin', options: [subcommand(typing)] })).toMatchObject({
      values: { before: '1' },
      focused: 'before',
    })
  })
})
