import type { Answer } from "./api-client";

export type GapStatus = "CLOSED" | "NARROWED" | "UNCHANGED" | "WIDENED" | "NO_GAP" | "NO_BENCHMARK";

interface Standing {
  readonly own: number | null;
  readonly industry: number | null;
}

export interface GapLine {
  readonly name: string;
  readonly before: Standing;
  readonly after: Standing;
  readonly status: GapStatus;
  readonly show: (value: number | null) => string;
}

/** A change of less than 2 % of the gap at the start is none. */
const UNCHANGED_SHARE = 0.02;

/** Gap to the industry mean before and after: industry mean less own; nothing to close where it was not positive. */
export function gapStatus(before: Standing, after: Standing): GapStatus {
  if (before.own === null || before.industry === null || after.own === null || after.industry === null)
    return "NO_BENCHMARK";
  const first = before.industry - before.own;
  const last = after.industry - after.own;
  if (first <= 0) return "NO_GAP";
  if (last <= 0) return "CLOSED";
  if (Math.abs(last - first) < UNCHANGED_SHARE * first) return "UNCHANGED";
  return last < first ? "NARROWED" : "WIDENED";
}

const people = (value: number | null): string => (value === null ? "–" : Math.round(value).toLocaleString("en-GB"));
const rate = (value: number | null): string => (value === null ? "–" : `${(value * 100).toFixed(1)} %`);

/** One line for each stage and flow of the diagnosis. */
export function gapLedger(before: Answer, after: Answer): readonly GapLine[] {
  const stages = before.assetSnapshot.stages.map((stage: Answer) => {
    const later = after.assetSnapshot.stages.find((one: Answer) => one.stage === stage.stage);
    return line(
      `people in ${stage.stage}`,
      people,
      standing(stage.people, stage.benchmark),
      standing(later.people, later.benchmark),
    );
  });
  const flows = before.diagnosis.flows.map((flow: Answer) => {
    const later = after.diagnosis.flows.find((one: Answer) => one.from === flow.from && one.to === flow.to);
    return line(
      `${flow.from} > ${flow.to}`,
      rate,
      standing(flow.efficiency?.value, flow.benchmark),
      standing(later.efficiency?.value, later.benchmark),
    );
  });
  return [...stages, ...flows];
}

const standing = (own: number | string | null | undefined, benchmark: Answer): Standing => ({
  own: own == null ? null : Number(own),
  industry: benchmark?.industryMean ?? null,
});

function line(name: string, show: GapLine["show"], before: Standing, after: Standing): GapLine {
  return { name, show, before, after, status: gapStatus(before, after) };
}
