/** The PBXs that confbot knows, by id: the one line that a new provider adds. */
import { kazoo } from './kazoo/index.ts'
import { portsip } from './portsip/index.ts'
import { yeastarS } from './yeastar-s/index.ts'

export const providers = { kazoo, portsip, 'yeastar-s': yeastarS } as const
