/** How names are compared: without regard to case, width, composition and spare spaces. */

/**
 * The form that names have in common when they are the same to people: compatible characters as one (NFKC), lower case, single
 * spaces. The store keeps it as a key, so a change of this rule needs a migration.
 */
export const foldName = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
