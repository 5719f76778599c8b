import { type Benchmark, benchmarkOf, MIN_PEERS } from "../benchmarks";

/** People at both ends of a growth. */
export interface Change {
  readonly start: bigint;
  readonly end: bigint;
}

/** The same of another brand; null at an end where it has no count. */
export interface PeerChange {
  readonly start: bigint | null;
  readonly end: bigint | null;
}

export interface Growth extends Change {
  readonly delta: bigint;
  /** end / start - 1 (V39); null when nobody was there at the start. */
  readonly rate: number | null;
  /** end / start (V52); null likewise. */
  readonly ratio: number | null;
  /** By the counts themselves, so it holds whatever the ratio is rounded to; false likewise. */
  readonly isMoreThanDoubled: boolean;
}

/** Own delta beside the mean delta of the peers (V40). */
export interface DeltaOverIndustry {
  readonly state: "AVAILABLE" | "BASE_NOT_POSITIVE" | "TOO_FEW_PEERS" | "NOT_COMPUTED" | "SUPPRESSED";
  readonly peers: number;
  /** Null with too few peers. */
  readonly industryMeanDelta: number | null;
  /** Own delta / mean delta, and that less 1; null unless AVAILABLE. */
  readonly ratio: number | null;
  readonly excess: number | null;
}

export function growthOf({ start, end }: Change): Growth {
  const isOpen = start === 0n;
  return {
    start,
    end,
    delta: end - start,
    rate: rateOf({ start, end }),
    ratio: isOpen ? null : Number(end) / Number(start),
    isMoreThanDoubled: !isOpen && end > 2n * start,
  };
}

/** The rate among those of the peers that had anybody at the start and a count at the end; null: the own is not told. */
export function compareRates(own: Change | null, peers: readonly PeerChange[]): Benchmark {
  const rates = peers.map(({ start, end }) => (start === null || end === null ? null : rateOf({ start, end })));
  return benchmarkOf([own && rateOf(own), ...rates])[0]!;
}

/** One division of whole numbers, so that equal rates are equal floats and share a rank. */
const rateOf = ({ start, end }: Change): number | null => (start === 0n ? null : Number(end - start) / Number(start));

/**
 * The industry's delta is that of its sums: a peer that nobody knew at one end, or that the category did not have then, counts 0
 * there. So it follows from the two industry means that are told anyway. The mean of those alone that have a count at both ends
 * would not, and with those means it would tell a newcomer's own count.
 */
export function compareDeltas(own: Change | null, changes: readonly PeerChange[]): DeltaOverIndustry {
  const peers = changes.length;
  const none = { peers, industryMeanDelta: null, ratio: null, excess: null };
  const [starts, ends] = [changes.map(({ start }) => start), changes.map(({ end }) => end)].map(known);
  if (Math.min(starts!.length, ends!.length) < MIN_PEERS) return { ...none, state: "TOO_FEW_PEERS" };
  const sum = sumOf(ends!) - sumOf(starts!);
  const industryMeanDelta = Number(sum) / peers;
  if (own === null) return { ...none, industryMeanDelta, state: "SUPPRESSED" };
  if (sum <= 0n) return { ...none, industryMeanDelta, state: "BASE_NOT_POSITIVE" };
  const times = (own.end - own.start) * BigInt(peers);
  const [ratio, excess] = [times, times - sum].map((value) => Number(value) / Number(sum));
  return { state: "AVAILABLE", peers, industryMeanDelta, ratio: ratio!, excess: excess! };
}

const known = (counts: readonly (bigint | null)[]): readonly bigint[] => counts.filter((count) => count !== null);
const sumOf = (counts: readonly bigint[]): bigint => counts.reduce((total, count) => total + count, 0n);
