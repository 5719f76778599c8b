import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import type { RequestContext } from "../../platform/request-context";
import type { AssetService, LabelledBrand } from "../assets";
import type { BrandService } from "../brands";
import type { PeopleCopies, PeopleSettlement, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { BenchmarkStore, NewBenchmark } from "./benchmark.store";
import { type NewestLookUp, newestPrefix } from "./benchmark-lookups";
import { compareBrands } from "./compare-brands";
import { outdatedBenchmarks } from "./outdated-benchmarks";

export const REFRESH_BENCHMARKS = "REFRESH_BENCHMARKS";

export interface RefreshPayload {
  readonly categoryId: number;
  readonly asOf: string;
  readonly flowFrom: string;
}

export interface RefreshParts {
  readonly store: BenchmarkStore;
  readonly assets: AssetService;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly settle: PeopleSettlement;
  readonly plane: StablePlane;
  readonly copies: PeopleCopies;
  readonly newest: NewestLookUp;
}

/** Told, in the transaction that publishes it, that a category was compared. */
export type RefreshedListener = (
  manager: EntityManager,
  context: RequestContext,
  refreshed: RefreshPayload,
) => Promise<void>;

/**
 * Compares all brands of a category tree: one pass labels everybody at `asOf`, one says what they did in the window, one labels
 * everybody at `flowFrom`, one follows the latter, and one counts who visited the shops and bought.
 * It reads CLOUD sources only and publishes figures of brands, never people.
 */
export class RefreshBenchmarks {
  private readonly listeners: RefreshedListener[] = [];

  constructor(private readonly parts: RefreshParts) {}

  readonly registration: readonly [kind: string, handler: JobHandler] = [REFRESH_BENCHMARKS, (job) => this.run(job)];

  onRefreshed(listener: RefreshedListener): void {
    this.listeners.push(listener);
  }

  private readonly run: JobHandler = async (job) => {
    const { context } = job;
    const { store, touchpoints, settle, plane, copies, newest } = this.parts;
    const payload = job.run.payload as RefreshPayload;
    await settle.settle(context);
    // Read before the touchpoints: what comes meanwhile and concerns the figures makes them OUTDATED, also if it was seen.
    const seen = await touchpoints.planeAndPeople();
    const { ruleSet, brands } = await copies.make(() => plane.read(context, () => this.count(job, payload)));
    await job.publishAsSystem(async (manager) => {
      const computedAt = context.clock.now();
      const id = newId(computedAt);
      const { categoryId } = payload;
      const window = { asOf: new Date(payload.asOf), flowFrom: new Date(payload.flowFrom) };
      const planeVersion = seen.version;
      await store.insert(manager, { id, categoryId, ...window, ruleSet, planeVersion, computedAt, brands });
      await outdatedBenchmarks.markPublished(manager, id, await touchpoints.cloudLateSince(manager, seen), computedAt);
      for (const listener of this.listeners) await listener(manager, context, payload);
      return { benchmarkId: id };
    });
    await newest.forgetEverywhere(newestPrefix(payload.categoryId));
  };

  private async count(
    { context, progress }: RunningJob,
    payload: RefreshPayload,
  ): Promise<Pick<NewBenchmark, "ruleSet" | "brands">> {
    const { assets, touchpoints } = this.parts;
    const [from, to] = [new Date(payload.flowFrom), new Date(payload.asOf)];
    const ruleSet = await assets.defaultRuleSet();
    const population = {
      ruleSet,
      sourceIds: await touchpoints.cloudSourceIds(),
      overlayId: null,
      scope: { kind: "CATEGORY", categoryId: payload.categoryId } as const,
      brands: await brandsToLabel(this.parts, context, payload.categoryId),
    };
    const [labelsId, startLabelsId] = [newId(context.clock.now()), newId(context.clock.now())];
    const figures = await assets.labelBrands({ ...population, labelsId, asOf: to });
    const activity = await assets.activity({ ...population, labelsId, from, to });
    progress(0.4);
    await assets.labelBrands({ ...population, labelsId: startLabelsId, asOf: from });
    progress(0.7);
    const reach = await assets.stageReach({ ...population, labelsId: startLabelsId, from, to });
    progress(0.9);
    const conversion = await assets.shopConversion(population, { from, to });
    progress(0.95);
    const counts = population.brands.map(({ id }) => ({
      brandId: id,
      assets: figures.get(id),
      reach: reach.get(id) ?? [],
      activity: activity.get(id),
      conversion: conversion.get(id),
    }));
    return { ruleSet, brands: compareBrands(counts, ruleSet.definition.groups) };
  }
}

async function brandsToLabel(
  { brands }: Pick<RefreshParts, "brands">,
  context: RequestContext,
  categoryId: number,
): Promise<readonly LabelledBrand[]> {
  const rows = await brands.brandsOfCategory(categoryId);
  const primary = brands.categoriesOfBrand(context);
  return Promise.all(
    rows.map(async ({ id, zone }) => {
      const categories = await primary.load(id);
      return { id, zone, primaryCategoryId: categories.find(({ isPrimary }) => isPrimary)?.categoryId ?? null };
    }),
  );
}
