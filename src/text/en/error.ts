/** English: error. */
export const error = {} as const
