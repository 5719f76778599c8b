import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf, toNodeId } from "../../graphql/node";
import { type RunStatus, toRun } from "../../graphql/run";
import { payload } from "../../graphql/user-errors";
import type { JobRun } from "../../platform/jobs/job-run";
import type { RequestContext } from "../../platform/request-context";
import { Viewer } from "../brands/brand.types";
import type { IntegrationRun as IntegrationRunRow, IntegrationRunStatus } from "./integration-run";
import type { IntegrationRunService } from "./integration-run.service";
import {
  IntegrationRun,
  IntegrationRunConnection,
  IntegrationRunFilter,
  IntegrationRunPeople,
  IntegrationRunRollBack,
  RejectedRows,
  RollBackIntegrationRunPayload,
  StopIntegrationRunPayload,
} from "./integration-run.types";
import { describeReason } from "./rejection";
import type { RollBack } from "./roll-back";
import { toTouchpointSource } from "./touchpoint.resolver";
import type { TouchpointService } from "./touchpoint.service";
import { TouchpointSource } from "./touchpoint.types";
import { rejectsPath } from "./touchpoint-rejects.route";

export function toIntegrationRun(run: IntegrationRunRow): IntegrationRun {
  const id = toNodeId("IntegrationRun", run.id);
  const rejected = Object.entries(run.rejectedByReason).map(([reason, rows]) =>
    Object.assign(new RejectedRows(), { reason, description: describeReason(reason), rows: BigInt(rows) }),
  );
  return Object.assign(new IntegrationRun(), {
    ...run,
    run,
    id,
    status: run.status as RunStatus,
    rejectedByReason: rejected.sort((a, b) => Number(b.rows - a.rows) || a.reason.localeCompare(b.reason)),
    rejectsUrl: run.hasRejectedRows ? rejectsPath(id) : null,
  });
}

export const toRollBackRun =
  (rollBack: Pick<RollBack, "integrationRunIdOf">) =>
  (job: JobRun): IntegrationRunRollBack =>
    Object.assign(toRun(IntegrationRunRollBack, "IntegrationRunRollBack", job), {
      integrationRunId: rollBack.integrationRunIdOf(job),
    });

/** The runs of the caller's organisation, and what can be done to one. */
@Resolver(() => Viewer)
export class IntegrationRunsResolver {
  constructor(
    private readonly runs: IntegrationRunService,
    private readonly rollBack: RollBack,
  ) {}

  @Access("INGEST_TOUCHPOINTS")
  @FieldResolver(() => IntegrationRunConnection, { description: "The organisation's imports, newest first." })
  async integrationRuns(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => IntegrationRunFilter, { nullable: true, description: "Which of them; absent: all." })
    filter?: IntegrationRunFilter | null,
  ): Promise<ConnectionShape<IntegrationRun>> {
    const asked = {
      sourceId:
        filter?.sourceId == null ? null : integerKeyOf("TouchpointSource", filter.sourceId, ["filter", "sourceId"]),
      status: (filter?.status ?? null) as IntegrationRunStatus | null,
    };
    return toConnection(await this.runs.page(context, asked, pageRequest(page)), toIntegrationRun, () =>
      this.runs.count(context, asked),
    );
  }

  @Access("INGEST_TOUCHPOINTS")
  @Mutation(() => StopIntegrationRunPayload, {
    description:
      "Asks the importing process to stop after its current chunk; a run whose process is dead is stopped at once, and one that has ended stays as it is. What was committed stays.",
  })
  stopIntegrationRun(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "A run of the caller's organisation." }) id: string,
  ): Promise<StopIntegrationRunPayload> {
    return payload(async () => ({
      integrationRun: toIntegrationRun(await this.runs.stop(context, keyOf("IntegrationRun", id, ["id"]))),
    }));
  }

  @Access("INGEST_TOUCHPOINTS")
  @Mutation(() => RollBackIntegrationRunPayload, {
    description:
      "Takes away every touchpoint that an ended run brought, and what it said of who is who. Its events can be imported again; what another run sent again and was answered DUPLICATE goes with it. Snapshots that counted them become OUTDATED.",
  })
  rollBackIntegrationRun(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "A run of the caller's organisation that has ended." }) id: string,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RollBackIntegrationRunPayload> {
    return payload(async () => {
      const job = await this.rollBack.enqueue(context, keyOf("IntegrationRun", id, ["id"]), key);
      return { run: toRollBackRun(this.rollBack)(job) };
    });
  }
}

@Resolver(() => IntegrationRun)
export class IntegrationRunResolver {
  constructor(
    private readonly runs: IntegrationRunService,
    private readonly touchpoints: TouchpointService,
  ) {}

  @Access("INGEST_TOUCHPOINTS")
  @FieldResolver(() => TouchpointSource, { description: "Who sent the rows." })
  async source(@Ctx() context: RequestContext, @Root() { run }: IntegrationRun): Promise<TouchpointSource> {
    return toTouchpointSource((await this.touchpoints.sources(context)).get(run.sourceId)!);
  }

  @Access("INGEST_TOUCHPOINTS")
  @FieldResolver(() => IntegrationRunPeople, {
    nullable: true,
    description:
      "The people behind its rows, counted when asked; null, with an error, when they cannot be counted now.",
  })
  async people(@Ctx() context: RequestContext, @Root() { run }: IntegrationRun): Promise<IntegrationRunPeople> {
    return Object.assign(new IntegrationRunPeople(), await this.runs.people(context, run));
  }
}

@Resolver(() => IntegrationRunRollBack)
export class IntegrationRunRollBackResolver {
  constructor(private readonly runs: IntegrationRunService) {}

  @Access("INGEST_TOUCHPOINTS")
  @FieldResolver(() => IntegrationRun, {
    nullable: true,
    description: "What is taken back; null when it is not visible.",
  })
  async integrationRun(
    @Ctx() context: RequestContext,
    @Root() { integrationRunId }: IntegrationRunRollBack,
  ): Promise<IntegrationRun | null> {
    const run = await this.runs.find(context, integrationRunId);
    return run && toIntegrationRun(run);
  }
}
