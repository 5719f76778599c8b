import { Arg, Args, Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { keyOf } from "../../graphql/node";
import { DateScalar, DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import type { AssetService } from "./asset.service";
import { AssetTrend, TrendGrainEnum } from "./asset-series.types";
import type { AssetSnapshot as AssetSnapshotRow, TrendGrain } from "./asset-snapshot";
import { AssetSnapshot, AssetSnapshotConnection } from "./asset-snapshot.types";
import { toAssetSnapshot } from "./shape-snapshot.types";
import type { SnapshotService } from "./snapshot.service";

const RULE_SET = {
  nullable: true,
  description: "Only by this version of rules; absent: by the rules in force, and where none is by these, the newest.",
} as const;

const ruleSetKey = (id: string | null | undefined): string | null =>
  id == null ? null : keyOf("RuleSet", id, ["ruleSetId"]);

/** A brand's published assets. */
@Resolver(() => Brand)
export class BrandAssetsResolver {
  constructor(
    private readonly assets: AssetService,
    private readonly snapshots: SnapshotService,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => AssetSnapshot, {
    nullable: true,
    description:
      "The people of all categories at exactly this instant, as last taken; null when no such snapshot was taken yet: take it with takeAssetSnapshot. Of several rule sets the one in force counts, and where none was taken by it the newest; ruleSet says which.",
  })
  async assetSnapshot(
    @Ctx() context: RequestContext,
    @Root() brand: Brand,
    @Arg("asOf", () => DateTimeScalar, { description: "The instant that was counted." }) asOf: Date,
    @Arg("ruleSetId", () => ID, RULE_SET) ruleSetId?: string | null,
    @Arg("knownAt", () => DateTimeScalar, {
      nullable: true,
      description: "As it was known then, before it was restated; absent: as it is known now.",
    })
    knownAt?: Date | null,
  ): Promise<AssetSnapshot | null> {
    const choice = { ruleSetId: ruleSetKey(ruleSetId), knownAt };
    const snapshot = await this.assets.latestSnapshot(context, brand.brandId, asOf, choice);
    return snapshot && this.show(context, snapshot);
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => AssetSnapshotConnection, {
    description:
      "Every snapshot taken of the brand, of all categories and of single ones; newest asOf first, then newest knowledge.",
  })
  async assetSnapshots(
    @Ctx() context: RequestContext,
    @Root() brand: Brand,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<ConnectionShape<AssetSnapshot>> {
    const page = await this.snapshots.page(context, brand.brandId, pageRequest(args));
    const shown = await Promise.all(page.rows.map(({ row }) => this.show(context, row)));
    const shape = new Map(page.rows.map(({ row }, index) => [row, shown[index]!]));
    return toConnection(
      page,
      (row) => shape.get(row)!,
      () => this.snapshots.count(context, brand.brandId),
    );
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => AssetTrend, {
    description: "How the assets went, by the snapshots of all categories that were taken.",
  })
  async assetTrend(
    @Ctx() context: RequestContext,
    @Root() brand: Brand,
    @Arg("from", () => DateScalar, {
      description: "First day in the brand's zone: snapshots from its first instant on.",
    })
    from: string,
    @Arg("to", () => DateScalar, {
      description:
        "Last day: snapshots until its first instant, which is included, as it is the balance of the day before.",
    })
    to: string,
    @Arg("grain", () => TrendGrainEnum, { description: "Length of the periods." }) grain: TrendGrain,
    @Arg("ruleSetId", () => ID, RULE_SET) ruleSetId?: string | null,
  ): Promise<AssetTrend> {
    const { brandId, zone } = brand;
    const points = await this.snapshots.trend(
      context,
      { id: brandId, zone },
      {
        from,
        to,
        grain,
        ruleSetId: ruleSetKey(ruleSetId),
      },
    );
    return Object.assign(new AssetTrend(), {
      grain,
      points: await Promise.all(points.map((snapshot) => this.show(context, snapshot))),
    });
  }

  private async show(context: RequestContext, snapshot: AssetSnapshotRow): Promise<AssetSnapshot> {
    return toAssetSnapshot(await this.snapshots.show(context, snapshot));
  }
}
