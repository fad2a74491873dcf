/** English: the room fields of Yeastar P-Series by the vendor's names, and why or how it does what it does. */
export const yeastarP = {} as const
