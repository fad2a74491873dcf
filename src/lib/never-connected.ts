/** Which failures mean that no connection came about, so that nothing was sent and everything may be tried again. */

const codes = new Set([
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** `code`: of the system or of undici. */
export const isNeverConnected = (code: string): boolean => codes.has(code)
