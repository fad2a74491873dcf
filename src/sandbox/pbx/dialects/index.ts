/** The vendors whose PBXs the sandbox can be taken for, by the ids under which confbot knows them: the one line that a new dialect adds. */
import type { DialectDefinition } from '../dialect.ts'
import { createKazooDialect, createKazooId } from './kazoo.ts'
import { createPortsipDialect, createPortsipId } from './portsip.ts'
import { createRingmeDialect, createRingmeId } from './ringme.ts'
import { createYeastarPDialect, createYeastarPId } from './yeastar-p.ts'
import { createYeastarSDialect, createYeastarSId } from './yeastar-s.ts'

export const dialects = {
  kazoo: { createId: createKazooId, create: createKazooDialect },
  portsip: { createId: createPortsipId, create: createPortsipDialect },
  ringme: { createId: createRingmeId, create: createRingmeDialect },
  'yeastar-p': { createId: createYeastarPId, create: createYeastarPDialect },
  'yeastar-s': { createId: createYeastarSId, create: createYeastarSDialect },
} as const satisfies Readonly<Record<string, DialectDefinition>>
export type DialectId = keyof typeof dialects
