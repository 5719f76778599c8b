import { apportion } from "../../engines/numeric/apportion";
import { type DrawnVariant, drawVariants } from "../../engines/steering/draw-variants";
import type { RequestContext } from "../../platform/request-context";
import { type Experiment, type ExperimentReader, type ExperimentReadOut, primaryOf } from "../experiments";

/** Why nothing is drawn. */
export const noDrawReasons = ["NOT_STARTED", "NOT_A_SHARE", "SUPPRESSED"] as const;
export type NoDrawReason = (typeof noDrawReasons)[number];

export interface DrawnArm extends DrawnVariant {
  readonly variant: string;
  readonly people: bigint;
  readonly conversions: bigint;
  /** Of the people served next, how many of 1,000 should get it: as often as it is likely to be best. */
  readonly perMille: number;
}

/** Empty with a reason. */
export interface VariantDraw {
  readonly reason: NoDrawReason | null;
  readonly arms: readonly DrawnArm[];
}

/** Draws an experiment's variants by Thompson sampling over its primary metric. A holdout is shown nothing, so it is not drawn. */
export class VariantDrawService {
  constructor(private readonly reader: ExperimentReader) {}

  async draw(
    context: RequestContext,
    experiment: Experiment,
    { seed, asOf }: { readonly seed: number; readonly asOf: Date | null },
  ): Promise<VariantDraw> {
    const { metrics } = experiment.design;
    if (metrics[primaryOf(experiment.design)]!.kind !== "SHARE") return { reason: "NOT_A_SHARE", arms: [] };
    const read = await this.reader.readOut(context, experiment, asOf);
    return read === null ? { reason: "NOT_STARTED", arms: [] } : drawFrom(read, seed);
  }
}

function drawFrom({ experiment, variants }: ExperimentReadOut, seed: number): VariantDraw {
  const { design } = experiment;
  const place = primaryOf(design);
  const counts = variants
    .filter(({ variant }) => design.variants[variant]!.role !== "HOLDOUT")
    .map(({ variant, metrics }) => {
      const { people, mean } = metrics[place]!;
      const converted = people === null ? null : Math.round(Number(people) * (mean ?? 0));
      return { variant: design.variants[variant]!.code, people, converted };
    });
  if (counts.some(({ people }) => people === null)) return { reason: "SUPPRESSED", arms: [] };
  const { isHigherBetter } = design.metrics[place]!;
  const drawn = drawVariants(
    counts.map(({ people, converted }) => ({
      people: Number(people),
      conversions: isHigherBetter ? converted! : Number(people) - converted!,
    })),
    seed,
  );
  const shares = apportion(
    1_000n,
    drawn.map(({ chanceToBeBest }) => chanceToBeBest),
  );
  return {
    reason: null,
    arms: counts.map(({ variant, people, converted }, index) => ({
      ...(isHigherBetter ? drawn[index]! : mirrored(drawn[index]!)),
      ...{ variant, people: people!, conversions: BigInt(converted!), perMille: Number(shares[index]!) },
    })),
  };
}

/** Where less is better, those who did not convert are drawn. */
const mirrored = ({ mean, low, high, drawn, chanceToBeBest }: DrawnVariant): DrawnVariant => ({
  ...{ mean: 1 - mean, low: 1 - high, high: 1 - low, drawn: 1 - drawn, chanceToBeBest },
});
