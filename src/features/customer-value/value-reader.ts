import type { RequestContext } from "../../platform/request-context";
import { suppressPartition } from "../../platform/small-groups";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import type { CustomerValueModel } from "./customer-value-model";
import type { CustomerValueModelService } from "./customer-value-model.service";
import { type ToldGroup, tellGroup, tellGroups, totalOf } from "./told-values";
import type { ValueScoring } from "./value-scoring";

/** A scoring's figures as a caller may see them. */
export interface ToldScoring {
  readonly customers: ToldGroup;
  readonly tiers: readonly ToldGroup[];
  readonly quadrants: readonly ToldGroup[];
  readonly aliveTenths: readonly (bigint | null)[];
}

export class ValueReader {
  constructor(
    private readonly access: AccessService,
    private readonly brands: BrandService,
    private readonly registry: CustomerValueModelService,
  ) {}

  async currencyOf(context: RequestContext, brandId: number): Promise<string> {
    return (await this.brands.requireGranted(context, brandId, ["brandId"])).currencyCode;
  }

  /** Models stay, so a scoring that is visible has one. */
  async modelOf(context: RequestContext, { modelId }: ValueScoring): Promise<CustomerValueModel> {
    return this.registry.require(context, modelId, ["modelId"]);
  }

  async tell(context: RequestContext, { brandId, report }: ValueScoring): Promise<ToldScoring> {
    const [currencyCode, { smallGroupThreshold }] = await Promise.all([
      this.currencyOf(context, brandId),
      this.access.ownOrganisation(context),
    ]);
    return {
      customers: tellGroup(totalOf(report.tiers), smallGroupThreshold, currencyCode),
      tiers: tellGroups(report.tiers, smallGroupThreshold, currencyCode),
      quadrants: tellGroups(report.quadrants, smallGroupThreshold, currencyCode),
      aliveTenths: suppressPartition(report.aliveTenths, smallGroupThreshold).counts,
    };
  }
}
