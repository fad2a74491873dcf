/** At most so many characters of a text from its beginning; one that takes two places in it is not cut in half. */
export const firstCharacters = (text: string, most: number): string => [...text].slice(0, most).join('')
