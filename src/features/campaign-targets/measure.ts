import { crowdGroups } from "../assets";
import { gapBetween } from "../diagnosis";
import type { FlowStart } from "../flows";
import type { CampaignFigureState, CampaignFigures, IndustryFigure, IndustryFigures } from "./campaign-figures";
import { type CampaignMetric, stageOfMetric } from "./campaign-metric";

/** A figure, or why there is none. */
export interface Measured {
  readonly value: number | null;
  readonly state: CampaignFigureState;
  /** Mean of the industry; null where none is known. */
  readonly benchmark: number | null;
}

/** Beside the campaign's own figures: those of the comparison base, and what a target of its own names. */
export interface MeasureInput {
  readonly figures: CampaignFigures;
  readonly base: CampaignFigures | null;
  /** Of the source that the target names; null: it names none, or nobody came on the last day. */
  readonly matchRate: number | null;
}

const known = (value: number, benchmark: number | null = null): Measured => ({ value, state: "KNOWN", benchmark });
const unknown = (state: CampaignFigureState, benchmark: number | null = null): Measured => ({
  value: null,
  state,
  benchmark,
});
const knownOr = (value: number | null, state: CampaignFigureState): Measured =>
  value === null ? unknown(state) : known(value);

/** What a metric of a campaign comes to; a base of zero gives none. */
export function measure(metric: CampaignMetric, { figures, base, matchRate }: MeasureInput): Measured {
  const { boundaries } = figures; // the others are read where they are needed: what is read is told as a figure's inputs
  const [before, after] = [boundaries[0]!.people, boundaries.at(-1)!.people];
  const stage = stageOfMetric(metric);
  if (stage !== null) {
    const index = Number(metric[1]) - 1;
    return metric.endsWith("PEOPLE") ? knownOr(after[index]!, "SUPPRESSED") : growthOf(before[index]!, after[index]!);
  }
  switch (metric) {
    case "GMV":
      return knownOr(figures.sales?.gmv ?? null, "NO_REPORT");
    case "CONVERSIONS":
      return knownOr(figures.sales?.conversions ?? null, "NO_REPORT");
    case "ATTRIBUTED_GMV":
      return knownOr(figures.sales?.attributedGmv ?? null, "NO_REPORT");
    case "COST":
      return knownOr(figures.cost, "NO_COST");
    case "ROI":
      if (!figures.sales) return unknown("NO_REPORT");
      return figures.cost === null ? unknown("NO_COST") : share(figures.sales.attributedGmv, figures.cost);
    case "COST_PER_A3": {
      const gained = sumOf(flowsTo(figures, "ACT"));
      return figures.cost === null ? unknown("NO_COST") : share(figures.cost, gained);
    }
    case "NEW_INTEREST":
      return knownOr(figures.newInterest, "SUPPRESSED");
    case "NEW_SHARE":
      return share(figures.newInterest, sumOf(after));
    case "ASSET_PEOPLE":
      return knownOr(sumOf(after), "SUPPRESSED");
    case "ASSET_GROWTH":
      return { ...growthOf(sumOf(before), sumOf(after)), benchmark: figures.growth?.industryRate ?? null };
    case "ASSET_GROWTH_RANK":
      if (!figures.growth) return unknown("NOT_PER_STEP");
      return knownOr(
        figures.growth.rank,
        figures.growth.deltaState === "NOT_COMPUTED" ? "NOT_COMPUTED" : "TOO_FEW_PEERS",
      );
    case "SEGMENT_DEPTH":
      return share(sumOf(after.slice(1)), sumOf(after));
    case "A1_TO_A2":
      return efficiency(figures, "AWARE", "APPEAL");
    case "A2_TO_A3":
      return efficiency(figures, "APPEAL", "ACT");
    case "A12_TO_A3":
      return efficiency(figures, "AWARE_OR_APPEAL", "ACT");
    case "A3_TO_A4":
      return efficiency(figures, "ACT", "ADVOCATE");
    case "GAP_CLOSURE":
      return figures.industry ? gapClosure(figures.industry.before, figures.industry.after) : unknown("NOT_PER_STEP");
    case "TARGET_GROUPS_GROWTH":
      return figures.industry
        ? groupsGrowth(figures.industry.after, base?.industry?.after ?? null)
        : unknown("NOT_PER_STEP");
    case "VISIT_RATE":
    case "VISIT_RATE_RANK":
      return figures.industry ? rateOrRank(metric, figures.industry.after.visitRate) : unknown("NOT_PER_STEP");
    case "SEARCH_RATE":
    case "SEARCH_RATE_RANK":
      return figures.industry ? rateOrRank(metric, figures.industry.after.searchRate) : unknown("NOT_PER_STEP");
    case "POTENTIAL_SCORE_QUALITY":
      return knownOr(figures.scoreQuality, "NO_MODEL");
    case "PRIVATE_DOMAIN_MATCH_RATE":
      return knownOr(matchRate, "NO_SOURCE");
    default:
      throw new Error(`Every metric must be measured, but ${metric} is not.`);
  }
}

