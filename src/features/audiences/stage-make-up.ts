import type { RoaringBitmap32 } from "roaring";
import { roundCount, suppressPartition } from "../../platform/small-groups";
import type { Organisation } from "../access";
import { type PerStage, type Stage, stageLabelOf, stages } from "../assets";
import { tellSize } from "./audience-size";

/** An audience by what the brand's people assets say of its people. Figures are null where withheld. */
export interface StageMakeUp {
  /** The instant of the snapshot behind it. */
  readonly asOf: Date;
  /** Of the people whom the brand has met, those in the audience, 0 to 1; null too where the brand met nobody. */
  readonly share: number | null;
  /** All four. */
  readonly stages: readonly { readonly stage: Stage; readonly people: bigint | null }[];
  /** Met by the brand, and in no stage now. */
  readonly lapsed: bigint | null;
  readonly notMet: bigint | null;
}

export interface LabelledPeople {
  readonly asOf: Date;
  /** By stage label; together everybody whom the brand has met. */
  readonly labels: PerStage<RoaringBitmap32>;
}

/**
 * The six parts and the size are told together, so they are suppressed as a partition; of a withheld audience nothing is told.
 * The share comes from figures as they are told, so that it gives away no more than they do.
 */
export function stageMakeUp(
  audience: RoaringBitmap32,
  { asOf, labels }: LabelledPeople,
  organisation: Pick<Organisation, "smallGroupThreshold" | "roundingBase">,
): StageMakeUp {
  const { smallGroupThreshold, roundingBase } = organisation;
  const labelled = labels.map((people) => BigInt(people.andCardinality(audience)));
  const inAssets = labelled.reduce((sum, people) => sum + people, 0n);
  const notMet = BigInt(audience.size) - inAssets;
  const isWithheld = tellSize(BigInt(audience.size), organisation).people === null;
  const told = suppressPartition([...labelled, notMet], smallGroupThreshold).counts.map((people) =>
    people === null || isWithheld ? null : roundCount(people, roundingBase),
  );
  const base = labels.reduce((sum, people) => sum + people.size, 0);
  return {
    asOf,
    share: isWithheld ? null : shareOf(tellSize(inAssets, organisation).people, base),
    stages: stages.map((stage) => ({ stage, people: told[stageLabelOf(stage)]! })),
    lapsed: told[0]!,
    notMet: told[5]!,
  };
}

/** Rounding may lift a count above its base. */
const shareOf = (people: bigint | null, base: number): number | null =>
  people === null || base === 0 ? null : Math.min(1, Number(people) / base);
