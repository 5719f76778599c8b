import { newId } from "../../platform/ids";
import { JobFailure } from "../../platform/jobs/job-run";
import type { JobHandler } from "../../platform/jobs/worker";
import type { BrandService } from "../brands";
import type { TouchpointService } from "../touchpoints";
import type { AssetService } from "./asset.service";
import type { AssetSnapshotStore } from "./asset-snapshot.store";

export const TAKE_ASSET_SNAPSHOT = "TAKE_ASSET_SNAPSHOT";

export interface TakeSnapshotPayload {
  readonly brandId: number;
  /** Null: all categories. */
  readonly categoryId: number | null;
  readonly asOf: string;
}

export interface TakeSnapshotResult {
  readonly assetSnapshotId: string;
}

export interface TakeSnapshotParts {
  readonly store: AssetSnapshotStore;
  readonly assets: AssetService;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
}

/**
 * Labels one brand's people and publishes the figures. Each attempt writes bitmaps under an id of its own, so those of an
 * attempt that died are never read. A snapshot that is known already at the plane's version is answered instead.
 */
export function takeSnapshotJob(parts: TakeSnapshotParts): readonly [kind: string, handler: JobHandler] {
  const { store, assets, brands, touchpoints } = parts;
  const handler: JobHandler = async (job) => {
    const { context } = job;
    const { brandId, categoryId, asOf: asOfText } = job.run.payload as TakeSnapshotPayload;
    const brand = await brands.findGranted(context, brandId);
    if (!brand) throw new JobFailure("NOT_FOUND", "The brand must be granted to this organisation, but no longer is.");

    const asOf = new Date(asOfText);
    const knownAt = context.clock.now();
    const ruleSet = await assets.defaultRuleSet();
    // Read before the touchpoints: whatever comes meanwhile makes the snapshot OUTDATED, also if it was seen.
    const planeVersion = await touchpoints.planeVersion();
    const known = await store.findKnown(context, { brandId, categoryId, asOf, ruleSetId: ruleSet.id, planeVersion });
    if (known !== null) return job.publish(async (): Promise<TakeSnapshotResult> => ({ assetSnapshotId: known }));

    const links = await brands.categoriesOfBrand(context).load(brandId);
    const primaryCategoryId = links.find((link) => link.isPrimary)?.categoryId ?? null;
    const labelsId = newId(context.clock.now());
    const figures = await assets.labelBrands({
      labelsId,
      asOf,
      ruleSet,
      sourceIds: await touchpoints.visibleSourceIds(context),
      scope: categoryId === null ? { kind: "ALL" } : { kind: "CATEGORY", categoryId },
      brands: [{ id: brandId, zone: brand.zone, primaryCategoryId }],
    });
    await job.publish(async (manager): Promise<TakeSnapshotResult> => {
      const id = newId(context.clock.now());
      const snapshot = { id, brandId, categoryId, asOf, knownAt, planeVersion, ruleSet, labelsId };
      return {
        assetSnapshotId: await store.insertOnce(manager, context, { ...snapshot, figures: figures.get(brandId)! }),
      };
    });
  };
  return [TAKE_ASSET_SNAPSHOT, handler];
}
