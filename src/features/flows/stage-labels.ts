import type { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import type { AssetService, PerStage, StageHistory, StageQuestion } from "../assets";

/** Who stood where at an instant: as a snapshot keeps it where one does and nothing changed since, else worked out anew. */
export class StageLabels {
  constructor(
    private readonly assets: AssetService,
    private readonly history: StageHistory,
  ) {}

  async at(context: RequestContext, question: StageQuestion, instant: Date): Promise<PerStage<RoaringBitmap32>> {
    const { brand, ruleSet, overlayId } = question;
    const snapshot = await this.assets.latestSnapshot(context, brand.id, instant);
    const isCurrent = snapshot?.hasLabels && !snapshot.isOutdated && snapshot.ruleSet.id === ruleSet.id;
    return isCurrent
      ? this.assets.stageBitmaps(snapshot.labelsId, brand.id, overlayId)
      : this.history.stagesAt(question, instant);
  }
}
