/** English: command. */
export const command = {} as const
