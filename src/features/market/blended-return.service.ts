import type { RequestContext } from "../../platform/request-context";
import type { AccessService } from "../access";
import { defaultFlowFrom } from "../benchmarks";
import type { CampaignService } from "../campaigns";
import { comparePeriod } from "./compare-sales";
import type { MarketFigureState } from "./figure-state";
import type { MarketService } from "./market.service";

/** What a brand sold in a window over what its media cost in it. */
export interface BlendedReturn {
  readonly state: MarketFigureState | "NO_SPEND";
  /** Null unless KNOWN. */
  readonly value: number | null;
  /** Minor units of `currencyCode`; null where the state says so. */
  readonly gmvMinor: bigint | null;
  /** Null when nothing was spent. */
  readonly costMinor: bigint | null;
  readonly currencyCode: string;
}

/** The return of all media together, without attribution: net GMV of the market's refresh over the cost that media reported. */
export class BlendedReturnService {
  constructor(
    private readonly market: MarketService,
    private readonly campaigns: CampaignService,
    private readonly access: AccessService,
  ) {}

  /** Of the 30 days before an instant. */
  async before(
    context: RequestContext,
    brand: { readonly id: number; readonly currencyCode: string },
    asOf: Date,
  ): Promise<BlendedReturn> {
    const window = { from: defaultFlowFrom(asOf), to: asOf };
    const [{ state, market }, spend, { smallGroupThreshold }] = await Promise.all([
      this.market.lookup(context, brand.id, window),
      this.campaigns.spendOfBrand(context, brand.id, window),
      this.access.ownOrganisation(context),
    ]);
    const costMinor = spend.length === 0 ? null : spend.reduce((sum, one) => sum + one.costMinor, 0n);
    const known = { value: null, gmvMinor: null, costMinor, currencyCode: brand.currencyCode };
    const period = market?.periods.find(({ year }) => year === null);
    if (!period) return { ...known, state: state === "NO_CATEGORY" ? "NO_CATEGORY" : "NOT_COMPUTED" };
    const told = comparePeriod(period, brand.id, smallGroupThreshold);
    if (told.sales === null) return { ...known, state: told.state };
    const { gmvMinor, currencyCode } = told.sales;
    if (costMinor === null) return { ...known, state: "NO_SPEND", gmvMinor };
    if (currencyCode !== brand.currencyCode) return { ...known, state: "CURRENCIES_DIFFER" };
    return { ...known, state: "KNOWN", gmvMinor, value: Number(gmvMinor) / Number(costMinor) };
  }
}
