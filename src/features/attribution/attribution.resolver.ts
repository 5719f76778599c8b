import { Arg, Args, Ctx, FieldResolver, Float, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, connectionType, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Campaign } from "../campaigns/campaign.types";
import type { ExposureKind } from "../touchpoints";
import { ExposureKindEnum } from "../touchpoints/exposure.types";
import type { AttributionService } from "./attribution.service";
import { AttributionDimensionEnum, AttributionLine, toLine } from "./attribution-line.types";
import { AttributionModelEnum } from "./attribution-model.types";
import type { LineDimension } from "./attribution-report";
import { AttributionReport, toReport } from "./attribution-report.types";
import { AttributionRun, RunAttributionInput, RunAttributionPayload, toAttributionRun } from "./attribution-run.types";
import type { ModelKey } from "./model-key";

const AttributionLineConnection = connectionType(AttributionLine, "AttributionLine", "READ_ATTRIBUTION");

@Resolver(() => AttributionReport)
export class AttributionResolver {
  constructor(private readonly attribution: AttributionService) {}

  @Access("RUN_ATTRIBUTION")
  @Mutation(() => RunAttributionPayload, {
    description: "Attributes a campaign's conversions as of now and publishes the result as its next report.",
  })
  runAttribution(
    @Ctx() context: RequestContext,
    @Arg("input", () => RunAttributionInput, { description: "What to attribute." }) input: RunAttributionInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RunAttributionPayload> {
    return payload(async () => {
      const campaignId = keyOf("Campaign", input.campaignId, ["input", "campaignId"]);
      const run = await this.attribution.run(context, { ...input, campaignId }, key);
      return { run: toAttributionRun(run) };
    });
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => AttributionLineConnection, {
    description: "Its lines, most credit under the first model first, then by key.",
  })
  async lines(
    @Ctx() context: RequestContext,
    @Root() { report }: AttributionReport,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("dimension", () => AttributionDimensionEnum, {
      defaultValue: "PLATFORM",
      description: "What a line is about.",
    })
    dimension: LineDimension,
  ): Promise<ConnectionShape<AttributionLine>> {
    return toConnection(
      await this.attribution.lines(context, report, dimension, pageRequest(page)),
      (line) => toLine(line, report),
      () => this.attribution.countLines(context, report, dimension),
    );
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      "How far the models shown are apart, 0 to 1: the largest total variation distance (half the sum of absolute differences) between two models' shares of attributed conversions over the platforms shown. Null with one model, or when nothing is attributed.",
  })
  disagreement(@Ctx() context: RequestContext, @Root() { report }: AttributionReport): Promise<number | null> {
    return this.attribution.disagreement(context, report);
  }
}

@Resolver(() => Campaign)
export class CampaignAttributionResolver {
  constructor(private readonly attribution: AttributionService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => AttributionReport, {
    nullable: true,
    description: "A published report of the campaign; null when there is none with this version and these models.",
  })
  async attributionReport(
    @Ctx() context: RequestContext,
    @Root() { campaignId }: Campaign,
    @Arg("models", () => [AttributionModelEnum], {
      nullable: true,
      description:
        "Models to show, the first of which orders the lines; absent: all of the report, as they were asked for.",
    })
    models?: ModelKey[],
    @Arg("version", () => Int, {
      nullable: true,
      description: "Absent: the newest of these exposures that holds the models.",
    })
    version?: number,
    @Arg("exposures", () => [ExposureKindEnum], {
      defaultValue: ["SERVED"],
      description: "Kinds of exposure that were eligible; of no effect with a version.",
    })
    exposures: ExposureKind[] = ["SERVED"],
  ): Promise<AttributionReport | null> {
    const report = await this.attribution.findReportOfCampaign(context, campaignId, {
      models: models ?? null,
      version: version ?? null,
      exposures,
    });
    return report && toReport(report, context.clock.now());
  }
}

@Resolver(() => AttributionRun)
export class AttributionRunResolver {
  constructor(private readonly attribution: AttributionService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => AttributionReport, {
    nullable: true,
    description: "What it published; null until it succeeded.",
  })
  async report(@Ctx() context: RequestContext, @Root() { runId }: AttributionRun): Promise<AttributionReport | null> {
    const report = await this.attribution.findReport(context, runId);
    return report && toReport(report, context.clock.now());
  }
}
