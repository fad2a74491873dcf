/** Choices that follow from a seed alone (mulberry32). */
export interface Random {
  /** 0 to `count` - 1. */
  below(count: number): number
  /** True in `share` of all cases. */
  chance(share: number): boolean
  pick<T>(list: readonly [T, ...T[]]): T
  /** undefined when there is nothing to choose from. */
  pickAny<T>(list: readonly T[]): T | undefined
  weighted<T>(list: readonly (readonly [weight: number, value: T])[]): T
}

export function createRandom(seed: number): Random {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number) => Math.floor(next() * count)
  return {
    below,
    chance: (share) => next() < share,
    pick: (list) => list[below(list.length)] ?? list[0],
    pickAny: (list) => list[below(list.length)],
    weighted(list) {
      let left = next() * list.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, value] of list) {
        left -= weight
        if (left < 0) return value
      }
      const [first] = list
      if (!first) throw new Error('there is nothing to choose from')
      return first[1]
    },
  }
}
