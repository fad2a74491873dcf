/** English: card. */
export const card = {} as const
