import { RoaringBitmap32 } from "roaring";
import { proportionDifference } from "../../engines/numeric/newcombe-interval";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { SmallGroups } from "../../platform/small-groups";
import { didAny, onSite, orderedWithin } from "./practice-rules";
import { type Share, shareOf, tellParts } from "./told-people";

/** People of a random share who are kept from second touches, as `randomShare` draws them. */
export interface Holdout {
  readonly salt: string;
  readonly perMille: number;
  readonly skip: number;
}

export interface SecondTouchChoice {
  readonly programmeCodes: readonly string[];
  readonly days: number;
  readonly holdout: Holdout | null;
}

/** Seen on site lately, by whatever brand: media of the site can reach them. */
export const ON_SITE_REACH = onSite("ANY", 365);

export const holdoutRule = (holdout: Holdout): RuleInput => ({ randomShare: holdout });

/** Brought back by the programmes, within reach on site, without an order since the days began and not held out. */
export const secondTouchRules = ({ programmeCodes, days, holdout }: SecondTouchChoice): RuleInput => ({
  allOf: [
    didAny(["EXPOSURE", "VISIT", "ENGAGE"], { programmeCodes, within: { days } }),
    ON_SITE_REACH,
    { not: orderedWithin(days) },
    ...(holdout ? [{ not: holdoutRule(holdout) }] : []),
  ],
});

/** What became of people whom programmes brought back, each followed for as long. */
export interface ReturnedPeople {
  readonly returned: RoaringBitmap32;
  readonly touched: RoaringBitmap32;
  /** Ordered after the second touch. */
  readonly converted: RoaringBitmap32;
  /** Ordered after the return, touched or not. */
  readonly ordered: RoaringBitmap32;
}

/** MEASURED, or why there is no difference. */
export type IncrementState = "MEASURED" | "NO_HOLDOUT" | "NOBODY_HELD_OUT" | "WITHHELD";

export interface Arm {
  readonly people: bigint;
  readonly ordered: bigint;
  readonly rate: Share;
}

export interface Increment {
  readonly state: IncrementState;
  readonly treated: Arm | null;
  readonly heldOut: Arm | null;
  /** Rate of the treated less that of the held out. */
  readonly difference: Share | null;
}

const without = (state: IncrementState): Increment => ({ state, treated: null, heldOut: null, difference: null });

/**
 * Everybody who returned is of one of the two arms by chance alone, whether or not a second touch came: so the difference is the
 * effect of meaning to touch them (intention to treat), and no choice of whom the media could reach is in it.
 */
export function incrementOf(
  { returned, ordered }: ReturnedPeople,
  holdout: RoaringBitmap32 | null,
  smallGroups: SmallGroups,
): Increment {
  if (holdout === null) return without("NO_HOLDOUT");
  const heldOut = returned.andCardinality(holdout);
  if (heldOut === 0 || heldOut === returned.size) return without("NOBODY_HELD_OUT");
  const heldOutOrders = RoaringBitmap32.and(returned, ordered).andCardinality(holdout);
  const treatedOrders = returned.andCardinality(ordered) - heldOutOrders;
  const told = tellParts(
    [treatedOrders, returned.size - heldOut - treatedOrders, heldOutOrders, heldOut - heldOutOrders],
    smallGroups,
  );
  if (told.includes(null)) return without("WITHHELD");
  const [one, otherOne, two, otherTwo] = told as [bigint, bigint, bigint, bigint];
  const treated = armOf(one, otherOne);
  const control = armOf(two, otherTwo);
  if (!treated || !control) return without("WITHHELD");
  const difference = proportionDifference(
    { successes: Number(treated.ordered), trials: Number(treated.people) },
    { successes: Number(control.ordered), trials: Number(control.people) },
  )!;
  return {
    state: "MEASURED",
    treated,
    heldOut: control,
    difference: { value: difference.value, ...difference.interval },
  };
}

function armOf(ordered: bigint, others: bigint): Arm | null {
  const people = ordered + others;
  const rate = shareOf(ordered, people);
  return rate && { people, ordered, rate };
}
