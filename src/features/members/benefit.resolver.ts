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
import { suppress } from "../../platform/small-groups";
import { WHOLE_HOURS } from "../../platform/whole-hours";
import { IdentityInput } from "../people/identity.types";
import type { BenefitService } from "./benefit.service";
import {
  Benefit,
  BenefitConnection,
  BenefitLedger,
  CreateBenefitInput,
  CreateBenefitPayload,
  toBenefit,
  toLedger,
} from "./benefit.types";
import type { BenefitBalances } from "./benefit-balances";
import type { BenefitFiguresService } from "./benefit-figures.service";
import type { BenefitIssuer } from "./benefit-issuer";
import {
  answerBenefitRows,
  BenefitBalance,
  BenefitIssueCounts,
  BenefitIssueRun,
  IssueBenefitsInput,
  IssueBenefitsPayload,
  IssueBenefitsToTiersInput,
  IssueBenefitsToTiersPayload,
  RedeemBenefitsInput,
  RedeemBenefitsPayload,
} from "./benefit-ledger.types";
import type { BenefitRedeemer } from "./benefit-redeemer";
import type { IssueToTiers, TierIssueResult } from "./issue-to-tiers";
import type { MemberReader } from "./member-reader";
import { MembershipProgramme } from "./membership.types";

export const toBenefitIssueRun = (run: JobRun): BenefitIssueRun =>
  Object.assign(toRun(BenefitIssueRun, "BenefitIssueRun", run), { done: run.result as TierIssueResult | null });

const FROM = { nullable: true, description: `Issues from this instant; absent: from the first. ${WHOLE_HOURS}` };
const TO = { nullable: true, description: `Issues before this instant; absent: until now. ${WHOLE_HOURS}` };

@Resolver(() => Benefit)
export class BenefitResolver {
  constructor(
    private readonly benefits: BenefitService,
    private readonly figures: BenefitFiguresService,
  ) {}

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => CreateBenefitPayload, { description: "Adds a benefit to a membership programme." })
  createBenefit(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateBenefitInput, { description: "The benefit." }) input: CreateBenefitInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateBenefitPayload> {
    return payload(async () => {
      const { membershipProgrammeId, validDays = null, ...rest } = input;
      const programmeId = keyOf("MembershipProgramme", membershipProgrammeId, ["input", "membershipProgrammeId"]);
      return { benefit: toBenefit(await this.benefits.create(context, { ...rest, validDays, programmeId }, key)) };
    });
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => BenefitLedger, {
    nullable: true,
    description: "What was issued of it, to whom by tier, and what became of it; null only beside an error.",
  })
  async ledger(
    @Ctx() context: RequestContext,
    @Root() { row }: Benefit,
    @Arg("from", () => DateTimeScalar, FROM) from?: Date,
    @Arg("to", () => DateTimeScalar, TO) to?: Date,
  ): Promise<BenefitLedger> {
    return toLedger(await this.figures.read(context, row, { from: from ?? null, to: to ?? null }));
  }
}

/** Entries into the ledger. */
@Resolver(() => BenefitIssueRun)
export class BenefitLedgerResolver {
  constructor(
    private readonly issuer: BenefitIssuer,
    private readonly redeemer: BenefitRedeemer,
    private readonly toTiers: IssueToTiers,
    private readonly reader: MemberReader,
  ) {}

