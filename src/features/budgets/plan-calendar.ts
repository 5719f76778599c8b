import { DateTime } from "luxon";
import type { ProblemList } from "../../platform/user-error";
import type { CampaignStep, ScheduledStep } from "../campaigns";
import { type AllocationRequest, MAX_CALENDAR_PERIODS, MAX_CELLS, MAX_CELLS_OF_ROI } from "./allocation-request";
import type { PlanCalendar } from "./budget-plan";

/** When a campaign and its steps run, and where their days begin. */
export interface CampaignSchedule {
  readonly zone: string;
  readonly window: { readonly from: Date; readonly to: Date };
  readonly steps: readonly ScheduledStep[];
}

/** Null without one, or where it cannot be read. */
export function readCalendar(
  problems: ProblemList,
  { calendar, lines, targetRoi }: AllocationRequest,
): PlanCalendar | null {
  if (calendar == null) return null;
  const at = ["input", "calendar", "periods"];
  const { periods } = calendar;
  const most = targetRoi == null ? MAX_CELLS : MAX_CELLS_OF_ROI;
  if (periods < 2 || periods > MAX_CALENDAR_PERIODS || periods * lines.length > most) {
    problems.add(
      "INVALID_INPUT",
      at,
      `${at.join(".")} must be 2 to ${MAX_CALENDAR_PERIODS}, and at most ${most} times lines, but got ${periods} for ${lines.length} lines; plan longer periods or fewer lines.`,
    );
    return null;
  }
  return { period: calendar.period, startsOn: calendar.startsOn, periods };
}

/** Days on which periods begin. */
export const startsOfPeriods = ({ startsOn, period, periods }: PlanCalendar): string[] =>
  Array.from(
    { length: periods },
    (_, index) =>
      DateTime.fromISO(startsOn, { zone: "utc" })
        .plus(period === "DAY" ? { days: index } : { weeks: index })
        .toISODate()!,
  );

/** Periods that begin while the step runs, or the campaign where the step has no dates: money of a placement is spent in these. */
export function periodsOfStep(
  calendar: PlanCalendar,
  { zone, window, steps }: CampaignSchedule,
  step: CampaignStep,
): readonly number[] {
  const { from, to } = steps.find((scheduled) => scheduled.step === step) ?? window;
  return startsOfPeriods(calendar).flatMap((day, period) => {
    const start = DateTime.fromISO(day, { zone }).toJSDate();
    return start >= from && start < to ? [period] : [];
  });
}
