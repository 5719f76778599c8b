import type { DeliveryCounts, DeliveryFigure, DeliveryGrain, DeliveryRejection, DeliveryReport } from "./delivery";

/** What becomes of a row beside the figures that are known. */
export type DeliveryVerdict =
  | { readonly outcome: "ACCEPTED" | "RESTATED"; readonly figure: DeliveryFigure }
  | { readonly outcome: "UNCHANGED" }
  | { readonly outcome: "REJECTED"; readonly rejection: DeliveryRejection };

interface ReportedDay {
  readonly grain: DeliveryGrain;
  /** The figures that count, by the start of their period. */
  readonly figures: Map<number, DeliveryFigure>;
}

/**
 * Judges rows as they were read, in their order, each beside all before it: of two rows for one period in a call the second
 * restates the first. `known` holds the figures of all days that the rows touch.
 */
export function judgeDelivery(
  rows: readonly (DeliveryReport | DeliveryRejection)[],
  known: readonly DeliveryFigure[],
): readonly DeliveryVerdict[] {
  const days = new Map<string, ReportedDay>();
  for (const figure of known) keep(days, figure);
  return rows.map((report) => {
    if ("reason" in report) return { outcome: "REJECTED", rejection: report };
    const day = days.get(dayKey(report));
    if (day && day.grain !== report.grain) return conflict(report);
    const current = day?.figures.get(report.period.from.getTime());
    if (current && isSame(current, report)) return { outcome: "UNCHANGED" };
    const figure = { ...report, version: (current?.version ?? 0) + 1 };
    keep(days, figure);
    return { outcome: current ? "RESTATED" : "ACCEPTED", figure };
  });
}

const dayKey = ({ placementId, day }: DeliveryReport): string => `${placementId} ${day.from.getTime()}`;

function keep(days: Map<string, ReportedDay>, figure: DeliveryFigure): void {
  const key = dayKey(figure);
  const day = days.get(key) ?? { grain: figure.grain, figures: new Map<number, DeliveryFigure>() };
  day.figures.set(figure.period.from.getTime(), figure);
  days.set(key, day);
}

function isSame(a: DeliveryCounts, b: DeliveryCounts): boolean {
  return a.impressions === b.impressions && a.clicks === b.clicks && a.costMinor === b.costMinor;
}

function conflict({ grain, day }: DeliveryReport): DeliveryVerdict {
  const [reported, came] = grain === "DAY" ? ["by hours", "the whole day"] : ["as a whole", "an hour of it"];
  return {
    outcome: "REJECTED",
    rejection: {
      reason: "GRAIN_CONFLICT",
      field: ["period"],
      message: `The placement reported the day from ${day.from.toISOString()} ${reported}, so it must stay so, but got ${came}; restate it in the same grain.`,
    },
  };
}