  @Access("INGEST_TOUCHPOINTS")
  @Mutation(() => IssueBenefitsPayload, {
    description: "Gives a benefit to members under their identities, row by row; ACCEPTED means durable.",
  })
  issueBenefits(
    @Ctx() context: RequestContext,
    @Arg("input", () => IssueBenefitsInput, { description: "What, and to whom." }) input: IssueBenefitsInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<IssueBenefitsPayload> {
    return payload<Omit<IssueBenefitsPayload, "userErrors">>(
      async () => {
        const benefitId = keyOf("Benefit", input.benefitId, ["input", "benefitId"]);
        return answerBenefitRows(await this.issuer.issue(context, benefitId, input.identities, key));
      },
      { rows: [] },
    );
  }

  @Access("INGEST_TOUCHPOINTS")
  @Mutation(() => RedeemBenefitsPayload, {
    description:
      "Takes uses of benefits, row by row; what is not issued, expired or used up is rejected with a reason.",
  })
  redeemBenefits(
    @Ctx() context: RequestContext,
    @Arg("input", () => RedeemBenefitsInput, { description: "The uses." }) input: RedeemBenefitsInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RedeemBenefitsPayload> {
    return payload<Omit<RedeemBenefitsPayload, "userErrors">>(
      async () => {
        const id = keyOf("MembershipProgramme", input.membershipProgrammeId, ["input", "membershipProgrammeId"]);
        const drafts = input.redemptions.map(({ cost = null, ...draft }) => ({ ...draft, cost }));
        return answerBenefitRows(await this.redeemer.redeem(context, id, drafts, key));
      },
      { rows: [] },
    );
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => IssueBenefitsToTiersPayload, {
    description: "Gives a benefit to everybody in tiers of an evaluation who is a member still.",
  })
  issueBenefitsToTiers(
    @Ctx() context: RequestContext,
    @Arg("input", () => IssueBenefitsToTiersInput, { description: "What, and to which tiers." })
    input: IssueBenefitsToTiersInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<IssueBenefitsToTiersPayload> {
    return payload(async () => {
      const benefitId = keyOf("Benefit", input.benefitId, ["input", "benefitId"]);
      const evaluationId = keyOf("MemberEvaluation", input.memberEvaluationId, ["input", "memberEvaluationId"]);
      const { tiers } = input;
      return { run: toBenefitIssueRun(await this.toTiers.enqueue(context, { benefitId, evaluationId, tiers }, key)) };
    });
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => BenefitIssueCounts, { nullable: true, description: "What it did; null until it succeeded." })
  async counts(@Ctx() context: RequestContext, @Root() { done }: BenefitIssueRun): Promise<BenefitIssueCounts | null> {
    if (done === null) return null;
    const { threshold } = await this.reader.smallGroups(context);
    const told = (count: number): bigint | null => suppress(BigInt(count), threshold);
    return {
      issued: told(done.issued),
      held: told(done.held),
      left: told(done.left),
      withoutConsent: told(done.withoutConsent),
    };
  }
}

@Resolver(() => MembershipProgramme)
export class ProgrammeBenefitsResolver {
  constructor(
    private readonly service: BenefitService,
    private readonly balances: BenefitBalances,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => BenefitConnection, { description: "What it gives, newest first." })
  async benefits(
    @Ctx() context: RequestContext,
    @Root() { row }: MembershipProgramme,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<ConnectionShape<Benefit>> {
    return toConnection(await this.service.page(context, row.id, pageRequest(args)), toBenefit, () =>
      this.service.count(context, row.id),
    );
  }

  @Access("INSPECT_PEOPLE")
  @FieldResolver(() => [BenefitBalance], {
    description:
      "What a person has, under whatever identity it was issued, what expires first at the front; one issue of each benefit, or a few after merges. Every look-up is recorded.",
  })
  async benefitBalances(
    @Ctx() context: RequestContext,
    @Root() { row }: MembershipProgramme,
    @Arg("identity", () => IdentityInput, { description: "Any hashed identity of the person." })
    identity: IdentityInput,
  ): Promise<readonly BenefitBalance[]> {
    return (await this.balances.of(context, row.id, identity)).map(({ benefit, issue, usesLeft }) => ({
      benefit: toBenefit(benefit),
      issuedAt: new Date(issue.issuedAt),
      expiresAt: Number.isFinite(issue.expiresAt) ? new Date(issue.expiresAt) : null,
      ...{ usesRedeemed: issue.used, usesLeft },
    }));
  }
}
