const GOLDEN_GAMMA = 0x9e3779b97f4a7c15n;

/**
 * The first `count` outputs of splitmix64 for a seed (Steele, Lea & Flood 2014; constants of Vigna's splitmix64.c). Used to
 * spread a seed over the state of another generator, so that near seeds give unlike streams.
 */
export function splitMix64(seed: bigint, count: number): bigint[] {
  return Array.from({ length: count }, (_, index) =>
    scramble(BigInt.asUintN(64, seed + GOLDEN_GAMMA * BigInt(index + 1))),
  );
}

function scramble(state: bigint): bigint {
  const first = BigInt.asUintN(64, (state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n);
  const second = BigInt.asUintN(64, (first ^ (first >> 27n)) * 0x94d049bb133111ebn);
  return second ^ (second >> 31n);
}
