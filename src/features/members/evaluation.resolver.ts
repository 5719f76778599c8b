import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { keyOf } from "../../graphql/node";
import { toRun } from "../../graphql/run";
import { DateTimeScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import type { JobRun } from "../../platform/jobs/job-run";
import type { RequestContext } from "../../platform/request-context";
import type { EvaluationService } from "./evaluation.service";
import {
  EvaluateMembersInput,
  EvaluateMembersPayload,
  MemberEvaluation,
  MemberEvaluationConnection,
  MemberEvaluationRun,
  TierMoves,
  toMemberEvaluation,
  toTierMoves,
} from "./evaluation.types";
import { MembershipProgramme } from "./membership.types";

export const toMemberEvaluationRun = (run: JobRun): MemberEvaluationRun =>
  Object.assign(toRun(MemberEvaluationRun, "MemberEvaluationRun", run), { runId: run.id });

@Resolver(() => MemberEvaluationRun)
export class MemberEvaluationRunResolver {
  constructor(private readonly evaluations: EvaluationService) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => EvaluateMembersPayload, {
    description:
      "Puts every member of a programme into a tier, as of a past instant. The figures are published together when the run has succeeded.",
  })
  evaluateMembers(
    @Ctx() context: RequestContext,
    @Arg("input", () => EvaluateMembersInput, { description: "Whose members, and when." }) input: EvaluateMembersInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<EvaluateMembersPayload> {
    return payload(async () => {
      const programmeId = keyOf("MembershipProgramme", input.membershipProgrammeId, ["input", "membershipProgrammeId"]);
      const { asOf, tiersVersion = null } = input;
      const run = await this.evaluations.evaluate(context, { programmeId, asOf, tiersVersion }, key);
      return { run: toMemberEvaluationRun(run) };
    });
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => MemberEvaluation, { nullable: true, description: "What it published; null until it succeeded." })
  async memberEvaluation(
    @Ctx() context: RequestContext,
    @Root() run: MemberEvaluationRun,
  ): Promise<MemberEvaluation | null> {
    const evaluation = await this.evaluations.findOfRun(context, run.runId);
    return evaluation && toMemberEvaluation(await this.evaluations.show(context, evaluation));
  }
}

@Resolver(() => MemberEvaluation)
export class MemberEvaluationResolver {
  constructor(private readonly evaluations: EvaluationService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => TierMoves, {
    nullable: true,
    description:
      "Who moved between tiers since an earlier evaluation under the same version of the tiers; null when there is none at that instant.",
  })
  async moves(
    @Ctx() context: RequestContext,
    @Root() { row }: MemberEvaluation,
    @Arg("since", () => DateTimeScalar, {
      nullable: true,
      description: "The earlier evaluation's asOf; absent: of the newest one before this.",
    })
    since?: Date,
  ): Promise<TierMoves | null> {
    const moves = await this.evaluations.moves(context, row, since ?? null);
    return moves && toTierMoves(moves);
  }
}

@Resolver(() => MembershipProgramme)
export class ProgrammeEvaluationsResolver {
  constructor(private readonly service: EvaluationService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => MemberEvaluation, {
    nullable: true,
    description: "The newest evaluation, known last, of the newest instant; null when there is none.",
  })
  async latestEvaluation(
    @Ctx() context: RequestContext,
    @Root() { row }: MembershipProgramme,
    @Arg("asOf", () => DateTimeScalar, {
      nullable: true,
      description: "The newest at or before this instant; absent: now.",
    })
    asOf?: Date,
  ): Promise<MemberEvaluation | null> {
    const evaluation = await this.service.latest(context, row.id, asOf ?? context.clock.now());
    return evaluation && toMemberEvaluation(await this.service.show(context, evaluation));
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => MemberEvaluationConnection, {
    description: "Its evaluations, the newest instant first; of one instant what was known last first.",
  })
  async evaluations(
    @Ctx() context: RequestContext,
    @Root() { row }: MembershipProgramme,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<ConnectionShape<MemberEvaluation>> {
    const page = await this.service.page(context, row.id, pageRequest(args));
    const shown = new Map(
      await Promise.all(page.rows.map(async ({ row }) => [row.id, await this.service.show(context, row)] as const)),
    );
    return toConnection(
      page,
      ({ id }) => toMemberEvaluation(shown.get(id)!),
      () => this.service.count(context, row.id),
    );
  }
}
