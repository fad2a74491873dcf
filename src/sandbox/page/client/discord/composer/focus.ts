/** The place to write at, for whoever sends somebody back to it. */

export const composerId = 'discord-composer'

/** Does nothing where nobody can write. */
export const focusComposer = (): void => document.getElementById(composerId)?.focus()
