import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { keyOf } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import { movements } from "./asset-change";
import type { AssetChangeService } from "./asset-change.service";
import { AssetChange, AssetMovementCount } from "./asset-change.types";
import { crowdGroups } from "./nine-grid";
import { toAssetSnapshot } from "./shape-snapshot.types";
import type { SnapshotService } from "./snapshot.service";
import { stages } from "./stage";

@Resolver(() => Brand)
export class AssetChangeResolver {
  constructor(
    private readonly changes: AssetChangeService,
    private readonly snapshots: SnapshotService,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => AssetChange, {
    nullable: true,
    description:
      "How the assets of all categories changed between two snapshots, and who entered, left and moved: the brand by itself, by its own rules, all categories and all sources that it sees. Beside its industry it is assetGrowth, whose counts are others. Null when none was taken by the rules of exactly one of the instants.",
  })
  async assetChange(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("from", () => DateTimeScalar, { description: "asOf of the first snapshot." }) from: Date,
    @Arg("to", () => DateTimeScalar, { description: "asOf of the second snapshot; after from." }) to: Date,
    @Arg("ruleSetId", () => ID, {
      nullable: true,
      description: "The rules of both snapshots; absent: those in force for the brand.",
    })
    ruleSetId?: string | null,
  ): Promise<AssetChange | null> {
    const key = ruleSetId == null ? null : keyOf("RuleSet", ruleSetId, ["ruleSetId"]);
    const change = await this.changes.change(context, { brandId, from, to, ruleSetId: key });
    if (!change) return null;
    const [start, end] = await Promise.all(
      [change.from, change.to].map(async (row) => toAssetSnapshot(await this.snapshots.show(context, row))),
    );
    return Object.assign(new AssetChange(), {
      from: start!,
      to: end!,
      people: change.people,
      stages: stages.map((stage) => ({ stage, people: change.stages.get(stage)! })),
      groups: crowdGroups.map((group) => ({ group, people: change.groups.get(group)! })),
      movements: movements.map((movement) =>
        Object.assign(new AssetMovementCount(), { movement, people: change.movements.get(movement)! }),
      ),
    });
  }
}
