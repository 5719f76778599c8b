import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Float, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, connectionType, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import { Brand } from "../brands/brand.types";
import { Campaign } from "../campaigns/campaign.types";
import type { ExposureKind } from "../touchpoints";
import { ExposureKindEnum } from "../touchpoints/exposure.types";
import { type AttributionService, MAX_PERIODS, type ReportChoice } from "./attribution.service";
import { AttributionDimensionEnum, AttributionLine, toLine } from "./attribution-line.types";
import { AttributionModelEnum } from "./attribution-model.types";
import { AttributionGrainEnum, AttributionPeriod, toPeriod } from "./attribution-period.types";
import { AttributionReport, toReport } from "./attribution-report.types";
import { AttributionRun, RunAttributionInput, RunAttributionPayload, toAttributionRun } from "./attribution-run.types";
import type { Dimension } from "./dimension";
import type { ModelKey } from "./model-key";
import type { PathSetService } from "./path-set.service";
import {
  AttributionPathSet,
  ImportAttributionPathsInput,
  ImportAttributionPathsPayload,
  toPathSet,
} from "./path-set.types";
import { changedLines } from "./report-change";
import { AttributionChange, toChange } from "./report-change.types";
import type { Grain } from "./report-periods";

const AttributionLineConnection = connectionType(AttributionLine, "AttributionLine", "READ_ATTRIBUTION");

@Resolver(() => AttributionReport)
export class AttributionResolver {
  constructor(private readonly attribution: AttributionService) {}

  @Access("RUN_ATTRIBUTION")
  @Mutation(() => RunAttributionPayload, {
    description:
      "Attributes the conversions of a campaign, of a brand's window or of imported paths as of now and publishes the result as the next version of its report.",
  })
  runAttribution(
    @Ctx() context: RequestContext,
    @Arg("input", () => RunAttributionInput, { description: "What to attribute." }) input: RunAttributionInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RunAttributionPayload> {
    return payload(async () => {
      const { campaignId, brandId, pathSetId } = input;
      const run = await this.attribution.run(
        context,
        {
          ...input,
          campaignId: campaignId && keyOf("Campaign", campaignId, ["input", "campaignId"]),
          brandId: brandId == null ? null : Number(keyOf("Brand", brandId, ["input", "brandId"])),
          pathSetId: pathSetId && keyOf("AttributionPathSet", pathSetId, ["input", "pathSetId"]),
        },
        key,
      );
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
      description: "What a line is about, one of the report's `dimensions`; CHANNEL of imported paths.",
    })
    dimension: Dimension,
  ): Promise<ConnectionShape<AttributionLine>> {
    return toConnection(
      await this.attribution.lines(context, report, dimension, pageRequest(page)),
      (line) => toLine(line, dimension, report),
      () => this.attribution.countLines(context, report, dimension),
    );
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      "How far the models shown are apart, 0 to 1: the largest total variation distance (half the sum of absolute differences) between two models' shares of attributed conversions over the platforms shown, or the channels of imported paths. Null with one model, or when nothing is attributed.",
  })
  disagreement(@Ctx() context: RequestContext, @Root() { report }: AttributionReport): Promise<number | null> {
    return this.attribution.disagreement(context, report);
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => [AttributionPeriod], {
    description: `Its conversions by hour or by day of the conversion (分时/分日), those without any left out, oldest first; at most ${MAX_PERIODS}. None of imported paths.`,
  })
  async periods(
    @Ctx() context: RequestContext,
    @Root() { report }: AttributionReport,
    @Arg("grain", () => AttributionGrainEnum, { description: "How long a period is." }) grain: Grain,
    @Arg("model", () => AttributionModelEnum, {
      defaultValue: "LAST_TOUCH",
      description: "Whose credit; one that the report holds and that adds up across dimensions.",
    })
    model: ModelKey,
    @Arg("from", () => DateTimeScalar, { nullable: true, description: "Not before; absent: from the window's start." })
    from?: Date,
    @Arg("to", () => DateTimeScalar, { nullable: true, description: "Before; absent: to the window's end." })
    to?: Date,
  ): Promise<readonly AttributionPeriod[]> {
    const { window, currencyCode } = report;
    if (window === null) return [];
    const range = { from: from ?? window.from, to: to ?? window.to };
    const rows = await this.attribution.periods(context, report, { grain, model, ...range });
    return rows.map((row) => toPeriod(row, currencyCode));
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => AttributionChange, {
    nullable: true,
    description:
      "How it differs from an earlier or later version of it, under the models shown; null when there is none with this number that holds them.",
  })
  async changeSince(
    @Ctx() context: RequestContext,
    @Root() { report }: AttributionReport,
    @Arg("version", () => Int, { description: "Number of the other version." }) version: number,
    @Arg("dimension", () => AttributionDimensionEnum, {
      defaultValue: "PLATFORM",
      description: "What a line is about; both versions must hold it.",
    })
    dimension: Dimension,
  ): Promise<AttributionChange | null> {
    const { subject, models, exposures } = report;
    const other = await this.attribution.findReportOf(context, subject, {
      version,
      models,
      exposures,
      conversionAction: null,
    });
    if (other === null) return null;
    const [before, after] = await Promise.all([
      this.attribution.allLines(context, other, dimension),
      this.attribution.allLines(context, report, dimension),
    ]);
    return toChange(other, report, dimension, changedLines(before, after, report), context.clock.now());
  }
}