/** Null when a part is. */
export const sumOf = (counts: readonly (number | null)[]): number | null =>
  counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0 as number | null);

function share(part: number | null, whole: number | null): Measured {
  if (part === null || whole === null) return unknown("SUPPRESSED");
  return whole > 0 ? known(part / whole) : unknown("BASE_NOT_POSITIVE");
}

/** later / earlier - 1 (V39). */
export function growthOf(earlier: number | null, later: number | null): Measured {
  if (earlier === null || later === null) return unknown("SUPPRESSED");
  return earlier > 0 ? known((later - earlier) / earlier) : unknown("BASE_NOT_POSITIVE");
}

function efficiency({ flows }: CampaignFigures, from: FlowStart, to: string): Measured {
  const flow = flows.find((one) => one.from === from && one.to === to)!;
  return share(flow.reached, flow.people);
}

/** Who attained the stage from each start before it. */
const flowsTo = ({ flows }: CampaignFigures, to: string): readonly (number | null)[] =>
  flows
    .filter((one) => one.to === to && (one.from === "LAPSED" || one.from === "AWARE_OR_APPEAL"))
    .map((one) => one.reached);

/** Of the stages with a gap at the start, the share that is CLOSED at the end. */
function gapClosure(before: IndustryFigures, after: IndustryFigures): Measured {
  const gaps = before.stages.map((start, index) => gapBetween(sidesOf(start), sidesOf(after.stages[index]!)).state);
  if (gaps.includes("UNKNOWN")) return unknown("NOT_COMPUTED");
  const open = gaps.filter((state) => state !== "NO_GAP");
  return open.length === 0 ? unknown("NO_GAP") : known(open.filter((state) => state === "CLOSED").length / open.length);
}

/** Null unless both sides are known. */
export const sidesOf = ({ own, mean }: IndustryFigure): { readonly own: number; readonly mean: number } | null =>
  own === null || mean === null ? null : { own, mean };

/** The least growth of the four groups (G50): all of them grew by a share if this one did. */
function groupsGrowth(now: IndustryFigures, base: IndustryFigures | null): Measured {
  if (!base) return unknown("NO_BASE");
  const grown = crowdGroups.map((group) => growthOf(base.groups[group], now.groups[group]));
  const missing = grown.find(({ value }) => value === null);
  if (now.ruleSetVersion === null || base.ruleSetVersion === null) return unknown("NOT_COMPUTED");
  return missing ?? known(Math.min(...grown.map(({ value }) => value!)));
}

function rateOrRank(metric: CampaignMetric, { own, state, mean, rank }: IndustryFigure): Measured {
  if (own === null) return unknown(state === "KNOWN" ? "NOT_COMPUTED" : state, mean);
  if (!metric.endsWith("RANK")) return known(own, mean);
  return knownOr(rank, "TOO_FEW_PEERS");
}
