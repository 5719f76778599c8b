import { createHash } from "node:crypto";
import { type FitRefusal, type Fitted, fitBgNbd } from "../../engines/customer-value/bg-nbd-fit";
import { fitGammaGamma, type SpendCounts } from "../../engines/customer-value/gamma-gamma";
import type { HistoryCounts } from "../../engines/customer-value/purchase-history";
import { newId } from "../../platform/ids";
import { JobFailure } from "../../platform/jobs/job-run";
import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import type { RequestContext } from "../../platform/request-context";
import type { Brand, BrandService } from "../brands";
import type { PeopleSettlement, StablePlane } from "../people";
import type { CustomerValueReport, HoldoutError } from "./customer-value-model";
import type { CustomerValueModelStore } from "./customer-value-model.store";
import type { HistoryStore } from "./history.store";
import { holdoutError } from "./holdout-error";
import { daysLater, type PurchaseWindowParts, purchaseQuery, startOfDay } from "./purchase-window";

export const FIT_CUSTOMER_VALUE = "FIT_CUSTOMER_VALUE";
const METHOD = "bg-nbd-gamma-gamma-1";

/** Fewer tell seven parameters nothing: a standard error of r on CDNOW's scale would be as large as r itself. */
export const MIN_REPEATERS = 100;

export interface FitCustomerValueRequest {
  readonly brandId: number;
  readonly acquiredFrom: string | null;
  readonly asOf: string;
  /** Last days that a first fit does not see; 0: none are held out. */
  readonly holdoutDays: number;
}

export interface FitCustomerValueResult {
  readonly customerValueModelId: string;
}

export interface FitCustomerValueParts extends PurchaseWindowParts {
  readonly brands: BrandService;
  readonly settle: PeopleSettlement;
  readonly plane: StablePlane;
  readonly histories: HistoryStore;
  readonly models: CustomerValueModelStore;
}

/** Fits what a brand's customers will buy and spend, says how well that did on days it did not see, and publishes it. */
export class FitCustomerValue {
  constructor(private readonly parts: FitCustomerValueParts) {}

  readonly registration: readonly [kind: string, handler: JobHandler] = [FIT_CUSTOMER_VALUE, (job) => this.run(job)];

  private async run(job: RunningJob): Promise<void> {
    const { context } = job;
    const { brands, settle, plane, models } = this.parts;
    const request = job.run.payload as FitCustomerValueRequest;
    const brand = await brands.findGranted(context, request.brandId);
    if (!brand) throw new JobFailure("NOT_FOUND", "The brand must be granted to this organisation, but no longer is.");
    await settle.settle(context);
    const report = await plane.read(context, () => this.fit(context, brand, request));
    const id = newId(context.clock.now());
    await job.publish(async (manager): Promise<FitCustomerValueResult> => {
      const { brandId, acquiredFrom, asOf } = request;
      const people = BigInt(report.purchases.people);
      const fittedAt = context.clock.now();
      const { currencyCode } = brand;
      await models.insert(manager, context, {
        id,
        brandId,
        currencyCode,
        acquiredFrom,
        asOf,
        fittedAt,
        people,
        report,
      });
      return { customerValueModelId: id };
    });
  }

  private async fit(
    context: RequestContext,
    brand: Brand,
    request: FitCustomerValueRequest,
  ): Promise<CustomerValueReport> {
    const { histories } = this.parts;
    const query = await purchaseQuery(this.parts, context, brand, request);
    const [seen, spends, facts] = [
      await histories.findHistories(query),
      await histories.findSpends(query),
      await histories.findFacts(query),
    ];
    const { purchases, spend } = fitBoth(seen, spends);
    return {
      method: METHOD,
      ...{ purchases, spend, ...facts },
      repeaters: repeatersOf(seen),
      dataHash: hashOf(seen, spends),
      holdout: request.holdoutDays === 0 ? null : await this.holdOut(context, brand, request),
    };
  }

  /** Orders taken back until the end count for neither side: what was known of them then is not kept. */
  private async holdOut(
    context: RequestContext,
    brand: Brand,
    { asOf, acquiredFrom, holdoutDays: days }: FitCustomerValueRequest,
  ): Promise<HoldoutError> {
    const from = daysLater(asOf, -days);
    const observed = await purchaseQuery(this.parts, context, brand, { asOf: from, acquiredFrom });
    const query = { ...observed, knownUntil: startOfDay(asOf, brand.zone) };
    const { histories } = this.parts;
    const { purchases, spend } = fitBoth(await histories.findHistories(query), await histories.findSpends(query));
    return holdoutError(purchases.model, spend.model, await histories.findLater(query), { from, days });
  }
}

function fitBoth(seen: HistoryCounts<"DAY">, spends: SpendCounts) {
  const repeaters = repeatersOf(seen);
  if (repeaters < MIN_REPEATERS)
    throw new JobFailure(
      "TOO_FEW_REPEATERS",
      `At least ${MIN_REPEATERS} customers must have bought on two days for a model to be fitted, but too few have; take a longer window, a shorter holdout or a broader brand.`,
    );
  return { purchases: fitted(fitBgNbd(seen), "purchases"), spend: fitted(fitGammaGamma(spends), "spend") };
}

function fitted<Fit>(fit: Fitted<Fit>, what: "purchases" | "spend"): Fit {
  if (fit.isFitted) return fit;
  throw new JobFailure(fit.reason, WHY[fit.reason](what));
}

const WHY: Readonly<Record<FitRefusal, (what: string) => string>> = {
  NO_REPEAT_PURCHASES: () =>
    "Somebody must have bought again for a known value above 0 in the brand's currency, but nobody has; import values of orders.",
  NOT_IDENTIFIED: (what) =>
    `The likelihood of ${what} must have a highest point, but it is flat or rises without end, as when everybody buys equally often or every order is worth the same; take a longer window.`,
  NO_FINITE_MEAN: () =>
    "Spends must have a finite mean, but they spread so far that the fitted one has none (q is at most 1); look for orders of a wrong value.",
};

function repeatersOf({ repeatPurchases, people }: HistoryCounts<"DAY">): number {
  let repeaters = 0;
  for (let row = 0; row < people.length; row++) if (repeatPurchases[row]! > 0) repeaters += people[row]!;
  return repeaters;
}

/** Of all numbers in the order in which they were read, which the store fixes. */
function hashOf(seen: HistoryCounts<"DAY">, spends: SpendCounts): string {
  const hash = createHash("sha256");
  const columns = [
    ...[seen.repeatPurchases, seen.lastPurchase, seen.age, seen.people],
    ...[spends.purchases, spends.total, spends.people],
  ];
  for (const column of columns) hash.update(new Uint8Array(Float64Array.from(column).buffer));
  return hash.digest("hex");
}
