import { type JourneyTable, totalJourneys } from "./journey-table";
import { type MarkovOrder, markovOrders } from "./markov";

/** How well the last touches of a journey tell whether it converts. */
export interface OrderFit {
  /** How many touches are looked at. */
  readonly order: number;
  /** Area under the ROC curve: how often a journey that converted is ranked above one that did not. Null without either kind. */
  readonly auc: number | null;
  /** Less what as many parameters would find in noise; null likewise, or with fewer journeys than parameters. */
  readonly penalisedAuc: number | null;
}

/**
 * A chain of order k ranks journeys by the share that converted of those that end in the same k touches. More touches always rank
 * at least as well the journeys that they were counted from, so the area is adjusted as R^2 is (Theil 1961):
 * 1 - (1 - AUC) (n - 1) / (n - p - 1) over n journeys, with p the multisets of k of the channels. Reproduces the areas and the
 * chosen order that ChannelAttribution's choose_order prints for its PathData.
 */
export function orderFits(table: JourneyTable, orders: readonly number[] = markovOrders): readonly OrderFit[] {
  const { conversions, nulls } = totalJourneys(table);
  const journeys = Number(conversions + nulls);
  return orders.map((order) => {
    if (conversions === 0n || nulls === 0n) return { order, auc: null, penalisedAuc: null };
    const auc = areaUnderRoc(countEnds(table, order), Number(conversions), Number(nulls));
    const parameters = multisets(table.channels.length, order);
    const penalisedAuc =
      journeys > parameters + 1 ? 1 - ((1 - auc) * (journeys - 1)) / (journeys - parameters - 1) : null;
    return { order, auc, penalisedAuc };
  });
}

/** The order of the highest penalised area, the lowest of equal ones; null where none is known. */
export function bestOrder(fits: readonly OrderFit[]): MarkovOrder | null {
  const known = fits.filter(({ penalisedAuc }) => penalisedAuc !== null);
  if (known.length === 0) return null;
  return known.reduce((best, fit) => (fit.penalisedAuc! > best.penalisedAuc! ? fit : best)).order as MarkovOrder;
}

/** Journeys that end in the same touches. */
interface End {
  conversions: number;
  nulls: number;
}

function countEnds({ channels, starts, touches, conversions, nulls }: JourneyTable, order: number): readonly End[] {
  // An end is a number whose digits are its channels, 1 to n, newest last.
  const base = channels.length + 1;
  const ends = new Map<number, End>();
  for (let journey = 0; journey < conversions.length; journey += 1) {
    const to = starts[journey + 1]!;
    let key = 0;
    for (let touch = Math.max(starts[journey]!, to - order); touch < to; touch += 1)
      key = key * base + touches[touch]! + 1;
    const end = ends.get(key);
    if (end) {
      end.conversions += conversions[journey]!;
      end.nulls += nulls[journey]!;
    } else ends.set(key, { conversions: conversions[journey]!, nulls: nulls[journey]! });
  }
  return [...ends.values()];
}

/** Ends of equal shares are ties, each half above the other. */
function areaUnderRoc(ends: readonly End[], conversions: number, nulls: number): number {
  const shareOf = (end: End): number => end.conversions / (end.conversions + end.nulls);
  const ranked = ends
    .filter((end) => end.conversions + end.nulls > 0)
    .map((end) => ({ ...end, share: shareOf(end) }))
    .sort((a, b) => a.share - b.share);
  let area = 0;
  let below = 0;
  for (let first = 0; first < ranked.length; ) {
    let last = first;
    const tie: End = { conversions: 0, nulls: 0 };
    for (; last < ranked.length && ranked[last]!.share === ranked[first]!.share; last += 1) {
      tie.conversions += ranked[last]!.conversions;
      tie.nulls += ranked[last]!.nulls;
    }
    area += tie.conversions * (below + tie.nulls / 2);
    below += tie.nulls;
    first = last;
  }
  return area / conversions / nulls;
}

/** How many ways there are to take `size` of `kinds`, each as often as wanted. */
function multisets(kinds: number, size: number): number {
  let count = 1;
  for (let taken = 1; taken <= size; taken += 1) count = (count * (kinds + taken - 1)) / taken;
  return Math.round(count);
}
