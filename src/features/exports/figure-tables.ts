import type { RequestContext } from "../../platform/request-context";
import type { AttributionService, NodeIds } from "../attribution";
import type { BrandService } from "../brands";
import type { CampaignService } from "../campaigns";
import type { ReviewService } from "../reviews";
import { attributionTable } from "./attribution-table";
import type { ExportRequest } from "./figure-export";
import type { FigureTable } from "./figure-table";
import { reviewTable } from "./review-table";

export interface FigureTablesParts {
  readonly attribution: AttributionService;
  readonly reviews: ReviewService;
  readonly campaigns: CampaignService;
  readonly brands: BrandService;
  readonly nodeId: NodeIds;
}

type Wanted = Pick<ExportRequest, "kind" | "subjectId">;

/** Published figures as tables, with the rights of the caller. */
export class FigureTables {
  constructor(private readonly its: FigureTablesParts) {}

  async isThere(context: RequestContext, { kind, subjectId }: Wanted): Promise<boolean> {
    const { attribution, reviews } = this.its;
    const service =
      kind === "ATTRIBUTION" ? attribution.findReport(context, subjectId) : reviews.find(context, subjectId);
    return (await service) !== null;
  }

  /** Null when there is none, or none that is visible. */
  read(context: RequestContext, { kind, subjectId }: Wanted): Promise<FigureTable | null> {
    return kind === "ATTRIBUTION" ? this.attribution(context, subjectId) : this.review(context, subjectId);
  }

  private async attribution(context: RequestContext, id: string): Promise<FigureTable | null> {
    const { attribution, brands, nodeId } = this.its;
    const report = await attribution.findReport(context, id);
    if (!report) return null;
    const whole = await attribution.whole(context, report);
    const brand = whole.brandId === null ? null : await brands.findGranted(context, whole.brandId);
    return attributionTable(whole, brand, nodeId);
  }

  private async review(context: RequestContext, id: string): Promise<FigureTable | null> {
    const { reviews, campaigns, brands, nodeId } = this.its;
    const review = await reviews.find(context, id);
    const campaign = review && (await campaigns.find(context, review.campaignId));
    const brand = campaign && (await brands.findGranted(context, campaign.brandId));
    return review && brand ? reviewTable(review, brand, nodeId) : null;
  }
}
