import type { RequestContext } from "../../platform/request-context";
import type { AccessService } from "../access";
import type { DataState } from "../touchpoints";
import { type ComparedPeriod, comparePeriod, yearsFirst } from "./compare-sales";
import { type MarketLookup, type MarketService, marketDataState } from "./market.service";
import type { MarketWindow } from "./market-window";

export interface MarketPosition extends MarketWindow {
  readonly state: "COMPUTED" | "NOT_COMPUTED" | "NO_CATEGORY";
  readonly computedAt: Date | null;
  /** Null unless computed. */
  readonly dataState: DataState | null;
  /** Null unless computed. */
  readonly window: ComparedPeriod | null;
  /** Oldest first; empty unless computed. */
  readonly years: readonly ComparedPeriod[];
  readonly yearsFirst: number | null;
}

/** Where a brand stands in its primary category by what was sold. */
export class PositionService {
  constructor(
    private readonly market: MarketService,
    private readonly access: AccessService,
  ) {}

  async position(context: RequestContext, brandId: number, window: MarketWindow): Promise<MarketPosition> {
    const [lookup, organisation] = await Promise.all([
      this.market.lookup(context, brandId, window),
      this.access.ownOrganisation(context),
    ]);
    const periods = periodsOf(lookup, brandId, organisation.smallGroupThreshold);
    return {
      ...window,
      state: lookup.state === "FOUND" ? "COMPUTED" : lookup.state,
      computedAt: lookup.market?.computedAt ?? null,
      dataState: marketDataState(lookup, context.clock.now()),
      window: periods.find(({ year }) => year === null) ?? null,
      years: periods.filter(({ year }) => year !== null),
      yearsFirst: yearsFirst(periods),
    };
  }
}

const periodsOf = ({ market }: MarketLookup, brandId: number, threshold: number): readonly ComparedPeriod[] =>
  (market?.periods ?? []).map((period) => comparePeriod(period, brandId, threshold));
