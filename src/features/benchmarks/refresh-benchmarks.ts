import { newId } from "../../platform/ids";
import type { JobHandler } from "../../platform/jobs/worker";
import type { RequestContext } from "../../platform/request-context";
import type { AssetService, LabelledBrand } from "../assets";
import type { BrandService } from "../brands";
import type { PeopleCopies, PeopleSettlement, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { BenchmarkStore } from "./benchmark.store";
import { type NewestLookUp, newestPrefix } from "./benchmark-lookups";
import { compareBrands } from "./compare-brands";

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

/**
 * Compares all brands of a category tree: one pass labels everybody at `asOf`, one says what they did in the window, one labels
 * everybody at `flowFrom`, one follows the latter, and one counts who visited the shops and bought.
 * It reads CLOUD sources only and publishes figures of brands, never people.
 */
export function refreshBenchmarksJob(parts: RefreshParts): readonly [kind: string, handler: JobHandler] {
  const { store, assets, touchpoints, settle, plane, copies, newest } = parts;
  const handler: JobHandler = async (job) => {
    const { context } = job;
    const payload = job.run.payload as RefreshPayload;
    const asOf = new Date(payload.asOf);
    const flowFrom = new Date(payload.flowFrom);
    const fresh = (): string => newId(context.clock.now());

    await settle.settle(context);
    // Read before the touchpoints: the figures hold at least this version.
    const planeVersion = await touchpoints.planeVersion();
    const ruleSet = await assets.defaultRuleSet();
    const population = {
      ruleSet,
      sourceIds: await touchpoints.cloudSourceIds(),
      overlayId: null,
      scope: { kind: "CATEGORY", categoryId: payload.categoryId } as const,
      brands: await brandsToLabel(parts, context, payload.categoryId),
    };
    const label = async () => {
      const labelsId = fresh();
      const figures = await assets.labelBrands({ ...population, labelsId, asOf });
      const activity = await assets.activity({ ...population, labelsId, from: flowFrom, to: asOf });
      job.progress(0.4);
      const startLabelsId = fresh();
      await assets.labelBrands({ ...population, labelsId: startLabelsId, asOf: flowFrom });
      job.progress(0.7);
      const reach = await assets.stageReach({ ...population, labelsId: startLabelsId, from: flowFrom, to: asOf });
      job.progress(0.9);
      const conversion = await assets.shopConversion(population, { from: flowFrom, to: asOf });
      job.progress(0.95);
      return { figures, activity, reach, conversion };
    };
    const { figures, activity, reach, conversion } = await copies.make(() => plane.read(context, label));

    const compared = compareBrands(
      population.brands.map(({ id }) => ({
        brandId: id,
        assets: figures.get(id),
        reach: reach.get(id) ?? [],
        activity: activity.get(id),
        conversion: conversion.get(id),
      })),
      ruleSet.definition.groups,
    );
    await job.publishAsSystem(async (manager) => {
      const { categoryId } = payload;
      const id = fresh();
      const computedAt = context.clock.now();
      await store.insert(manager, {
        id,
        categoryId,
        asOf,
        flowFrom,
        ruleSet,
        planeVersion,
        computedAt,
        brands: compared,
      });
      return { benchmarkId: id };
    });
    await newest.forgetEverywhere(newestPrefix(payload.categoryId));
  };
  return [REFRESH_BENCHMARKS, handler];
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
