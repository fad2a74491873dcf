/** English: what is told of meetings unasked, reminders above all. */
export const reminder = {} as const
