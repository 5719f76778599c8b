import {
  BenefitLedgerResolver,
  BenefitResolver,
  ProgrammeBenefitsResolver,
  toBenefitIssueRun,
} from "../features/members/benefit.resolver";
import { BenefitService } from "../features/members/benefit.service";
import { BenefitStore } from "../features/members/benefit.store";
import { toBenefit } from "../features/members/benefit.types";
import { BenefitBalances } from "../features/members/benefit-balances";
import { BenefitChangeResolver } from "../features/members/benefit-change.resolver";
import { BenefitEditor } from "../features/members/benefit-editor";
import { BenefitEraser } from "../features/members/benefit-eraser.store";
import { BenefitFiguresService } from "../features/members/benefit-figures.service";
import { BenefitIssuer } from "../features/members/benefit-issuer";
import { BenefitLedgerStore } from "../features/members/benefit-ledger.store";
import { BenefitRedeemer } from "../features/members/benefit-redeemer";
import { EvaluateMembers } from "../features/members/evaluate-members";
import {
  MemberEvaluationResolver,
  MemberEvaluationRunResolver,
  ProgrammeEvaluationsResolver,
  toMemberEvaluationRun,
} from "../features/members/evaluation.resolver";
import { EvaluationService } from "../features/members/evaluation.service";
import { EvaluationStore } from "../features/members/evaluation.store";
import { toMemberEvaluation } from "../features/members/evaluation.types";
import { IssueToTiers } from "../features/members/issue-to-tiers";
import { MemberFactsStore } from "../features/members/member-facts.store";
import { BrandMembersResolver, ProgrammeStatusResolver } from "../features/members/member-figures.resolver";
import { MemberFiguresService } from "../features/members/member-figures.service";
import { MemberFiguresStore } from "../features/members/member-figures.store";
import { MemberGrowthService } from "../features/members/member-growth.service";
import { MemberIdentities } from "../features/members/member-identities";
import { MemberKeyStore } from "../features/members/member-key.store";
import { MemberPeopleStore } from "../features/members/member-people.store";
import { MemberReader } from "../features/members/member-reader";
import { MemberTierStore } from "../features/members/member-tier.store";
import { BrandMembershipResolver, MembershipProgrammeResolver } from "../features/members/membership.resolver";
import { MembershipService } from "../features/members/membership.service";
import { MembershipStore } from "../features/members/membership.store";
import { toMembershipProgramme, toTiers } from "../features/members/membership.types";
import { MembershipEditor } from "../features/members/membership-editor";
import { MembershipPeople } from "../features/members/membership-people";
import { NextEvaluationResolver } from "../features/members/next-evaluation.resolver";
import { OutdatedEvaluationStore } from "../features/members/outdated-evaluation.store";
import { PresentTiers } from "../features/members/present-tiers";
import { TIER_BITMAPS } from "../features/members/tier-bitmaps";
import { BitmapEraser } from "../platform/clickhouse/bitmap-eraser";
import type { AccessPart } from "./access";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { PeopleFactsPart } from "./people-facts";
import type { SnapshotSchedulesPart } from "./snapshot-schedules";
import type { TouchpointsPart } from "./touchpoints";

export function composeMembers(
  { database, clickhouse, queries, mutations, jobs }: Kernel,
  known: AccessPart &
    BrandsPart &
    PeoplePart &
    TouchpointsPart &
    CampaignsPart &
    SnapshotSchedulesPart &
    PeopleFactsPart &
    AudiencesPart,
) {
  const { access, brands, overlay, frozen } = known;
  const memberships = new MembershipStore(database);
  const programmes = new MembershipService(memberships);
  const editor = new MembershipEditor({ database, store: memberships, programmes, brands });
  const store = new EvaluationStore(database, memberships);
  const tiers = new MemberTierStore(clickhouse);
  const outdated = new OutdatedEvaluationStore();
  const evaluate = new EvaluateMembers({
    ...known,
    ...{ store, memberships, tiers, outdated, facts: new MemberFactsStore(clickhouse) },
  });
  const evaluations = new EvaluationService({
    ...{ database, jobs, store, memberships, programmes, tiers, access, overlay, frozen },
  });
  const reader = new MemberReader(known);
  const figuresStore = new MemberFiguresStore(queries);
  const figures = new MemberFiguresService(reader, figuresStore);
  const growth = new MemberGrowthService(reader, figuresStore, brands, known.campaigns);
  const benefitStore = new BenefitStore(database);
  const benefits = new BenefitService({ database, store: benefitStore, programmes, brands });
  const identities = new MemberIdentities(known);
  const members = new MemberKeyStore(clickhouse);
  const ledger = { ...known, ...{ database, jobs, store: benefitStore, benefits, programmes, identities, members } };
  const issuer = new BenefitIssuer({ ...ledger, tiers: new PresentTiers(evaluations) });
  const redeemer = new BenefitRedeemer(ledger);
  const tierIssues = new IssueToTiers({ ...ledger, evaluations });
  const sums = new BenefitFiguresService(reader, new BenefitLedgerStore(database, queries), programmes, brands);
  const memberPeople = new MemberPeopleStore(queries);
  known.laterPeople.membershipBy(new MembershipPeople({ programmes, evaluations, people: memberPeople }));
  return {
    memberPeople,
    resolvers: [
      new MembershipProgrammeResolver(programmes, editor, brands),
      new BrandMembershipResolver(programmes),
      new NextEvaluationResolver(known.schedules, brands),
      new MemberEvaluationRunResolver(evaluations),
      new MemberEvaluationResolver(evaluations),
      new ProgrammeEvaluationsResolver(evaluations),
      new BrandMembersResolver(figures, growth),
      new ProgrammeStatusResolver(figures, brands),
      new BenefitResolver(benefits, sums),
      new BenefitChangeResolver(new BenefitEditor(database, benefitStore, benefits)),
      new BenefitLedgerResolver(issuer, redeemer, tierIssues, reader),
      new ProgrammeBenefitsResolver(benefits, new BenefitBalances(ledger)),
    ],
    handlers: [evaluate.registration, tierIssues.registration],
    erasers: [new BitmapEraser(clickhouse, mutations, TIER_BITMAPS), new BenefitEraser(database)],
    nodes: [
      [
        "MembershipProgramme",
        async (context, key) => whenFound(await programmes.programmes(context).load(key), toMembershipProgramme),
      ],
      ["MembershipTiers", async (context, key) => whenFound(await memberships.findTiersById(context, key), toTiers)],
      ["Benefit", async (context, key) => whenFound(await benefits.find(context, key), toBenefit)],
      ["BenefitIssueRun", async (context, key) => whenFound(await tierIssues.findRun(context, key), toBenefitIssueRun)],
      [
        "MemberEvaluationRun",
        async (context, key) => whenFound(await evaluations.findRun(context, key), toMemberEvaluationRun),
      ],
      [
        "MemberEvaluation",
        async (context, key) =>
          whenFound(await evaluations.find(context, key), async (row) =>
            toMemberEvaluation(await evaluations.show(context, row)),
          ),
      ],
    ],
  } satisfies Composed;
}

export type MembersPart = Services<typeof composeMembers>;
