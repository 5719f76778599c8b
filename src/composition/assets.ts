import { AssetService } from "../features/assets/asset.service";
import { AssetChangeResolver } from "../features/assets/asset-change.resolver";
import { AssetChangeService } from "../features/assets/asset-change.service";
import { AssetLabelStore } from "../features/assets/asset-label.store";
import { AssetSnapshotResolver } from "../features/assets/asset-snapshot.resolver";
import { AssetSnapshotStore } from "../features/assets/asset-snapshot.store";
import { AssetSnapshotRunResolver } from "../features/assets/asset-snapshot-run.resolver";
import { BrandAssetsResolver } from "../features/assets/brand-assets.resolver";
import { LABEL_BITMAPS } from "../features/assets/label-bitmaps";
import {
  AssetMovementNameResolver,
  AssetStageNameResolver,
  NineGridCellNameResolver,
  NineGridGroupNameResolver,
} from "../features/assets/label-name.resolver";
import { OutdatedSnapshotStore } from "../features/assets/outdated-snapshot.store";
import { toAssetSnapshot, toRuleSet } from "../features/assets/shape-snapshot.types";
import { SnapshotService } from "../features/assets/snapshot.service";
import { StageHistory } from "../features/assets/stage-history";
import { takeSnapshotJob } from "../features/assets/take-snapshot";
import { toAssetSnapshotRun } from "../features/assets/take-snapshot.types";
import { BitmapEraser } from "../platform/clickhouse/bitmap-eraser";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeAssets(
  { database, clickhouse, queries, mutations, jobs }: Kernel,
  {
    access,
    brands,
    touchpoints,
    settle,
    plane,
    overlay,
    frozen,
    copies,
  }: AccessPart & BrandsPart & PeoplePart & TouchpointsPart,
) {
  const store = new AssetSnapshotStore(database);
  const labels = new AssetLabelStore(clickhouse);
  const assets = new AssetService(store, labels, brands, frozen);
  const snapshots = new SnapshotService({ database, jobs, store, assets, access, brands });
  const outdated = new OutdatedSnapshotStore();
  return {
    assets,
    snapshots,
    stageHistory: new StageHistory(new AssetLabelStore(queries)),
    resolvers: [
      new AssetStageNameResolver(),
      new NineGridCellNameResolver(),
      new NineGridGroupNameResolver(),
      new AssetMovementNameResolver(),
      new AssetSnapshotResolver(brands, snapshots),
      new AssetSnapshotRunResolver(snapshots),
      new BrandAssetsResolver(assets, snapshots),
      new AssetChangeResolver(new AssetChangeService(assets, overlay, access), snapshots),
    ],
    handlers: [
      takeSnapshotJob({ store, outdated, assets, access, brands, touchpoints, settle, plane, overlay, copies }),
    ],
    erasers: [new BitmapEraser(clickhouse, mutations, LABEL_BITMAPS)],
    nodes: [
      ["RuleSet", async (context, key) => whenFound(await assets.findRuleSet(context, key), toRuleSet)],
      [
        "AssetSnapshotRun",
        async (context, key) => whenFound(await snapshots.findRun(context, key), toAssetSnapshotRun),
      ],
      [
        "AssetSnapshot",
        async (context, key) =>
          whenFound(await snapshots.find(context, key), async (row) =>
            toAssetSnapshot(await snapshots.show(context, row)),
          ),
      ],
    ],
  } satisfies Composed;
}

export type AssetsPart = Services<typeof composeAssets>;
