import type { RequestContext } from "../../platform/request-context";
import type { BrandService, CataloguePair } from "../brands";
import type { Mapping } from "./mapping";
import type { TouchpointDraft } from "./touchpoint";
import type { TouchpointService } from "./touchpoint.service";

/** Adds the brands and categories that rows name and the catalogue lacks, for mappings that ask for it. */
export class CatalogueFiller {
  private readonly linked = new Set<string>();

  constructor(
    private readonly brands: BrandService,
    private readonly touchpoints: TouchpointService,
  ) {}

  async fill(
    context: RequestContext,
    drafts: Iterable<Pick<TouchpointDraft, "brandCode" | "categoryCode">>,
    newBrands: Mapping["newBrands"],
  ): Promise<void> {
    const pairs = new Map<string, CataloguePair>();
    for (const { brandCode, categoryCode } of drafts) {
      if (!brandCode) continue;
      const pair = `${brandCode}\u0000${categoryCode ?? ""}`;
      if (!this.linked.has(pair)) pairs.set(pair, { brandCode, categoryCode: categoryCode || null });
    }
    if (pairs.size === 0) return;
    await this.brands.edit(context, { key: null, mutation: "fillCatalogue", request: null }, (manager) =>
      this.brands.addMissing(manager, [...pairs.values()], newBrands),
    );
    for (const pair of pairs.keys()) this.linked.add(pair);
    this.touchpoints.forgetCatalogue(context);
  }
}
