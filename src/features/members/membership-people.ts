import type { RequestContext } from "../../platform/request-context";
import type { BrandQuestion, Membership, TierStanding } from "../audiences";
import type { OverlayId } from "../people";
import type { EvaluationService } from "./evaluation.service";
import type { MemberPeopleStore } from "./member-people.store";
import type { MembershipService } from "./membership.service";

export interface MembershipPeopleParts {
  readonly programmes: MembershipService;
  readonly evaluations: EvaluationService;
  readonly people: MemberPeopleStore;
}

/** Who is a member, and in which tier, for conditions on people. */
export class MembershipPeople implements Membership {
  constructor(private readonly its: MembershipPeopleParts) {}

  async tiers(context: RequestContext, brandId: number): Promise<readonly string[] | null> {
    const programme = await this.its.programmes.ofBrand(context, brandId);
    return programme?.tiers.tiers.map(({ code }) => code) ?? null;
  }

  async standing(context: RequestContext, brandId: number, until: Date): Promise<TierStanding | null> {
    const programme = await this.its.programmes.ofBrand(context, brandId);
    const evaluation = programme && (await this.its.evaluations.latest(context, programme.id, until));
    return evaluation && { evaluationId: evaluation.id, tiers: evaluation.tiers.tiers.map(({ code }) => code) };
  }

  members({ brandId, asOf, ...readable }: BrandQuestion) {
    return this.its.people.members({ ...readable, brandIds: [brandId], until: new Date(asOf) });
  }

  membersByTier({ evaluationId, tiers }: TierStanding, overlayId: OverlayId) {
    return this.its.evaluations.peopleByTier(evaluationId, tiers.length, overlayId);
  }
}
