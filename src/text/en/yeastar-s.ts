/** English: the room fields of Yeastar S-Series by the vendor's names, and why or how it does what it does. */
export const yeastarS = {} as const
