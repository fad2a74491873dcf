/** English: admin. */
export const admin = {} as const
