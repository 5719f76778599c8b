import { proportionRatio } from "../../engines/numeric/proportion-ratio";
import { type SmallGroups, suppress } from "../../platform/small-groups";
import { tellCounts } from "../../platform/told-counts";
import { type EffectVerdict, verdictOf } from "./lift";
import { type Rate, rateOf } from "./rate";

export const overlapTreatments = ["EXCLUDED", "SPLIT"] as const;
export type OverlapTreatment = (typeof overlapTreatments)[number];

/** People of one arm, in it alone or in both. Values are minor units of orders that the arm's touches came last before. */
export interface ArmCounts {
  readonly isInBoth: boolean;
  readonly arm: "JOINT" | "SELF";
  readonly people: bigint;
  readonly converted: bigint;
  readonly jointValue: bigint;
  readonly selfValue: bigint;
  readonly jointTouches: bigint;
  readonly selfTouches: bigint;
  readonly foreign: bigint;
}

/** As a caller may see it: null where withheld. */
export interface ArmFigures {
  readonly people: bigint | null;
  readonly converted: bigint | null;
  readonly rate: Rate | null;
  /** Minor units. */
  readonly value: bigint | null;
  /** What the arm's placements cost in the window; null while some is not known. */
  readonly cost: bigint | null;
  /** That part of it that went to the people compared: by their share of the arm's touches. */
  readonly comparedCost: bigint | null;
  readonly roi: number | null;
}

/** First over second less 1. */
export interface Change {
  readonly value: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

export interface JointFigures {
  readonly joint: ArmFigures;
  readonly self: ArmFigures;
  readonly overlapPeople: bigint | null;
  readonly conversionChange: Change | null;
  readonly verdict: EffectVerdict;
  readonly roiChange: number | null;
}

export interface ArmCosts {
  readonly joint: bigint | null;
  readonly self: bigint | null;
}

const sumOf = (rows: readonly ArmCounts[], of: (row: ArmCounts) => bigint): bigint =>
  rows.reduce((sum, row) => sum + of(row), 0n);

/** Rates and returns of the two arms; the interval of their ratio by its logarithm (Katz et al. 1978). */
export function compareArms(
  counts: readonly ArmCounts[],
  overlap: OverlapTreatment,
  costs: ArmCosts,
  smallGroups: SmallGroups,
): JointFigures {
  const kept = overlap === "EXCLUDED" ? counts.filter(({ isInBoth }) => !isInBoth) : counts;
  const cells = new Map<string, bigint>();
  for (const arm of ["JOINT", "SELF"] as const) {
    const rows = kept.filter((row) => row.arm === arm);
    const converted = sumOf(rows, (row) => row.converted);
    cells.set(`${arm} won`, converted).set(`${arm} lost`, sumOf(rows, ({ people }) => people) - converted);
  }
  const tell = tellCounts(
    cells,
    new Map(
      ["JOINT", "SELF"].flatMap((arm) => [
        [`${arm} converted`, { cells: [`${arm} won`], rank: 0 }],
        [`${arm} people`, { cells: [`${arm} won`, `${arm} lost`], rank: 1 }],
      ]),
    ),
    smallGroups,
  );
  const figures = (arm: ArmCounts["arm"]): ArmFigures => {
    const [people, converted] = [tell(`${arm} people`), tell(`${arm} converted`)];
    const [value, cost] =
      arm === "JOINT"
        ? [sumOf(kept, ({ jointValue }) => jointValue), costs.joint]
        : [sumOf(kept, ({ selfValue }) => selfValue), costs.self];
    const touches = (row: ArmCounts): bigint => (arm === "JOINT" ? row.jointTouches : row.selfTouches);
    const comparedCost = cost === null ? null : partOf(cost, sumOf(kept, touches), sumOf(counts, touches));
    const isTold = converted !== null && people !== null;
    return {
      ...{ people, converted, cost, comparedCost },
      rate: rateOf(converted, people),
      value: isTold ? value : null,
      roi: isTold && comparedCost !== null && comparedCost > 0n ? Number(value) / Number(comparedCost) : null,
    };
  };
  const [joint, self] = [figures("JOINT"), figures("SELF")];
  const inBoth = sumOf(
    counts.filter(({ isInBoth }) => isInBoth),
    ({ people }) => people,
  );
  return {
    ...{ joint, self, overlapPeople: suppress(inBoth, smallGroups.threshold) },
    ...changeOf(joint, self),
    roiChange: joint.roi === null || !self.roi ? null : joint.roi / self.roi - 1,
  };
}

/** In whole minor units, half up; all of it when nobody was touched. */
const partOf = (cost: bigint, part: bigint, all: bigint): bigint =>
  all === 0n ? cost : (2n * cost * part + all) / (2n * all);

function changeOf(joint: ArmFigures, self: ArmFigures): Pick<JointFigures, "conversionChange" | "verdict"> {
  if (joint.rate === null || self.rate === null || self.rate.value === 0)
    return { conversionChange: null, verdict: "UNDEFINED" };
  const proportion = ({ converted, people }: ArmFigures) => ({ successes: Number(converted), trials: Number(people) });
  const ratio = proportionRatio(proportion(joint), proportion(self));
  return {
    conversionChange: {
      value: joint.rate.value / self.rate.value - 1,
      interval: ratio && { low: ratio.low - 1, high: ratio.high - 1 },
    },
    verdict: verdictOf(ratio, 1),
  };
}
