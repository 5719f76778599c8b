import { proportionDifference } from "../../engines/numeric/newcombe-interval";
import type { SmallGroups } from "../../platform/small-groups";
import { tellCounts } from "../../platform/told-counts";
import { type EffectVerdict, verdictOf } from "./lift";
import { type Rate, rateOf } from "./rate";

/** People of a benefit and of its holdout; buyers ordered from the window's start until the days after it are over. */
export interface IncentiveCounts {
  /** Got the benefit and are not held out. */
  readonly issued: bigint;
  readonly redeemed: bigint;
  readonly issuedBuyers: bigint;
  readonly heldOut: bigint;
  readonly heldOutBuyers: bigint;
  /** Held out, but got it all the same: they stay in the holdout. */
  readonly leaked: bigint;
}

export interface Estimate {
  readonly value: number;
  readonly interval: { readonly low: number; readonly high: number };
}

export const noCostReasons = ["SUPPRESSED", "NO_PEOPLE", "NO_INCREMENT", "COST_UNKNOWN"] as const;
export type NoCostReason = (typeof noCostReasons)[number];

/** As a caller may see it: null where withheld. */
export interface IncentiveFigures {
  readonly issued: bigint | null;
  readonly redeemed: bigint | null;
  readonly redemptionRate: Rate | null;
  readonly issuedBuyers: bigint | null;
  readonly issuedRate: Rate | null;
  readonly heldOut: bigint | null;
  readonly heldOutBuyers: bigint | null;
  readonly heldOutRate: Rate | null;
  readonly leaked: bigint | null;
  /** Rate of the issued less that of the held out. */
  readonly uplift: Estimate | null;
  /** The same in orders of the issued. */
  readonly incrementalOrders: Estimate | null;
  readonly verdict: EffectVerdict;
  /** Minor units. */
  readonly costPerIncrementalOrder: bigint | null;
  readonly noCostReason: NoCostReason | null;
}

/** `cost`: minor units of what was redeemed; null while it is not known. */
export function tellIncentive(
  counts: IncentiveCounts,
  cost: bigint | null,
  smallGroups: SmallGroups,
): IncentiveFigures {
  const { issued, redeemed, issuedBuyers, heldOut, heldOutBuyers, leaked } = counts;
  const cells = new Map([
    ["used", redeemed],
    ["unused", issued - redeemed],
    ["bought", issuedBuyers],
    ["not bought", issued - issuedBuyers],
    ["held bought", heldOutBuyers],
    ["held not bought", heldOut - heldOutBuyers],
    ["in spite", leaked],
    ["as meant", heldOut - leaked],
  ]);
  const tell = tellCounts(
    cells,
    new Map([
      ["redeemed", { cells: ["used"], rank: 0 }],
      ["issued by use", { cells: ["used", "unused"], rank: 2 }],
      ["issued buyers", { cells: ["bought"], rank: 1 }],
      ["issued by orders", { cells: ["bought", "not bought"], rank: 2 }],
      ["held out buyers", { cells: ["held bought"], rank: 1 }],
      ["held out by orders", { cells: ["held bought", "held not bought"], rank: 2 }],
      ["leaked", { cells: ["in spite"], rank: 0 }],
      ["held out by issue", { cells: ["in spite", "as meant"], rank: 2 }],
    ]),
    smallGroups,
  );
  const both = (one: string, other: string): bigint | null => (tell(other) === null ? null : tell(one));
  const told = {
    issued: both("issued by use", "issued by orders"),
    redeemed: tell("redeemed"),
    issuedBuyers: tell("issued buyers"),
    heldOut: both("held out by orders", "held out by issue"),
    heldOutBuyers: tell("held out buyers"),
    leaked: tell("leaked"),
  };
  return {
    ...told,
    redemptionRate: rateOf(told.redeemed, told.issued),
    issuedRate: rateOf(told.issuedBuyers, told.issued),
    heldOutRate: rateOf(told.heldOutBuyers, told.heldOut),
    ...effectOf(told, cost),
  };
}

type Told = { readonly [Key in keyof IncentiveCounts]: bigint | null };

function effectOf({ issued, issuedBuyers, heldOut, heldOutBuyers }: Told, cost: bigint | null) {
  const none = (noCostReason: NoCostReason) => ({
    ...{ uplift: null, incrementalOrders: null, verdict: "UNDEFINED" as const, costPerIncrementalOrder: null },
    noCostReason,
  });
  if (issued === null || issuedBuyers === null || heldOut === null || heldOutBuyers === null) return none("SUPPRESSED");
  const difference = proportionDifference(
    { successes: Number(issuedBuyers), trials: Number(issued) },
    { successes: Number(heldOutBuyers), trials: Number(heldOut) },
  );
  if (difference === null) return none("NO_PEOPLE");
  const people = Number(issued);
  const { value, interval } = difference;
  const orders = value * people;
  const effect = {
    uplift: { value, interval },
    incrementalOrders: { value: orders, interval: { low: interval.low * people, high: interval.high * people } },
    verdict: verdictOf(interval, 0),
  };
  if (value <= 0) return { ...effect, costPerIncrementalOrder: null, noCostReason: "NO_INCREMENT" as const };
  if (cost === null) return { ...effect, costPerIncrementalOrder: null, noCostReason: "COST_UNKNOWN" as const };
  return { ...effect, costPerIncrementalOrder: BigInt(Math.round(Number(cost) / orders)), noCostReason: null };
}
