import { mean, sampleStandardDeviation, topMean } from "../../engines/numeric/mean-and-spread";
import { denseRanks, percentileRank } from "../../engines/numeric/rank";

/** Fewest peers that an industry figure is made of: with fewer, a rival's own figure could be guessed from it. */
export const MIN_PEERS = 5;

/**
 * How many of the best peers may make the TOP mean (行业TOP均值); the first is the default. Not any number: of the means of n and
 * of n + 1 peers the difference is one rival's own figure.
 */
export const TOP_COUNTS = [3, 5, 10] as const;
export const TOP_COUNT = TOP_COUNTS[0];

export interface TopMean {
  readonly count: number;
  readonly mean: number;
}

/** Where a value stands among its peers; the value itself is in none of the peers' figures. */
export interface Standing {
  readonly industryMean: number;
  /** Mean of the best `topCount` peers. */
  readonly topMean: number;
  readonly topCount: number;
  /** The same of more peers, where at least two more stand between any two of these means and beyond the last. */
  readonly widerTops: readonly TopMean[];
  /** Sample standard deviation of the peers; exactly 0 when all are equal. */
  readonly peerDeviation: number;
  /** Share of peers strictly below, and half of those equal: 0 to 1. Null without an own value. */
  readonly percentile: number | null;
  /** Dense rank over peers and own, 1 is the largest value, equal values share a rank. Null without an own value. */
  readonly rank: number | null;
}

export interface Benchmark {
  readonly own: number | null;
  /** How many others have a value. */
  readonly peers: number;
  /** Null with fewer than {@link MIN_PEERS} peers. */
  readonly standing: Standing | null;
}

/** Each value of one metric against all the others; null is a brand without a value, which is nobody's peer. */
export function benchmarkOf(values: readonly (number | null)[]): readonly Benchmark[] {
  const ranks = denseRanks(values.flatMap((value) => value ?? []));
  return values.map((own, position) => {
    const peers = values.filter((value, other): value is number => other !== position && value !== null);
    return { own, peers: peers.length, standing: peers.length < MIN_PEERS ? null : standingAmong(own, peers, ranks) };
  });
}

function standingAmong(own: number | null, peers: readonly number[], ranks: ReadonlyMap<number, number>): Standing {
  return {
    ...spreadOf(peers),
    topCount: TOP_COUNT,
    percentile: own === null ? null : percentileRank(own, peers),
    rank: own === null ? null : ranks.get(own)!,
  };
}

/** Of equal values each mean is that value and the deviation 0, not what division leaves of them: 0.6 / 6 is below 0.1. */
function spreadOf(
  peers: readonly number[],
): Pick<Standing, "industryMean" | "topMean" | "widerTops" | "peerDeviation"> {
  const [first] = peers;
  const areEqual = peers.every((value) => value === first);
  const top = (count: number): number => (areEqual ? first! : topMean(peers, count)!);
  return {
    industryMean: areEqual ? first! : mean(peers)!,
    topMean: top(TOP_COUNT),
    widerTops: TOP_COUNTS.slice(1)
      .filter((count) => isTellableTop(count, peers.length))
      .map((count) => ({ count, mean: top(count) })),
    peerDeviation: areEqual ? 0 : sampleStandardDeviation(peers)!,
  };
}

/** All peers or all but two and more: with one left out, the industry mean would tell that one's figure. */
const isTellableTop = (count: number, peers: number): boolean => count === peers || count + 2 <= peers;
