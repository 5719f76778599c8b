import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import type { CampaignService, Placement } from "../campaigns";
import type { ReportSubject } from "./report-subject";

/** Whose conversions and touches a report of people is about. */
export interface ReportScope {
  readonly brandId: number;
  readonly zone: string;
  readonly currencyCode: string;
  readonly campaignCodes: readonly string[];
  readonly placements: readonly Placement[];
  readonly window: { readonly from: Date; readonly to: Date };
}

/** Null where the campaign or the brand is not visible (any more). */
export async function findScope(
  context: RequestContext,
  subject: Exclude<ReportSubject, { readonly kind: "PATHS" }>,
  { campaigns, brands }: { readonly campaigns: CampaignService; readonly brands: BrandService },
): Promise<ReportScope | null> {
  if (subject.kind === "CAMPAIGN") {
    const campaign = await campaigns.find(context, subject.campaignId);
    const brand = campaign && (await brands.findGranted(context, campaign.brandId));
    if (!campaign || !brand) return null;
    const { window, placements, code } = campaign;
    return { ...scopeOf(brand), campaignCodes: [code], placements, window };
  }
  const brand = await brands.findGranted(context, subject.brandId);
  if (!brand) return null;
  const all = await campaigns.allOfBrand(context, brand.id);
  return {
    ...scopeOf(brand),
    campaignCodes: all.map(({ code }) => code),
    placements: all.flatMap(({ placements }) => placements),
    window: { from: new Date(subject.from), to: new Date(subject.to) },
  };
}

const scopeOf = ({ id, zone, currencyCode }: { id: number; zone: string; currencyCode: string }) => ({
  brandId: id,
  zone,
  currencyCode,
});
