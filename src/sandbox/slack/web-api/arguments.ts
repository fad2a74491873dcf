/** The arguments of a Web API call, read alike from a form and from JSON (docs.slack.dev, apis/web-api, "Request content types"). */
import { SlackRefusal, schemaRefusal } from '../refusal.ts'

export interface Arguments {
  /** Undefined: absent or empty. */
  text(name: string): string | undefined
  /** Throws invalid_arguments when absent. */
  required(name: string): string
  flag(name: string): boolean
  count(name: string): number | undefined
  /** A structure: as it is in JSON, as a JSON text in a form; that of a text which is none is the text itself. */
  structure(name: string): unknown
  has(name: string): boolean
}

/** Throws invalid_json, invalid_form_data. */
export function parseArguments(contentType: string, body: string, query: URLSearchParams): Arguments {
  const fields: Record<string, unknown> = Object.fromEntries(query)
  if (contentType.startsWith('application/json')) Object.assign(fields, parseJsonObject(body))
  else Object.assign(fields, Object.fromEntries(new URLSearchParams(body)))

  const text = (name: string) => {
    const value = fields[name]
    if (value === undefined || value === null || value === '') return undefined
    return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  return {
    text,
    required(name) {
      const value = text(name)
      if (value === undefined) throw schemaRefusal('invalid_arguments', [`missing required field: ${name}`])
      return value
    },
    flag: (name) => ['true', '1'].includes(text(name) ?? ''),
    count(name) {
      const value = Number(text(name) ?? Number.NaN)
      return Number.isInteger(value) ? value : undefined
    },
    structure(name) {
      const value = fields[name]
      if (typeof value !== 'string') return value
      try {
        return JSON.parse(value)
      } catch {
        return value
      }
    },
    has: (name) => fields[name] !== undefined && fields[name] !== null,
  }
}

function parseJsonObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = body === '' ? {} : JSON.parse(body)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Answered below, like JSON of another kind.
  }
  throw new SlackRefusal('invalid_json')
}
