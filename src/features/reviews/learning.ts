import type { Flow } from "../flows";
import type { FlowLine, ReviewInputs } from "./review";

/** What a campaign taught (V82): who was met by what, and what came of it. */
export interface Learning extends Flow {
  readonly id: string;
  readonly brandId: number;
  readonly reviewId: string;
  readonly condition: string;
  readonly action: string;
  /** By how much the flow changed against the comparison base: now / base - 1. */
  readonly effect: { readonly value: number; readonly low: number; readonly high: number };
  /** At the start of the flow. */
  readonly people: bigint;
  readonly createdAt: Date;
}

export type LearningDraft = Omit<Learning, "id" | "brandId" | "reviewId" | "createdAt">;

/** Null where the flow was not compared, or its effect has no interval. */
export function learningOf(
  { from, to, change, interval, people }: FlowLine,
  words: Pick<Learning, "condition" | "action">,
): LearningDraft | null {
  if (change === null || interval === null || people === null) return null;
  return { from, to, ...words, effect: { value: change, ...interval }, people: BigInt(people) };
}

const STARTS: Readonly<Record<Flow["from"], string>> = {
  LAPSED: "People in no stage",
  AWARE: "People in AWARE",
  APPEAL: "People in APPEAL",
  AWARE_OR_APPEAL: "People in AWARE or APPEAL",
  ACT: "People in ACT",
  ANY_STAGE: "People in any stage",
};

/** What follows from a review by itself: every flow that changed by more than chance would make it. */
export function findLearnings(flows: readonly FlowLine[], inputs: ReviewInputs): readonly LearningDraft[] {
  const { campaign, base, actions } = inputs;
  return flows.flatMap((flow) => {
    if (flow.significant !== "HIGHER" && flow.significant !== "LOWER") return [];
    const end = flow.to === null ? "left every stage" : `attained ${flow.to}`;
    const condition = `${STARTS[flow.from]} when ${campaign.code} began; effect: how many ${end}, against ${base!.code}.`;
    return learningOf(flow, { condition, action: actions }) ?? [];
  });
}
