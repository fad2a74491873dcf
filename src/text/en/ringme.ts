/** English: the room fields of RingMe by the vendor's names, and why or how it does what it does. */
export const ringme = {} as const
