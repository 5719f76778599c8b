import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import type { AttributionService } from "../attribution";
import { AttributionReport, toReport } from "../attribution/attribution-report.types";
import { Brand } from "../brands/brand.types";
import { type AttributionChangeService, MAX_CHANGES } from "./attribution-change.service";
import { AttributionChangePage, ChangedAttribution, toChangePage } from "./attribution-change.types";

@Resolver(() => Brand)
export class BrandAttributionChangesResolver {
  constructor(private readonly changes: AttributionChangeService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => AttributionChangePage, {
    description: "What changed of its attribution reports, for tools that keep a copy (增量拉取).",
  })
  async attributionChanges(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Arg("since", () => String, { nullable: true, description: "The watermark of the last answer; absent: all." })
    since?: string,
    @Arg("first", () => Int, { defaultValue: 100, description: `1 to ${MAX_CHANGES}.` }) first: number = 100,
  ): Promise<AttributionChangePage> {
    return toChangePage(await this.changes.changes(context, brandId, since ?? null, first));
  }
}

@Resolver(() => ChangedAttribution)
export class ChangedAttributionResolver {
  constructor(private readonly attribution: AttributionService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => AttributionReport, { nullable: true, description: "Its newest report; null when none is left." })
  async report(
    @Ctx() context: RequestContext,
    @Root() { newestKey }: ChangedAttribution,
  ): Promise<AttributionReport | null> {
    const report = await this.attribution.findReport(context, newestKey);
    return report && toReport(report, context.clock.now());
  }
}
