/** English: form. */
export const form = {} as const
