import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { PeopleOverlay } from "../people";
import type { AssetService } from "./asset.service";
import { type AssetChange, assetChange, stageMovements, stageSide } from "./asset-change";
import { crossLabels } from "./cross-labels";
import { tellTransition } from "./tell-transition";

export interface ChangeRequest {
  readonly brandId: number;
  readonly from: Date;
  readonly to: Date;
  /** Null: the rules in force. */
  readonly ruleSetId: string | null;
}

/** What became of a brand's assets between two snapshots of all categories. */
export class AssetChangeService {
  constructor(
    private readonly assets: AssetService,
    private readonly overlay: PeopleOverlay,
    private readonly access: AccessService,
  ) {}

  /** Null when no snapshot was taken by the rules of exactly one of the instants. */
  async change(context: RequestContext, { brandId, from, to, ruleSetId }: ChangeRequest): Promise<AssetChange | null> {
    if (to <= from)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["to"],
        `to must be after from (${from.toISOString()}), but got ${to.toISOString()}; swap them.`,
      );
    const { assets } = this;
    const choice = { ruleSetId: ruleSetId ?? (await assets.ruleSetInForce(context, brandId)).ruleSet.id };
    const [start, end] = await Promise.all([
      assets.latestSnapshot(context, brandId, from, choice),
      assets.latestSnapshot(context, brandId, to, choice),
    ]);
    if (!start || !end) return null;
    const overlayId = await this.overlay.idOf(context);
    const [before, after, organisation] = await Promise.all([
      assets.stageBitmaps(start.labelsId, brandId, overlayId),
      assets.stageBitmaps(end.labelsId, brandId, overlayId),
      this.access.ownOrganisation(context),
    ]);
    const threshold = organisation.smallGroupThreshold;
    const crossed = {
      cells: crossLabels(before, after),
      before: stageSide(start, BigInt(before[0].size), threshold),
      after: stageSide(end, BigInt(after[0].size), threshold),
      moves: stageMovements,
    };
    return assetChange(start, end, tellTransition(crossed, threshold).moves, threshold);
  }
}
