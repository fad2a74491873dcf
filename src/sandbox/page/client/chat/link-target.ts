/** Where a link of a message may lead: to a web page, or to a telephone. Anything else is shown as text. */

export type LinkTarget =
  | { readonly kind: 'web'; readonly href: string }
  | { readonly kind: 'tel'; readonly number: string }

export function linkTarget(url: string): LinkTarget | undefined {
  const parsed = URL.parse(url)
  switch (parsed?.protocol) {
    case 'http:':
    case 'https:':
      return { kind: 'web', href: parsed.href }
    case 'tel:':
      return { kind: 'tel', number: decoded(parsed.pathname) }
    default:
      return undefined
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
