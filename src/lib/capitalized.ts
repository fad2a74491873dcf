/** `Slack` of `slack`: a word as it begins a line, or as what it names is called. */
export const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
