import { newId } from "../../platform/ids";
import { JobFailure } from "../../platform/jobs/job-run";
import type { JobHandler } from "../../platform/jobs/worker";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import type { PeopleCopies, PeopleOverlay, PeopleSettlement, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { AssetService } from "./asset.service";
import type { AssetSnapshotStore } from "./asset-snapshot.store";
import type { OutdatedSnapshotStore } from "./outdated-snapshot.store";
import { toldCounts } from "./told-counts";

export const TAKE_ASSET_SNAPSHOT = "TAKE_ASSET_SNAPSHOT";

export interface TakeSnapshotPayload {
  readonly brandId: number;
  /** Null: all categories. */
  readonly categoryId: number | null;
  readonly asOf: string;
  /** Null: the rules in force when the work begins. */
  readonly ruleSetId: string | null;
}

export interface TakeSnapshotResult {
  readonly assetSnapshotId: string;
}

export interface TakeSnapshotParts {
  readonly store: AssetSnapshotStore;
  readonly outdated: OutdatedSnapshotStore;
  readonly assets: AssetService;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly settle: PeopleSettlement;
  readonly plane: StablePlane;
  readonly overlay: PeopleOverlay;
  readonly copies: PeopleCopies;
}

/**
 * Labels one brand's people and publishes the figures. Each attempt writes bitmaps under an id of its own, so those of an
 * attempt that died are never read. A snapshot that is known already and not outdated is answered instead.
 */
export function takeSnapshotJob(parts: TakeSnapshotParts): readonly [kind: string, handler: JobHandler] {
  const { store, outdated, assets, access, brands, touchpoints, settle, plane, overlay, copies } = parts;
  const handler: JobHandler = async (job) => {
    const { context } = job;
    const { brandId, categoryId, asOf: asOfText, ruleSetId = null } = job.run.payload as TakeSnapshotPayload;
    const brand = await brands.findGranted(context, brandId);
    if (!brand) throw new JobFailure("NOT_FOUND", "The brand must be granted to this organisation, but no longer is.");

    const asOf = new Date(asOfText);
    const ruleSet =
      ruleSetId === null
        ? (await assets.ruleSetInForce(context, brandId)).ruleSet
        : (await assets.findRuleSet(context, ruleSetId))!;
    await settle.settle(context);
    const { peopleVersion } = await touchpoints.planeAndPeople();
    const known = await store.findKnown(context, { brandId, categoryId, asOf, ruleSetId: ruleSet.id, peopleVersion });
    if (known !== null) return job.publish(async (): Promise<TakeSnapshotResult> => ({ assetSnapshotId: known }));

    const { smallGroupThreshold } = await access.ownOrganisation(context);
    const links = await brands.categoriesOfBrand(context).load(brandId);
    const primaryCategoryId = links.find((link) => link.isPrimary)?.categoryId ?? null;
    await copies.make(async (assertHeld) => {
      const knownAt = context.clock.now();
      const { seen, labelsId, overlayId, figures } = await plane.read(context, async () => {
        // Read before the touchpoints: what comes meanwhile and concerns the snapshot makes it OUTDATED, also if it was seen.
        const seen = await touchpoints.planeAndPeople();
        const labelsId = newId(context.clock.now());
        const overlayId = await overlay.idOf(context);
        const figures = await assets.labelBrands({
          labelsId,
          asOf,
          ruleSet,
          sourceIds: await touchpoints.visibleSourceIds(context),
          overlayId,
          scope: categoryId === null ? { kind: "ALL" } : { kind: "CATEGORY", categoryId },
          brands: [{ id: brandId, zone: brand.zone, primaryCategoryId }],
        });
        return { seen, labelsId, overlayId, figures };
      });
      assertHeld();
      await job.publish(async (manager): Promise<TakeSnapshotResult> => {
        const id = newId(context.clock.now());
        const { version: planeVersion, peopleVersion } = seen;
        const snapshot = { id, brandId, categoryId, asOf, knownAt, planeVersion, peopleVersion, ruleSet, labelsId };
        const own = figures.get(brandId)!;
        const assetSnapshotId = await store.insertOnce(manager, context, { ...snapshot, figures: own });
        const late = await touchpoints.lateSince(manager, context, seen);
        const isOfOldPeople = !(await overlay.isCurrent(manager, overlayId));
        if (assetSnapshotId === id) {
          const told = toldCounts(own, ruleSet.definition.groups, smallGroupThreshold);
          await store.insertTold(manager, context, id, told, smallGroupThreshold);
          await outdated.markPublished(manager, id, isOfOldPeople ? null : late, context.clock.now());
        }
        return { assetSnapshotId };
      });
    });
  };
  return [TAKE_ASSET_SNAPSHOT, handler];
}
