import type { BrandFigure } from "../benchmarks";
import type { FlowEfficiency } from "./flow-efficiency";

/** How a flow's efficiency compares with its industry, or why it is not compared. */
export const flowVerdicts = ["ABOVE", "AT", "BELOW", "NO_BENCHMARK", "BASE_NOT_POSITIVE", "SUPPRESSED"] as const;

export type FlowVerdict = (typeof flowVerdicts)[number];

/** ABOVE or BELOW only where the industry mean lies outside the efficiency's 95 % interval: else the difference may be chance. */
export function verdictOf(figure: BrandFigure | undefined, efficiency: FlowEfficiency | null): FlowVerdict {
  if (!figure) return "NO_BENCHMARK";
  if (figure.own.state !== "KNOWN") return figure.own.state;
  if (!figure.standing || !efficiency) return "NO_BENCHMARK";
  const { industryMean } = figure.standing;
  if (industryMean > efficiency.high) return "BELOW";
  return industryMean < efficiency.low ? "ABOVE" : "AT";
}
