/** The PBXs that confbot knows, by id: the one line that a new provider adds. */
import { kazoo } from './kazoo/index.ts'
import { portsip } from './portsip/index.ts'
import { ringme } from './ringme/index.ts'
import { yeastarP } from './yeastar-p/index.ts'
import { yeastarS } from './yeastar-s/index.ts'

export const providers = { kazoo, portsip, ringme, 'yeastar-p': yeastarP, 'yeastar-s': yeastarS } as const
