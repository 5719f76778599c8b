import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { AssetSnapshot } from "./asset-snapshot.types";
import { toAssetSnapshot } from "./shape-snapshot.types";
import type { SnapshotService } from "./snapshot.service";
import {
  AssetSnapshotRun,
  TakeAssetSnapshotInput,
  TakeAssetSnapshotPayload,
  toAssetSnapshotRun,
} from "./take-snapshot.types";

/** Taking snapshots. */
@Resolver(() => AssetSnapshotRun)
export class AssetSnapshotRunResolver {
  constructor(private readonly snapshots: SnapshotService) {}

  @Access("TAKE_SNAPSHOTS")
  @Mutation(() => TakeAssetSnapshotPayload, {
    description:
      "Counts a brand's people at a past instant, by stage and by cell. The figures are published together when the run has succeeded.",
  })
  takeAssetSnapshot(
    @Ctx() context: RequestContext,
    @Arg("input", () => TakeAssetSnapshotInput, { description: "Whose people, and when." })
    input: TakeAssetSnapshotInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<TakeAssetSnapshotPayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const categoryId =
        input.categoryId == null ? null : integerKeyOf("Category", input.categoryId, ["input", "categoryId"]);
      const ruleSetId = input.ruleSetId == null ? null : keyOf("RuleSet", input.ruleSetId, ["input", "ruleSetId"]);
      const run = await this.snapshots.take(context, { brandId, asOf: input.asOf, categoryId, ruleSetId }, key);
      return { run: toAssetSnapshotRun(run) };
    });
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => AssetSnapshot, { nullable: true, description: "What it published; null until it succeeded." })
  async assetSnapshot(@Ctx() context: RequestContext, @Root() run: AssetSnapshotRun): Promise<AssetSnapshot | null> {
    const snapshot = await this.snapshots.findOfRun(context, run.runId);
    return snapshot && toAssetSnapshot(await this.snapshots.show(context, snapshot));
  }
}
