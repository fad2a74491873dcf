/** The PBXs that confbot knows, by id: the one line that a new provider adds. */
import { portsip } from './portsip/index.ts'

export const providers = { portsip } as const
