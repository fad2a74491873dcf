/** The blanks of an ICU message, found by the parser that draws it. */
import { IntlMessageFormat } from 'intl-messageformat'

export function blanksOf(message: string): Set<string> {
  const found = new Set<string>()
  const visit = (element: unknown): void => {
    if (Array.isArray(element)) for (const part of element) visit(part)
    if (typeof element !== 'object' || element === null) return
    // An element with a `value` and a `type` other than literal (0) and plural sign (7) names a blank.
    if (
      'type' in element &&
      element.type !== 0 &&
      element.type !== 7 &&
      'value' in element &&
      typeof element.value === 'string'
    )
      found.add(element.value)
    if ('options' in element && typeof element.options === 'object' && element.options !== null)
      for (const option of Object.values(element.options)) visit(option)
    if ('value' in element) visit(element.value)
  }
  visit(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst())
  return found
}
