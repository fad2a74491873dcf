/** Whether settings point at this machine: a sandbox must not ring real telephones by accident (product.md, section 9 "Safety"). */
import { isLoopback } from '#lib/loopback.ts'

/** Some address lies elsewhere, or there is none by which one could tell. */
export function isRemote(settings: unknown): boolean {
  const addresses = addressesIn(settings)
  return addresses.length === 0 || addresses.some((address) => !isLoopback(address.hostname))
}

/** An address of these chat settings lies on this machine, where no chat service is: a sandbox. */
export const isStandIn = (settings: unknown): boolean =>
  addressesIn(settings).some((address) => isLoopback(address.hostname))

/** Every text in the settings that is a URL with a host. */
function addressesIn(settings: unknown): URL[] {
  if (settings instanceof URL) return [settings]
  if (typeof settings === 'string')
    return /^[a-z]+:\/\//i.test(settings) && URL.canParse(settings) ? [new URL(settings)] : []
  return typeof settings === 'object' && settings !== null ? Object.values(settings).flatMap(addressesIn) : []
}
