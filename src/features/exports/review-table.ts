import type { NodeIds } from "../attribution";
import type { Brand } from "../brands";
import { type CampaignMetric, metricUnits } from "../campaign-targets";
import type { Review } from "../reviews";
import { column, type FigureColumn, type FigureRow, type FigureTable } from "./figure-table";

/** Raise it with every column that is added. */
const SCHEMA_VERSION = 1;

/** A review as a table: one figure a row. */
export function reviewTable(review: Review, brand: Brand, nodeId: NodeIds): FigureTable {
  const { content, campaignId, version, publishedAt } = review;
  const { currencyCode, zone } = brand;
  const head: FigureRow = {
    review_id: nodeId("CampaignReview", review.id),
    version: BigInt(version),
    brand_id: nodeId("Brand", String(brand.id)),
    campaign_id: nodeId("Campaign", campaignId),
    published_at: publishedAt,
    state: content.isFinal ? "FINAL" : "PROVISIONAL",
    currency_code: currencyCode,
  };
  return {
    schemaVersion: SCHEMA_VERSION,
    columns: COLUMNS,
    rows: figuresOf(review, currencyCode).map((row) => ({ ...head, ...row })),
    zone,
    currencyCode,
  };
}

type Told = number | null;
type Bounds = { readonly value: number; readonly low: Told; readonly high: Told } | null;

/** A row a measure of what a section says of one item. */
function measures(
  section: string,
  item: string,
  unit: string,
  values: Readonly<Record<string, Told>>,
  reason: string = "NOT_TOLD",
  step: string | null = null,
): readonly FigureRow[] {
  return Object.entries(values).map(([measure, value]) => {
    const own = measure === "VALUE" || measure === "TARGET" || measure === "BENCHMARK" ? unit : "ratio";
    return {
      ...{ section, item, step, measure, value },
      unit: section === "FIGURE" || section === "TARGET" ? own : unit,
      reason: value === null ? reason : null,
    };
  });
}

const interval = (flow: string, measure: string, bounds: Bounds): FigureRow => ({
  ...{ section: "FLOW", item: flow, measure, unit: "ratio" },
  ...(bounds ?? { reason: "NOT_TOLD" }),
});

function figuresOf({ content }: Review, currencyCode: string): readonly FigureRow[] {
  const unitOf = (metric: CampaignMetric): string => {
    const unit = metricUnits[metric];
    return unit === "MONEY" ? currencyCode : unit.toLowerCase();
  };
  const { figures, targets, assets, stages, groups, gaps, steps, flows } = content;
  return [
    ...figures.flatMap(({ metric, value, state, benchmark, yearOnYear, againstBase }) => [
      ...measures("FIGURE", metric, unitOf(metric), { VALUE: value }, state),
      ...measures("FIGURE", metric, unitOf(metric), {
        ...{ BENCHMARK: benchmark, YEAR_ON_YEAR: yearOnYear, AGAINST_BASE: againstBase },
      }),
    ]),
    ...targets.flatMap(({ metric, step, value, state, target, attainment }) =>
      measures(
        ...(["TARGET", metric, unitOf(metric)] as const),
        { VALUE: value, TARGET: target, ATTAINMENT: attainment },
        ...([state === "KNOWN" ? "NOT_TOLD" : state, step] as const),
      ),
    ),
    ...[{ stage: "ALL", ...assets }, ...stages].flatMap(({ stage, before, after, delta, growth }) => [
      ...measures("ASSETS", stage, "people", { BEFORE: before, AFTER: after, CHANGE: delta }),
      ...measures("ASSETS", stage, "ratio", { GROWTH: growth }),
    ]),
    ...measures("ASSETS", "ALL", "ratio", { GROWTH_AGAINST_INDUSTRY: assets.growthAgainstIndustry }),
    ...measures("ASSETS", "ALL", "people", { EXCESS: assets.excess }),
    ...measures("ASSETS", "ALL", "rank", { RANK: assets.rank, OF: assets.of }),
    ...groups.flatMap(({ group, base, now, growth }) => [
      ...measures("GROUP", group, "people", { BASE: base, NOW: now }),
      ...measures("GROUP", group, "ratio", { GROWTH: growth }),
    ]),
    ...gaps.flatMap(({ stage, state, before, after, closed, ownGrowth, benchmarkMove }) => [
      ...measures(
        ...(["GAP", stage, "people"] as const),
        { BEFORE: before, AFTER: after, OWN_GROWTH: ownGrowth, BENCHMARK_MOVE: benchmarkMove },
        state,
      ),
      ...measures("GAP", stage, "ratio", { CLOSED: closed }, state),
    ]),
    ...steps.flatMap(({ from, to, steps: names, contribution }) =>
      contribution.flatMap((people, index) =>
        measures(
          ...(["STEP", stages[index]!.stage, "people"] as const),
          { CONTRIBUTION: people },
          "NOT_TOLD",
          `${names.join("+")} ${from}/${to}`,
        ),
      ),
    ),
    ...flows.flatMap(({ from, to, people, now, base, change, interval: bounds }) => {
      const flow = `${from} > ${to ?? "ANY"}`;
      return [
        ...measures("FLOW", flow, "people", { PEOPLE: people }),
        ...[interval(flow, "NOW", now), interval(flow, "BASE", base)],
        interval(flow, "CHANGE", change === null ? null : { value: change, low: null, high: null, ...bounds }),
      ];
    }),
  ];
}

/** Only ever added to, at the end. */
const COLUMNS: readonly FigureColumn[] = [
  column.text("review_id", null, "Id of the review."),
  column.whole("version", null, "Version of the campaign's review."),
  column.text("brand_id", null, "Id of the brand."),
  column.text("campaign_id", null, "Id of the campaign."),
  column.instant("published_at", "UTC", "When it was published."),
  column.text("state", null, "PROVISIONAL while late data was still to come, else FINAL."),
  column.text("section", null, "FIGURE, TARGET, ASSETS, GROUP, GAP, STEP or FLOW."),
  column.text("item", null, "The metric, stage, group or flow that the section speaks of."),
  column.maybeText("step", null, "Step of a target; steps and window of a STEP. Null: the whole campaign."),
  column.text("measure", null, "Which number of the item, e.g. VALUE, YEAR_ON_YEAR, BEFORE."),
  column.maybeNumber("value", "as unit says", "The number; null where reason says why."),
  column.maybeNumber("low", "as unit says", "Lower end of the 95 % interval; null without one."),
  column.maybeNumber("high", "as unit says", "Upper end of the 95 % interval; null without one."),
  column.text("unit", null, "people, count, ratio (0.48 for 48 %), rank, or the currency's code for major units."),
  column.maybeText(
    "reason",
    null,
    "Why there is no value, e.g. SUPPRESSED; NOT_TOLD: what it is made of is not known.",
  ),
  column.text("currency_code", null, "ISO 4217 code of every amount."),
];
