/** English: the room fields of KAZOO by the vendor's names, and why or how it does what it does. */
export const kazoo = {} as const
