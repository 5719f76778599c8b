import { crowdGroups, stages } from "../assets";
import {
  attainmentOf,
  type CampaignFigures,
  type CampaignMetric,
  campaignMetrics,
  growthOf,
  measure,
  metricUnits,
  sidesOf,
  sumOf,
} from "../campaign-targets";
import { gapBetween } from "../diagnosis";
import { compareFlow, type FlowFigure, flowFigure } from "../flows";
import { dataState } from "../touchpoints";
import type {
  AssetLine,
  FlowLine,
  GroupLine,
  Interval,
  ReviewContent,
  ReviewFigure,
  ReviewInputs,
  StepInterval,
  TargetLine,
} from "./review";

/** Always on the scorecard, beside what the campaign has a target for: return, assets, flow, gaps, new, search, visits and repeat (V78). */
const SCORECARD: readonly CampaignMetric[] = [
  "ROI",
  "ASSET_GROWTH",
  "A12_TO_A3",
  "GAP_CLOSURE",
  "NEW_SHARE",
  "SEARCH_RATE",
  "VISIT_RATE",
  "A3_TO_A4",
];

/** All that a review says, of what it was given alone: the same inputs make the same review. */
export function composeReview(inputs: ReviewInputs): ReviewContent {
  const { campaign, base, targets } = inputs;
  const figures = campaignMetrics.map((metric) => reviewFigure(metric, inputs));
  const wholeTargets = targets.filter(({ step }) => step === null);
  const carded = new Set([...SCORECARD, ...wholeTargets.map(({ metric }) => metric)]);
  return {
    isFinal: isFinal(inputs),
    targets: targets.map((target) => targetLine(target, inputs)),
    figures,
    gaps: gapsOf(campaign),
    assets: assetsOf(campaign),
    stages: stages.map((stage, index) => ({
      stage,
      ...assetLine(campaign.boundaries[0]!.people[index]!, campaign.boundaries.at(-1)!.people[index]!),
    })),
    steps: stepIntervals(inputs),
    flows: flowLines(campaign, base, inputs.isPerDay),
    groups: groupLines(campaign, base),
    scorecard: [...carded].map((metric) => ({
      ...(wholeTargets.some((target) => target.metric === metric)
        ? figureOf(targetLine(wholeTargets.find((target) => target.metric === metric)!, inputs))
        : figures.find((figure) => figure.metric === metric)!),
      target: wholeTargets.find((target) => target.metric === metric)?.target ?? null,
    })),
  };
}

/** Orders have settled, and nothing late is expected any more. */
function isFinal({ asOf, campaign }: ReviewInputs): boolean {
  const state = dataState({ isOutdated: false, asOf: new Date(campaign.to) }, new Date(asOf));
  return state === "COMPLETE" && (campaign.sales?.isSettled ?? true);
}

/** One metric of the whole campaign, beside the same of the base and of last year. */
export function reviewFigure(
  metric: CampaignMetric,
  { campaign, base, lastYear }: Pick<ReviewInputs, "campaign" | "base" | "lastYear">,
  matchRate: number | null = null,
): ReviewFigure {
  const now = measure(metric, { figures: campaign, base, matchRate });
  const changeFrom = (earlier: CampaignFigures | null): number | null => {
    if (!earlier || metricUnits[metric] === "RANK" || matchRate !== null) return null;
    return growthOf(measure(metric, { figures: earlier, base: null, matchRate: null }).value, now.value).value;
  };
  return { metric, ...now, yearOnYear: changeFrom(lastYear), againstBase: changeFrom(base) };
}

function targetLine(
  { matchRate, metric, step, target, owner, dueOn }: ReviewInputs["targets"][number],
  inputs: ReviewInputs,
): TargetLine {
  const figures = step === null ? null : inputs.stepFigures[step]!;
  const figure = figures
    ? { metric, ...measure(metric, { figures, base: null, matchRate }), yearOnYear: null, againstBase: null }
    : reviewFigure(metric, inputs, matchRate);
  return { ...figure, step, target, owner, dueOn, attainment: attainmentOf(metric, target, figure.value) };
}

const figureOf = ({ metric, value, state, benchmark, yearOnYear, againstBase }: TargetLine): ReviewFigure => ({
  ...{ metric, value, state, benchmark, yearOnYear, againstBase },
});

function gapsOf({ industry }: CampaignFigures): ReviewContent["gaps"] {
  return stages.map((stage, index) => ({
    stage,
    ...gapBetween(
      industry && sidesOf(industry.before.stages[index]!),
      industry && sidesOf(industry.after.stages[index]!),
    ),
  }));
}

function assetLine(before: number | null, after: number | null): AssetLine {
  const delta = before === null || after === null ? null : after - before;
  return { before, after, delta, growth: growthOf(before, after).value };
}

function assetsOf({ boundaries, growth }: CampaignFigures): ReviewContent["assets"] {
  const line = assetLine(sumOf(boundaries[0]!.people), sumOf(boundaries.at(-1)!.people));
  return {
    ...line,
    growthAgainstIndustry: growth?.deltaRatio ?? null,
    excess: growth?.deltaExcess ?? null,
    rank: growth?.rank ?? null,
    of: growth?.of ?? null,
    isMoreThanDoubled: line.after !== null && line.before !== null && line.before > 0 && line.after > 2 * line.before,
  };
}

/** Between neighbouring boundaries, so that the contributions of a stage sum to what it gained in the campaign (V18). */
function stepIntervals({ campaign: { boundaries }, steps }: ReviewInputs): readonly StepInterval[] {
  return boundaries.slice(1).map((end, index) => {
    const start = boundaries[index]!;
    return {
      from: start.at,
      to: end.at,
      steps: steps
        .filter(({ from, to }) => Date.parse(from) < Date.parse(end.at) && Date.parse(to) > Date.parse(start.at))
        .map(({ step }) => step),
      contribution: stages.map((_, stage) => assetLine(start.people[stage]!, end.people[stage]!).delta),
    };
  });
}

function flowLines(now: CampaignFigures, base: CampaignFigures | null, isPerDay: boolean): readonly FlowLine[] {
  return now.flows.map((flow, index) => {
    const figure = told(flow, now.days);
    const line = { from: flow.from, to: flow.to, people: flow.people, now: shareOf(figure) };
    if (!base) return { ...line, base: null, change: null, interval: null, significant: null };
    const before = told(base.flows[index]!, base.days);
    const { change, verdict } = compareFlow(figure, before, isPerDay ? base.days / now.days : 1);
    return {
      ...{ ...line, base: shareOf(before) },
      ...{ change: change?.value ?? null, interval: change?.interval ?? null, significant: verdict },
    };
  });
}

const told = ({ from, to, people, reached }: CampaignFigures["flows"][number], days: number): FlowFigure =>
  flowFigure({ from, to, people: bigintOf(people), reached: bigintOf(reached) }, days);

const bigintOf = (count: number | null): bigint | null => (count === null ? null : BigInt(count));

const shareOf = ({ value, interval }: FlowFigure): Interval | null =>
  value === null ? null : { value, low: interval?.low ?? null, high: interval?.high ?? null };

function groupLines({ industry }: CampaignFigures, base: CampaignFigures | null): readonly GroupLine[] {
  return crowdGroups.map((group) => {
    const [before, now] = [base?.industry?.after.groups[group] ?? null, industry?.after.groups[group] ?? null];
    return { group, base: before, now, growth: growthOf(before, now).value };
  });
}
