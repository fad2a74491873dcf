/**
 * The PBXs that confbot knows, by id: the one line that a new provider adds. All are loaded, also those that nobody configured:
 * their settings are needed for every start, and the rest of the others costs some 50 ms and 5 MB.
 */
import { asterisk } from './asterisk/index.ts'
import { kazoo } from './kazoo/index.ts'
import { portsip } from './portsip/index.ts'
import { ringme } from './ringme/index.ts'
import { yeastarP } from './yeastar-p/index.ts'
import { yeastarS } from './yeastar-s/index.ts'

export const providers = { asterisk, kazoo, portsip, ringme, 'yeastar-p': yeastarP, 'yeastar-s': yeastarS } as const
