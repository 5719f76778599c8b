import { currencyExponent } from "../../platform/money";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { BrandWindows } from "../journeys";
import { type DeliveryFitRequest, nameLines, readSpan, toSeries } from "./delivery-series";
import type { DeliverySeriesStore } from "./delivery-series.store";
import type { FitRequest } from "./fit-lines";
import type { ResponseCurveService, StoredFit } from "./response-curve.service";

/** Fits curves from what media reported and what the brand sold, without anybody sending series. */
export class DeliveryFitService {
  constructor(
    private readonly curves: ResponseCurveService,
    private readonly brands: BrandService,
    private readonly windows: BrandWindows,
    private readonly store: DeliverySeriesStore,
  ) {}

  async fit(context: RequestContext, request: DeliveryFitRequest, idempotencyKey?: string | null): Promise<StoredFit> {
    const { brandId, period, startsOn, grain, outcome, adstock, saturation, window, seed } = request;
    const { zone, currencyCode } = await this.brands.requireGranted(context, brandId, ["input", "brandId"]);
    const span = readSpan(request, zone, context.clock.now());
    const granted = await this.windows.grant(context, brandId, span, ["input"]);
    const [cells, sold] = await Promise.all([
      this.store.readSpend(context, { brandId, grain, span }),
      this.windows.read(context, granted, (asked) => this.store.readOutcome(asked, span, currencyCode)),
    ]);
    const foreign = sold.reduce((sum, one) => sum + one.foreign, 0);
    if (outcome === "VALUE" && foreign > 0)
      throw UserProblems.one(
        "MIXED_CURRENCIES",
        ["input", "outcome"],
        `Orders of the brand must be in its currency ${currencyCode}, but ${foreign} have a value in another; convert them when they are sent.`,
      );
    const minorPerMajor = 10 ** currencyExponent(currencyCode);
    const lines = toSeries(cells, span.periods, minorPerMajor);
    const series: FitRequest = {
      ...{ brandId, period, startsOn, adstock, saturation, window, seed, lines, controls: [] },
      outcome: sold.map(({ conversions, value }) =>
        outcome === "CONVERSIONS" ? conversions : Number(value) / minorPerMajor,
      ),
    };
    const call = { key: idempotencyKey, mutation: "fitResponseCurvesFromDelivery", request };
    try {
      return await this.curves.fitOnce(context, series, call);
    } catch (error) {
      if (!(error instanceof UserProblems)) throw error;
      throw nameLines(
        error.problems,
        lines.map(({ name }) => name),
      );
    }
  }
}
