import { type Stratum, standardisedRate, stratifiedRatio } from "../../engines/effects/stratified-ratio";
import type { SmallGroups } from "../../platform/small-groups";
import { type ToldCount, tellCounts } from "../../platform/told-counts";
import { type EffectVerdict, type Lift, roundLift, verdictOf } from "./lift";
import { type Rate, rateOf } from "./rate";

/** Days before the window in which people are looked at for matching, and for orders of the brand. */
export const MATCHING_DAYS = 30;
export const ORDER_DAYS = 365;

/** People alike before the window; `searched` and `visited` are those of them who did so in it. */
export interface AwarenessStratum {
  /** Empty: not seen before. */
  readonly stratum: readonly number[];
  readonly isExposed: boolean;
  readonly people: number;
  readonly searched: number;
  readonly visited: number;
}

const acts = ["searched", "visited"] as const;

export interface AwarenessOutcome {
  readonly exposed: bigint | null;
  readonly exposedRate: Rate | null;
  /** What the exposed would have had with the rates of the unexposed like them; null where withheld. */
  readonly expectedRate: number | null;
  readonly lift: Lift | null;
  readonly verdict: EffectVerdict;
}

/** As a caller may see it: null where withheld. */
export interface AwarenessFigures {
  /** Exposed with somebody like them who was not. */
  readonly matched: bigint | null;
  readonly unmatched: bigint | null;
  /** Unexposed of the strata of the matched. */
  readonly controls: bigint | null;
  readonly search: AwarenessOutcome;
  readonly visit: AwarenessOutcome;
}

export function tellAwareness(rows: readonly AwarenessStratum[], smallGroups: SmallGroups): AwarenessFigures {
  const strata = pairUp(rows);
  const sum = (side: "exposed" | "unexposed", of: keyof Omit<AwarenessStratum, "stratum" | "isExposed">): bigint =>
    BigInt(strata.reduce((total, stratum) => total + stratum[side][of], 0));
  const everybody = rows.reduce((total, { isExposed, people }) => (isExposed ? total + people : total), 0);
  const matched = sum("exposed", "people");
  const cells = new Map([["alone", BigInt(everybody) - matched]]);
  const told = new Map<string, ToldCount>([["unmatched", { cells: ["alone"], rank: 1 }]]);
  for (const [side, name] of [
    ["exposed", "matched"],
    ["unexposed", "controls"],
  ] as const) {
    // Each act parts the same people in two, so each has cells of its own.
    for (const act of acts) {
      const won = sum(side, act);
      cells.set(`${name} ${act}`, won).set(`${name} not ${act}`, sum(side, "people") - won);
      told.set(`${name} ${act} count`, { cells: [`${name} ${act}`], rank: 0 });
      told.set(`${name} ${act} people`, { cells: [`${name} ${act}`, `${name} not ${act}`], rank: 2 });
    }
  }
  const tell = tellCounts(cells, told, smallGroups);
  const people = (name: string): bigint | null => {
    const both = acts.map((act) => tell(`${name} ${act} people`));
    return both.includes(null) ? null : both[0]!;
  };
  const [exposedPeople, controls] = [people("matched"), people("controls")];
  const outcome = (act: (typeof acts)[number]): AwarenessOutcome => {
    const exposed = tell(`matched ${act} count`);
    const isTold = ![exposed, tell(`controls ${act} count`), exposedPeople, controls].includes(null);
    const compared = strata.map(
      (stratum): Stratum => ({
        treated: { successes: stratum.exposed[act], trials: stratum.exposed.people },
        untreated: { successes: stratum.unexposed[act], trials: stratum.unexposed.people },
      }),
    );
    const ratio = isTold ? stratifiedRatio(compared) : null;
    const lift = ratio && roundLift({ value: ratio.ratio, interval: ratio.interval }, smallGroups);
    return {
      ...{ exposed, exposedRate: rateOf(exposed, exposedPeople), lift },
      expectedRate: isTold ? roundRate(standardisedRate(compared), smallGroups) : null,
      verdict: verdictOf(lift?.interval, 1),
    };
  };
  return {
    ...{ matched: exposedPeople, unmatched: tell("unmatched"), controls },
    ...{ search: outcome("searched"), visit: outcome("visited") },
  };
}

interface MatchedStratum {
  readonly exposed: AwarenessStratum;
  readonly unexposed: AwarenessStratum;
}

/** Strata with both kinds of people. */
function pairUp(rows: readonly AwarenessStratum[]): readonly MatchedStratum[] {
  const byStratum = new Map<string, AwarenessStratum>();
  for (const row of rows) if (!row.isExposed) byStratum.set(row.stratum.join(), row);
  return rows.flatMap((row): MatchedStratum[] => {
    const unexposed = row.isExposed && row.stratum.length > 0 ? byStratum.get(row.stratum.join()) : undefined;
    return unexposed ? [{ exposed: row, unexposed }] : [];
  });
}

/** As many decimals as rounded counts let one tell. */
const roundRate = (rate: number | null, { roundingBase }: SmallGroups): number | null =>
  rate === null || roundingBase === 1 ? rate : Number(rate.toPrecision(2));
