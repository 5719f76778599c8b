import { type CampaignMetric, measure } from "../campaign-targets";
import type { Review, ReviewInputs } from "./review";

/** Where a figure of a review comes from (V54). */
export interface ExplainedFigure {
  readonly value: number | null;
  /** Numbers that it was made of, by their place in the review's inputs; null where one was not told. */
  readonly inputs: Readonly<Record<string, number | null>>;
  /** Null: no rules had a part in it. */
  readonly ruleSetVersion: number | null;
  /** As ISO 8601 writes an interval. */
  readonly window: string;
  readonly codeVersion: string;
  /** Made again of the inputs, it is what was published. */
  readonly isReproduced: boolean;
}

/** Makes the figure again of the stored inputs, and keeps book of the numbers that this reads. */
export function explainFigure(
  { inputs, content }: Pick<Review, "inputs" | "content">,
  metric: CampaignMetric,
): ExplainedFigure {
  const read = new Map<string, number | null>();
  const { targets, campaign, base } = inputs;
  const matchRate = targets.find((target) => target.metric === metric && target.step === null)?.matchRate ?? null;
  const figures = observed(campaign, read, "campaign");
  const { value } = measure(metric, { figures, base: base && observed(base, read, "base"), matchRate });
  if (matchRate !== null) read.set("matchRate", matchRate);
  const published =
    content.targets.find((target) => target.metric === metric && target.step === null) ??
    content.figures.find((figure) => figure.metric === metric)!;
  return {
    value: published.value,
    inputs: Object.fromEntries(read),
    ruleSetVersion: ruleSetVersionOf(inputs, [...read.keys()]),
    window: `${campaign.from}/${campaign.to}`,
    codeVersion: inputs.method,
    isReproduced: value === published.value,
  };
}

/** The same value, which notes every number that is read from it under its path. */
function observed<T extends object>(value: T, read: Map<string, number | null>, path: string): T {
  return new Proxy(value, {
    get(target, key) {
      const found: unknown = Reflect.get(target, key);
      if (typeof key === "symbol" || typeof found === "function" || key === "length") return found;
      const place = `${path}.${key}`;
      if (typeof found === "object" && found !== null) return observed(found, read, place);
      if (found === null || typeof found === "number") read.set(place, found);
      return found;
    },
  });
}

function ruleSetVersionOf({ campaign }: ReviewInputs, paths: readonly string[]): number | null {
  if (paths.some((path) => /\.(industry|growth)\./.test(path))) return campaign.industry?.after.ruleSetVersion ?? null;
  return paths.some((path) => /\.(boundaries|flows|newInterest)\b/.test(path)) ? campaign.ruleSetVersion : null;
}
