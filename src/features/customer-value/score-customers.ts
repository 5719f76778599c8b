import { forecastHistories } from "../../engines/customer-value/forecast-histories";
import { boundsOf, DEFAULT_CUTS } from "../../engines/customer-value/value-tiers";
import { newId } from "../../platform/ids";
import { JobFailure } from "../../platform/jobs/job-run";
import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import type { BrandService } from "../brands";
import type { PeopleCopies, PeopleSettlement, StablePlane } from "../people";
import type { CustomerValueStore } from "./customer-value.store";
import type { CustomerValueModel } from "./customer-value-model";
import type { CustomerValueModelStore } from "./customer-value-model.store";
import type { HistoryStore } from "./history.store";
import { type PurchaseWindowParts, purchaseQuery } from "./purchase-window";
import type { ScoringReport, ValueScoring, ValueTierCuts } from "./value-scoring";
import type { ValueScoringStore } from "./value-scoring.store";

export const SCORE_CUSTOMERS = "SCORE_CUSTOMERS";

/** What arrives within a month counts as at its end. */
const MONTH_DAYS = 365 / 12;

export interface ScoreCustomersRequest {
  readonly brandId: number;
  readonly modelId: string;
  /** Each is scored by itself. */
  readonly days: readonly string[];
  readonly horizonDays: number;
  readonly annualDiscountRate: number;
}

export interface ScoreCustomersResult {
  readonly scoringIds: readonly string[];
}

export interface ScoreCustomersParts extends PurchaseWindowParts {
  readonly brands: BrandService;
  readonly settle: PeopleSettlement;
  readonly plane: StablePlane;
  readonly copies: PeopleCopies;
  readonly histories: HistoryStore;
  readonly values: CustomerValueStore;
  readonly models: CustomerValueModelStore;
  readonly scorings: ValueScoringStore;
}

/** Works out what every customer of a brand will bring, as of one or more days, and publishes all days together. */
export class ScoreCustomers {
  constructor(private readonly parts: ScoreCustomersParts) {}

  readonly registration: readonly [kind: string, handler: JobHandler] = [SCORE_CUSTOMERS, (job) => this.run(job)];

  private async run(job: RunningJob): Promise<void> {
    await this.parts.settle.settle(job.context);
    await this.parts.copies.make((assertHeld) => this.score(job, assertHeld));
  }

  private async score(job: RunningJob, assertHeld: () => void): Promise<void> {
    const { context } = job;
    const { models, scorings } = this.parts;
    const request = job.run.payload as ScoreCustomersRequest;
    const model = await models.find(context, request.modelId);
    if (!model) throw new JobFailure("NOT_FOUND", "The brand must be granted to this organisation, but no longer is.");
    const cuts = (await scorings.findCuts(context, model.brandId)) ?? {
      version: 0,
      cuts: DEFAULT_CUTS,
      createdAt: null,
    };
    const scored: ValueScoring[] = [];
    for (const [index, asOf] of request.days.entries()) {
      scored.push(await this.scoreDay(job, request, { model, cuts, asOf }));
      job.progress((index + 1) / request.days.length);
    }
    assertHeld();
    await job.publish(async (manager): Promise<ScoreCustomersResult> => {
      for (const scoring of scored) await scorings.insert(manager, context, scoring);
      return { scoringIds: scored.map(({ id }) => id) };
    });
  }

  private async scoreDay(
    { context }: RunningJob,
    { horizonDays, annualDiscountRate }: ScoreCustomersRequest,
    { model, cuts, asOf }: { readonly model: CustomerValueModel; readonly cuts: ValueTierCuts; readonly asOf: string },
  ): Promise<ValueScoring> {
    const { brands, plane, histories, values } = this.parts;
    const brand = await brands.findGranted(context, model.brandId);
    if (!brand) throw new JobFailure("NOT_FOUND", "The brand must be granted to this organisation, but no longer is.");
    const rate = (1 + annualDiscountRate) ** (MONTH_DAYS / 365) - 1;
    const { id, people } = await plane.read(context, async () => {
      // Of every round another: what an abandoned one wrote is never read.
      const scoringId = newId(context.clock.now());
      const query = await purchaseQuery(this.parts, context, brand, { asOf, acquiredFrom: null });
      const seen = await histories.findHistories(query);
      const discounting = { horizon: horizonDays, period: MONTH_DAYS, rate };
      await values.insertForecasts(scoringId, seen, forecastHistories(model.report.purchases.model, seen, discounting));
      return { id: scoringId, people: await values.insertValues(scoringId, query, model.report.spend.model) };
    });
    if (people === 0n)
      throw new JobFailure(
        "NO_CUSTOMERS",
        `Somebody must have bought before ${asOf} to be scored, but nobody has; take a later day.`,
      );
    return {
      ...{
        id,
        brandId: model.brandId,
        modelId: model.id,
        cutsVersion: cuts.version,
        asOf,
        horizonDays,
        annualDiscountRate,
      },
      ...{ knownAt: context.clock.now(), outdatedAt: null, erasedPeople: 0n, people },
      report: await this.report(id, cuts),
    };
  }

  private async report(scoringId: string, { cuts }: ValueTierCuts): Promise<ScoringReport> {
    const { values } = this.parts;
    const shares = cuts.kind === "SHARE" ? [1 - cuts.highShare, 1 - cuts.highShare - cuts.midShare] : [];
    const { worth, past } = await values.findQuantiles(scoringId, [0.5, ...shares]);
    const bounds = boundsOf(cuts, worth);
    // A value is whole, so it lies above a median exactly when it lies above the whole number below it.
    const medians = { past: BigInt(Math.floor(past(0.5))), worth: BigInt(Math.floor(worth(0.5))) };
    return { bounds, medians, ...(await values.summarise(scoringId, { bounds, medians })) };
  }
}
