import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { BrandWindows, GrantedWindow, Window } from "../journeys";
import { asLines } from "./campaign-scope";
import { type StalledSalesFigures, tellStalledSales } from "./stalled-sales";
import type { StalledSalesStore } from "./stalled-sales.store";

export const MIN_STALL_WEEKS = 4;
export const MAX_STALL_WEEKS = 52;
export const MAX_EXPOSURE_RISE = 10;
const WEEK_MS = 7 * 86_400_000;

export interface StalledSales extends StalledSalesFigures {
  readonly window: GrantedWindow;
  readonly exposureRise: number;
  readonly currencyCode: string;
}

/** Whether sales stood still while exposures rose (V05). */
export class StalledSalesService {
  constructor(
    private readonly windows: BrandWindows,
    private readonly brands: BrandService,
    private readonly store: StalledSalesStore,
  ) {}

  async ofBrand(context: RequestContext, brandId: number, asked: Window, exposureRise: number): Promise<StalledSales> {
    const problems = new ProblemList();
    const weeks = (asked.to.getTime() - asked.from.getTime()) / WEEK_MS;
    if (weeks % 2 !== 0 || weeks < MIN_STALL_WEEKS || weeks > MAX_STALL_WEEKS)
      problems.add(
        "INVALID_INPUT",
        ["to"],
        `to must lie an even number of weeks of 168 hours after from, ${MIN_STALL_WEEKS} to ${MAX_STALL_WEEKS}, but lies ${weeks} after it; the second half is compared with the first.`,
      );
    if (exposureRise < 0 || exposureRise > MAX_EXPOSURE_RISE)
      problems.add(
        "INVALID_INPUT",
        ["exposureRise"],
        `exposureRise must be 0 to ${MAX_EXPOSURE_RISE}, but got ${exposureRise}; 0.1 is 10 %.`,
      );
    const now = context.clock.now();
    if (asked.to > now)
      problems.add(
        "INVALID_INPUT",
        ["to"],
        `to must not lie after now (${now.toISOString()}), as a week that goes on would look weak, but got ${asked.to.toISOString()}.`,
      );
    problems.throwIfAny();
    const window = asLines(await this.windows.grant(context, brandId, asked));
    const { currencyCode } = await this.brands.requireGranted(context, brandId, ["brandId"]);
    const counts = await this.windows.ask(context, window, { figure: "STALLED_SALES" }, (read) =>
      this.store.weeks(read, currencyCode),
    );
    return { window, exposureRise, currencyCode, ...tellStalledSales(counts, exposureRise, window) };
  }
}
