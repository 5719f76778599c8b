import { apportion } from "../../engines/numeric/apportion";
import { externalKey, type Placement } from "../campaigns";

/** Orders whose last touch is the same; without a platform: they have none. */
export interface LastTouch {
  readonly platform: string;
  readonly site: string;
  readonly placement: string;
  readonly creative: string;
  readonly conversions: bigint;
  /** Minor units, net of refunds. */
  readonly value: bigint;
  /** Of the orders, those with a value in another currency. */
  readonly foreign: bigint;
  /** All people behind them, or at least as many as make a line. */
  readonly people: readonly number[];
}

/** How often a creative of a placement was met. */
export interface TouchShare {
  readonly platform: string;
  readonly placement: string;
  readonly creative: string;
  readonly touches: bigint;
}

/** One row of the fact table: every cost and every order is in exactly one. */
export interface SpendFact {
  /** Null: touches that name the campaign and no placement of it. */
  readonly placement: Placement | null;
  readonly creative: string;
  readonly platform: string;
  readonly site: string;
  /** Minor units. */
  readonly cost: bigint;
  readonly conversions: bigint;
  readonly value: bigint;
  readonly people: ReadonlySet<number>;
}

export interface Outcome {
  readonly conversions: bigint;
  readonly value: bigint;
}

export interface SpendFacts {
  readonly facts: readonly SpendFact[];
  readonly unattributed: Outcome;
}

/**
 * Puts what placements cost beside the orders that came last by them. A placement's cost goes to its creatives by how often each
 * was met, to the minor unit by largest remainder; one that nobody met keeps it without a creative. `costs` by placement; one that
 * is absent is not known, and stays 0 here.
 */
export function spendFacts(
  placements: readonly Placement[],
  costs: ReadonlyMap<string, bigint>,
  { lastTouches, shares }: { readonly lastTouches: readonly LastTouch[]; readonly shares: readonly TouchShare[] },
): SpendFacts {
  const byName = new Map(
    placements.flatMap((placement) =>
      placement.externalIds.map((id) => [externalKey(placement.platform, id), placement] as const),
    ),
  );
  const table = new FactTable();
  for (const placement of placements) {
    const met = new Map<string, bigint>();
    for (const share of shares)
      if (byName.get(externalKey(share.platform, share.placement)) === placement)
        met.set(share.creative, (met.get(share.creative) ?? 0n) + share.touches);
    const creatives = met.size === 0 ? ([["", 1n]] as const) : [...met].sort(([a], [b]) => (a < b ? -1 : 1));
    const parts = apportion(
      costs.get(placement.id) ?? 0n,
      creatives.map(([, touches]) => touches),
    );
    creatives.forEach(([creative], index) => {
      table.of(placement, creative, placement).cost += parts[index]!;
    });
  }
  let unattributed: Outcome = { conversions: 0n, value: 0n };
  for (const last of lastTouches) {
    const { conversions, value } = last;
    if (last.platform === "") {
      unattributed = { conversions, value };
      continue;
    }
    const placement = byName.get(externalKey(last.platform, last.placement)) ?? null;
    const fact = table.of(placement, last.creative, placement ?? last);
    fact.conversions += conversions;
    fact.value += value;
    for (const person of last.people) fact.people.add(person);
  }
  return { facts: table.all(), unattributed };
}

interface GrowingFact {
  readonly placement: Placement | null;
  readonly creative: string;
  readonly platform: string;
  readonly site: string;
  cost: bigint;
  conversions: bigint;
  value: bigint;
  readonly people: Set<number>;
}

class FactTable {
  private readonly facts = new Map<string, GrowingFact>();

  of(placement: Placement | null, creative: string, on: { platform: string; site: string }): GrowingFact {
    const { platform, site } = on;
    const key = JSON.stringify([placement?.id ?? null, creative, platform, site]);
    const known = this.facts.get(key);
    if (known) return known;
    const fact = {
      placement,
      creative,
      platform,
      site,
      cost: 0n,
      conversions: 0n,
      value: 0n,
      people: new Set<number>(),
    };
    this.facts.set(key, fact);
    return fact;
  }

  all(): readonly SpendFact[] {
    return [...this.facts.values()];
  }
}
