import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AudiencePack, PackLifecycle, PackToChange } from "../audiences";
import type { PlacementStore } from "./placement.store";

/** Puts packs away, unless media buy for them at this moment. */
export class PackArchiver {
  constructor(
    private readonly lifecycle: PackLifecycle,
    private readonly placements: PlacementStore,
  ) {}

  archive(context: RequestContext, change: PackToChange): Promise<AudiencePack> {
    return this.lifecycle.archive(context, change, async (manager) => {
      const [running, ...more] = await this.placements.findRunningOfPack(manager, change.packId, context.clock.now());
      if (!running) return;
      const others = more.length === 0 ? "" : ` and ${more.length} more`;
      throw UserProblems.one(
        "IN_USE",
        ["id"],
        `A pack must have no running placement to be archived, but "${running.placement}" of "${running.campaign}"${others} is aimed at it; archive it when they have ended.`,
      );
    });
  }
}
