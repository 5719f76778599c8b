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
import { MemberFactsStore } from "../features/members/member-facts.store";
import { MemberTierStore } from "../features/members/member-tier.store";
import { MemberTierEraser } from "../features/members/member-tier-eraser.store";
import { BrandMembershipResolver, MembershipProgrammeResolver } from "../features/members/membership.resolver";
import { MembershipService } from "../features/members/membership.service";
import { MembershipStore } from "../features/members/membership.store";
import { toMembershipProgramme, toTiers } from "../features/members/membership.types";
import { MembershipEditor } from "../features/members/membership-editor";
import { OutdatedEvaluationStore } from "../features/members/outdated-evaluation.store";
import { oldestTouchpoints } from "../features/touchpoints/late-touchpoints";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeMembers(
  { database, clickhouse, mutations, jobs }: Kernel,
  known: AccessPart & BrandsPart & PeoplePart & TouchpointsPart,
) {
  const { access, brands, settle, overlay, frozen, graph } = known;
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
  const findDated = async (ordinals: readonly number[]) =>
    oldestTouchpoints((await graph.findPlaces(ordinals)).flatMap(({ dated }) => dated));
  settle.onMoved((manager, { organisationId, touchpoints: moved }, at) =>
    outdated.markOutdated(manager, { organisationId, oldest: oldestTouchpoints(moved) }, at),
  );
  return {
    resolvers: [
      new MembershipProgrammeResolver(programmes, editor, brands),
      new BrandMembershipResolver(programmes),
      new MemberEvaluationRunResolver(evaluations),
      new MemberEvaluationResolver(evaluations),
      new ProgrammeEvaluationsResolver(evaluations),
    ],
    handlers: [evaluate.registration],
    erasers: [new MemberTierEraser(clickhouse, mutations, outdated, findDated)],
    nodes: [
      [
        "MembershipProgramme",
        async (context, key) => whenFound(await programmes.programmes(context).load(key), toMembershipProgramme),
      ],
      ["MembershipTiers", async (context, key) => whenFound(await memberships.findTiersById(context, key), toTiers)],
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
