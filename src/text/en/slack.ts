/** English: slack. */
export const slack = {} as const
