/** English: help. */
export const help = {} as const
