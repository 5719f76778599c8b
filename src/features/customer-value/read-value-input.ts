import type { TierMultipliers } from "../../engines/customer-value/tier-allocation";
import type { TierCuts } from "../../engines/customer-value/value-tiers";
import { parseMinor } from "../../platform/money";
import { UserProblems } from "../../platform/user-error";

interface Amount {
  readonly amount: string;
  readonly currencyCode: string;
}

type OfTiers<Value> = { readonly high: Value; readonly mid: Value };

export interface CutsInput {
  readonly shares?: OfTiers<number> | null;
  readonly values?: OfTiers<Amount> | null;
}

export interface AllocationInput {
  readonly total?: Amount | null;
  readonly current?: (OfTiers<Amount> & { readonly low: Amount }) | null;
  readonly multipliers: OfTiers<number> & { readonly low: number };
}

/** Cuts in minor units; anything that is none is the caller's mistake. */
export function readCuts({ shares, values }: CutsInput, currencyCode: string): TierCuts {
  if (Boolean(shares) === Boolean(values)) throw exactlyOne("shares", "values");
  if (shares) return { kind: "SHARE", highShare: shares.high, midShare: shares.mid };
  const minor = (name: "high" | "mid"): bigint => minorOf(values![name], currencyCode, ["input", "values", name]);
  return { kind: "VALUE", high: minor("high"), mid: minor("mid") };
}

export function readAllocation(
  { total, current, multipliers }: AllocationInput,
  currencyCode: string,
): {
  readonly spend: { readonly total: bigint } | { readonly current: readonly bigint[] };
  readonly multipliers: TierMultipliers;
} {
  if (Boolean(total) === Boolean(current)) throw exactlyOne("total", "current");
  const spend = total
    ? { total: minorOf(total, currencyCode, ["input", "total"]) }
    : {
        current: (["high", "mid", "low"] as const).map((name) =>
          minorOf(current![name], currencyCode, ["input", "current", name]),
        ),
      };
  return { spend, multipliers: { HIGH: multipliers.high, MID: multipliers.mid, LOW: multipliers.low } };
}

function minorOf(money: Amount, currencyCode: string, path: readonly string[]): bigint {
  const minor = money.currencyCode === currencyCode ? parseMinor(money.amount, currencyCode) : null;
  if (minor !== null && minor >= 0n) return minor;
  throw UserProblems.one(
    "INVALID_INPUT",
    path,
    `${path.join(".")} must be an amount of at least 0 in ${currencyCode}, the brand's currency, but got ${money.amount} ${money.currencyCode}.`,
  );
}

const exactlyOne = (one: string, other: string): UserProblems =>
  UserProblems.one("INVALID_INPUT", ["input"], `input must set either ${one} or ${other}; leave the other out.`);
