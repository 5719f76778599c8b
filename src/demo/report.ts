import { findings, stageTables } from "../cli/diagnosis-report";
import { reviewReport } from "../cli/review-report";
import { decimal, heading, money, percent, table, whole } from "../cli/text-table";
import type { Answer } from "./api-client";
import { gapLedger } from "./gap-ledger";
import type { LoopResult } from "./loop";

/** The report of the loop as a marketer reads it; every figure is a field of an answer of the API. */
export function printReport(loop: LoopResult): string {
  return [
    stageTables(loop.before, "before the campaign"),
    findings(loop.before),
    pack(loop),
    budget(loop.budgetPlan),
    attribution(loop.attribution),
    gaps(loop),
    reviewReport(loop.review),
  ].join("\n");
}

function pack({ pack: made, estimate }: LoopResult): string {
  return [
    heading(`Audience pack "${made.name}" (${made.state})`),
    `${estimate.explanation}`,
    `Estimated ${whole(estimate.size.people)} people, ${percent(estimate.share)} of the brand's; frozen ${whole(made.size?.people)}.`,
  ].join("\n");
}

function budget(plan: Answer): string {
  const rows = plan.lines.map((line: Answer) => [
    `${line.placement.platform} ${line.placement.step}`,
    money(line.amount),
    whole(line.expected.value),
    `${decimal(line.marginalReturn * 1000, 3)}`,
    line.bound,
  ]);
  const { gainOverEqualSplit, gainOverCurrent, optimalityGap } = plan.certificate;
  return [
    heading(`Budget of ${money(plan.total)} for the most conversions`),
    table(["placement", "amount", "orders", "next 1,000 bring", "bound"], rows),
    `Against an equal split ${gain(gainOverEqualSplit)}, against what was spent ${gain(gainOverCurrent)}; at most ${optimalityGap.toExponential(1)} from the optimum.`,
  ].join("\n");
}

const gain = (value: Answer): string =>
  value == null ? "–" : `${Number(value) >= 0 ? "+" : ""}${Number(value).toFixed(1)} orders`;

function attribution(report: Answer): string {
  const of = (line: Answer, model: string): Answer => line.credits.find((credit: Answer) => credit.model === model);
  const rows = report.lines.nodes.map((line: Answer) => [
    line.key,
    money(line.cost),
    ...["FIRST_TOUCH", "LAST_TOUCH", "LINEAR_TOUCH"].map((model) => decimal(of(line, model).conversions, 1)),
    decimal(of(line, "LAST_TOUCH").roi),
    money(of(line, "LAST_TOUCH").costPerConversion),
  ]);
  rows.push(["UNATTRIBUTED", "–", ...[1, 2, 3].map(() => decimal(report.unattributed.conversions, 1)), "–", "–"]);
  return [
    heading(
      `Attribution of ${whole(report.conversions)} net orders, ${money(report.value)} (look-back ${report.lookbackDays} days, ${report.state})`,
    ),
    table(["platform", "cost", "first touch", "last touch", "linear", "ROI (last)", "cost per order (last)"], rows),
    `The models are ${decimal(report.disagreement)} apart (0: alike, 1: nothing in common).`,
  ].join("\n");
}

function gaps(loop: LoopResult): string {
  const rows = gapLedger(loop.before.brand, loop.after.brand).map((line) => [
    line.name,
    line.show(line.before.own),
    line.show(line.before.industry),
    line.show(line.after.own),
    line.show(line.after.industry),
    line.status,
  ]);
  return [
    heading(`Was the gap closed? ${loop.campaignName}: before and after`),
    table(
      ["figure", "own before", "industry", "own after", "industry", "gap"],
      rows.map((row) => row as string[]),
    ),
  ].join("\n");
}
