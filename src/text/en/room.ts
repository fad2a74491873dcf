/** English: room. */
export const room = {} as const
