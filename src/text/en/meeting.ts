/** English: scheduling meetings, their cards and the agenda. */
export const meeting = {} as const
