/** Which PBXs there are: those that the sandbox stands in for, or real ones. */
import { useLive } from '../use-live.ts'
import type { Pbx, RealPbx } from './shapes.ts'

const none: readonly never[] = []

/** Both are empty until it is known. */
export function usePbxs(): { readonly pbxs: readonly Pbx[]; readonly real: readonly RealPbx[] } {
  const { pbxs = none, real = none } = useLive<{ pbxs: readonly Pbx[]; real: readonly RealPbx[] }>('pbx') ?? {}
  return { pbxs, real }
}
