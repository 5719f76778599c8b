import type { RequestContext } from "../../platform/request-context";
import type { AssetService, StageHistory, StageRiseSql } from "../assets";
import type { BrandService } from "../brands";
import type { JourneyQuestion } from "./journey-question";

/** Who reached the stage that is a report's conversion, under the rules in force. */
export class StageRiseReader {
  constructor(
    private readonly assets: AssetService,
    private readonly history: StageHistory,
    private readonly brands: BrandService,
  ) {}

  /** Null where something else converts. */
  async of(context: RequestContext, question: JourneyQuestion): Promise<StageRiseSql | null> {
    const { brandId, conversion, sourceIds, overlayId, from, to, asOf } = question;
    if (conversion.stage === null) return null;
    const brand = (await this.brands.findGranted(context, brandId))!;
    const { ruleSet } = await this.assets.ruleSetInForce(context, brandId);
    const end = new Date(Math.min(asOf.getTime(), to.getTime()));
    return this.history.riseSql(
      { brand: { ...brand, primaryCategoryId: null }, ruleSet, sourceIds, overlayId },
      { from, to: end },
      conversion.stage,
    );
  }
}
