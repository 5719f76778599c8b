import type { RequestContext } from "../../platform/request-context";
import { SMALLEST_LINE } from "../../platform/small-groups";
import { UserProblems } from "../../platform/user-error";
import type { BrandWindow, BrandWindows, Window } from "./brand-window";
import type { ExposureStore } from "./exposure.store";
import type { ExposureFilter } from "./exposure-filter";
import {
  type ExposureDimension,
  type ExposureLine,
  type ExposureTotals,
  type ShownExposures,
  showExposures,
} from "./exposure-report";
import type { Read } from "./journey.service";

/** Most lines of a report of exposures; what is not listed is in its rest. */
export const MAX_LINES = 200;

interface ExposureRequest {
  readonly by: ExposureDimension;
  readonly filter: ExposureFilter;
  readonly largest: number;
}

export interface ExposureReport extends ShownExposures {
  readonly by: ExposureDimension;
}

/** Impressions, deduplicated reach and frequency by a dimension, as single media report them. */
export class ExposureService {
  constructor(
    private readonly windows: BrandWindows,
    private readonly store: ExposureStore,
  ) {}

  /** The lines of most people, the rest as one line, and all together. A line of few people is in the rest. */
  async exposures(
    context: RequestContext,
    brandId: number,
    window: Window,
    request: ExposureRequest,
  ): Promise<Read<ExposureReport>> {
    const { by, filter, largest } = request;
    if (largest < 1 || largest > MAX_LINES)
      throw UserProblems.one("INVALID_INPUT", ["largest"], `largest must be 1 to ${MAX_LINES}, but got ${largest}.`);
    await this.windows.checkFilter(context, filter);
    const { threshold, ...granted } = await this.windows.grant(context, brandId, window);
    const smallest = { ...granted, threshold: threshold > 1 ? SMALLEST_LINE : 1 };
    const { lines, totals } = await this.windows.ask(context, smallest, { figure: "EXPOSURES", ...request }, (read) =>
      this.count(read, request),
    );
    return { window: smallest, figures: { by, ...showExposures(lines, totals, smallest) } };
  }

  private async count(
    window: BrandWindow,
    { by, filter, largest }: ExposureRequest,
  ): Promise<{ readonly lines: readonly ExposureLine[]; readonly totals: ExposureTotals }> {
    const isSmall = (people: bigint): boolean => people < BigInt(window.threshold);
    const found = await this.store.findLines(window, by, filter, largest);
    const lines = found.filter(({ reach }) => !isSmall(reach));
    let totals = await this.store.findTotals(window, by, filter, lines);
    // A rest of few people would follow from the total: the smallest line joins it.
    while (totals.rest.lines > 0n && isSmall(totals.rest.reach) && lines.length > 0) {
      lines.pop();
      totals = await this.store.findTotals(window, by, filter, lines);
    }
    return { lines, totals };
  }
}
