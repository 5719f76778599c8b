import { InvalidInputError } from "../numeric/invalid-input";

/** A crowd that could be shown a product on a channel, and what that is expected to bring. Crowds and products are numbered from 0. */
export interface Combination {
  readonly crowd: number;
  readonly product: number;
  readonly channel: string;
  /** At least 0. */
  readonly value: number;
}

export interface BestCombination {
  /** At most one a crowd, with different products, by crowd. */
  readonly chosen: readonly Combination[];
  readonly total: number;
  /** Of the best selection that differs from the chosen one; null: there is no other. */
  readonly runnerUpTotal: number | null;
}

/** Subsets of crowds are enumerated, so their number is bounded. */
export const MAX_CROWDS = 8;

/**
 * The selection of most value in which every crowd has at most one combination and every product leads at most one crowd: an
 * assignment problem, solved exactly by dynamic programming over the subsets of crowds, product by product. The runner-up differs
 * in one combination at least, so it is the best of the selections that do without one of the chosen (Lawler 1972).
 */
export function bestCombination(crowds: number, combinations: readonly Combination[]): BestCombination {
  assertCombinations(crowds, combinations);
  const chosen = select(crowds, combinations);
  const others = chosen.map((one) =>
    totalOf(
      select(
        crowds,
        combinations.filter((other) => other !== one),
      ),
    ),
  );
  return {
    chosen,
    total: totalOf(chosen),
    runnerUpTotal: others.length === 0 ? null : Math.max(...others),
  };
}

const totalOf = (combinations: readonly Combination[]): number =>
  combinations.reduce((sum, { value }) => sum + value, 0);

function select(crowds: number, combinations: readonly Combination[]): readonly Combination[] {
  // best[set]: the most valuable selection for exactly these crowds, of the products seen so far; absent: there is none.
  let best = new Map<number, readonly Combination[]>([[0, []]]);
  for (const ofProduct of byProduct(combinations)) {
    const next = new Map(best);
    for (const [set, selection] of best)
      for (const combination of ofProduct) {
        const bit = 1 << combination.crowd;
        if (set & bit) continue;
        const longer = [...selection, combination];
        const known = next.get(set | bit);
        if (!known || totalOf(longer) > totalOf(known)) next.set(set | bit, longer);
      }
    best = next;
  }
  const [most] = [...best.values()].sort((a, b) => totalOf(b) - totalOf(a) || b.length - a.length);
  return [...most!].sort((a, b) => a.crowd - b.crowd).slice(0, crowds);
}

/** Of each crowd and product the best channel; of equal ones the first. */
function byProduct(combinations: readonly Combination[]): readonly (readonly Combination[])[] {
  const products = new Map<number, Map<number, Combination>>();
  for (const combination of combinations) {
    const ofProduct = products.get(combination.product) ?? new Map<number, Combination>();
    const known = ofProduct.get(combination.crowd);
    if (!known || combination.value > known.value) ofProduct.set(combination.crowd, combination);
    products.set(combination.product, ofProduct);
  }
  return [...products.values()].map((ofProduct) => [...ofProduct.values()]);
}

function assertCombinations(crowds: number, combinations: readonly Combination[]): void {
  if (!(Number.isInteger(crowds) && crowds >= 0 && crowds <= MAX_CROWDS))
    throw new InvalidInputError(`Crowds must be 0 to ${MAX_CROWDS}, but got ${crowds}; choose fewer.`);
  const wrong = combinations.find(
    ({ crowd, value }) => !(crowd >= 0 && crowd < crowds) || !(value >= 0 && Number.isFinite(value)),
  );
  if (wrong)
    throw new InvalidInputError(
      `A combination must be of a crowd below ${crowds} and worth at least 0, but got crowd ${wrong.crowd} worth ${wrong.value}.`,
    );
}