@ArgsType()
class ReportArgs {
  @Field(() => [AttributionModelEnum], {
    nullable: true,
    description:
      "Models to show, the first of which orders the lines; absent: all of the report, as they were asked for.",
  })
  models?: ModelKey[];

  @Field(() => Int, {
    nullable: true,
    description: "Absent: the newest of these exposures that holds the models.",
  })
  version?: number;

  @Field(() => [ExposureKindEnum], {
    defaultValue: ["SERVED"],
    description: "Kinds of exposure that were eligible; of no effect with a version.",
  })
  exposures!: ExposureKind[];
}

const choiceOf = ({ models, version, exposures }: ReportArgs): ReportChoice => ({
  models: models ?? null,
  version: version ?? null,
  exposures,
  conversionAction: null,
});

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
    @Args(() => ReportArgs) wanted: ReportArgs,
  ): Promise<AttributionReport | null> {
    const report = await this.attribution.findReportOf(context, { kind: "CAMPAIGN", campaignId }, choiceOf(wanted));
    return report && toReport(report, context.clock.now());
  }
}

@ArgsType()
class BrandReportArgs extends ReportArgs {
  @Field(() => DateTimeScalar, { nullable: true, description: "Start of the window that was run; `to` goes with it." })
  from?: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "End of the window that was run; `from` goes with it." })
  to?: Date;
}

@Resolver(() => Brand)
export class BrandAttributionResolver {
  constructor(private readonly attribution: AttributionService) {}

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => AttributionReport, {
    nullable: true,
    description:
      "A published report of the brand over all its campaigns and none: the newest of a window, or without one the newest of any; null when there is none with this version and these models.",
  })
  async attributionReport(
    @Ctx() context: RequestContext,
    @Root() { brandId }: Brand,
    @Args(() => BrandReportArgs) wanted: BrandReportArgs,
  ): Promise<AttributionReport | null> {
    const { from, to } = wanted;
    if ((from == null) !== (to == null) || (wanted.version != null && from == null))
      throw new RequestError(
        "BAD_USER_INPUT",
        "from and to must be given together, and with a version: versions count within one window.",
      );
    const about =
      from && to ? ({ kind: "BRAND", brandId, from: from.toISOString(), to: to.toISOString() } as const) : { brandId };
    const report = await this.attribution.findReportOf(context, about, choiceOf(wanted));
    return report && toReport(report, context.clock.now());
  }
}

@Resolver(() => AttributionPathSet)
export class PathSetResolver {
  constructor(
    private readonly pathSets: PathSetService,
    private readonly attribution: AttributionService,
  ) {}

  @Access("RUN_ATTRIBUTION")
  @Mutation(() => ImportAttributionPathsPayload, {
    description: "Keeps counted paths of an outside source; runAttribution with pathSetId attributes them.",
  })
  importAttributionPaths(
    @Ctx() context: RequestContext,
    @Arg("input", () => ImportAttributionPathsInput, { description: "The paths." }) input: ImportAttributionPathsInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<ImportAttributionPathsPayload> {
    return payload(async () => ({ pathSet: toPathSet(await this.pathSets.import(context, input, key)) }));
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => AttributionReport, {
    nullable: true,
    description: "A published report of the paths; null when there is none with this version and these models.",
  })
  async attributionReport(
    @Ctx() context: RequestContext,
    @Root() { pathSetId }: AttributionPathSet,
    @Args(() => ReportArgs) wanted: ReportArgs,
  ): Promise<AttributionReport | null> {
    const report = await this.attribution.findReportOf(context, { kind: "PATHS", pathSetId }, choiceOf(wanted));
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
