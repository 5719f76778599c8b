import { RoaringBitmap32 } from "roaring";
import { tierOfMember } from "../../engines/membership/tier-of-member";
import type { TierRules } from "../../engines/membership/tier-rules";
import { newId } from "../../platform/ids";
import { JobFailure } from "../../platform/jobs/job-run";
import type { JobHandler } from "../../platform/jobs/worker";
import type { RequestContext } from "../../platform/request-context";
import type { Brand, BrandService } from "../brands";
import type { PeopleCopies, PeopleOverlay, PeopleSettlement, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import { toConditions } from "./check-tiers";
import type { EvaluationStore } from "./evaluation.store";
import type { MemberFactsStore } from "./member-facts.store";
import type { MemberTierStore } from "./member-tier.store";
import type { MembershipTiers } from "./membership";
import type { MembershipStore } from "./membership.store";
import type { MemberQuestion } from "./membership-sql";
import type { OutdatedEvaluationStore } from "./outdated-evaluation.store";

export const EVALUATE_MEMBERS = "EVALUATE_MEMBERS";

export interface EvaluatePayload {
  readonly brandId: number;
  readonly tiersId: string;
  readonly asOf: string;
}

export interface EvaluateResult {
  readonly memberEvaluationId: string;
}

export interface EvaluateMembersParts {
  readonly store: EvaluationStore;
  readonly memberships: MembershipStore;
  readonly facts: MemberFactsStore;
  readonly tiers: MemberTierStore;
  readonly outdated: OutdatedEvaluationStore;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly settle: PeopleSettlement;
  readonly plane: StablePlane;
  readonly overlay: PeopleOverlay;
  readonly copies: PeopleCopies;
}

/**
 * Puts every member into a tier and publishes the counts. It reads nothing of earlier evaluations, so that one made again
 * after late touchpoints is as if they had been there from the start. One that is known and not outdated is answered instead.
 */
export class EvaluateMembers {
  constructor(private readonly parts: EvaluateMembersParts) {}

  readonly registration: readonly [kind: string, handler: JobHandler] = [EVALUATE_MEMBERS, (job) => this.run(job)];

  private readonly run: JobHandler = async (job) => {
    const { context } = job;
    const { store, outdated, touchpoints, settle, plane, overlay, copies } = this.parts;
    const { brandId, tiersId, asOf: asOfText } = job.run.payload as EvaluatePayload;
    const [brand, tiers] = await this.findRules(context, brandId, tiersId);
    const asOf = new Date(asOfText);
    await settle.settle(context);
    const known = await store.findKnown(context, { tiersId, asOf });
    if (known !== null) return job.publish(async (): Promise<EvaluateResult> => ({ memberEvaluationId: known }));

    await copies.make(async (assertHeld) => {
      const knownAt = context.clock.now();
      const read = await plane.read(context, async () => {
        // Read before the touchpoints: what comes meanwhile and concerns the evaluation makes it OUTDATED, also if it was seen.
        const seen = await touchpoints.planeAndPeople();
        const overlayId = await overlay.idOf(context);
        const sourceIds = await touchpoints.visibleSourceIds(context);
        const question = { brandIds: [brandId], sourceIds, overlayId, until: asOf };
        return { seen, overlayId, people: await this.evaluate(question, brand, tiers) };
      });
      const id = newId(context.clock.now());
      await this.parts.tiers.insert(id, read.people);
      assertHeld();
      await job.publish(async (manager): Promise<EvaluateResult> => {
        const { version: planeVersion } = read.seen;
        const counts = read.people.map(({ size }) => BigInt(size));
        const evaluation = { id, brandId, tiers, asOf, knownAt, planeVersion, counts };
        const memberEvaluationId = await store.insertOnce(manager, context, evaluation);
        const late = await touchpoints.lateSince(manager, context, read.seen);
        const isOfOldPeople = !(await overlay.isCurrent(manager, read.overlayId));
        if (memberEvaluationId === id)
          await outdated.markPublished(manager, id, isOfOldPeople ? null : late, context.clock.now());
        return { memberEvaluationId };
      });
    });
  };

  /** Members by tier, lowest first. */
  private async evaluate(
    question: MemberQuestion,
    { zone, currencyCode }: Brand,
    tiers: MembershipTiers,
  ): Promise<readonly RoaringBitmap32[]> {
    const { qualifyingDays, keepingDays } = tiers;
    const rules: TierRules = { ...tiers, tiers: tiers.tiers.map(toConditions) };
    const at = question.until.getTime();
    const ordinals: number[][] = rules.tiers.map(() => []);
    const facts = this.parts.facts.read({ ...question, zone, currencyCode, orderDays: qualifyingDays + keepingDays });
    for await (const { ordinal, facts: member } of facts) ordinals[tierOfMember(member, rules, at)]!.push(ordinal);
    return ordinals.map((people) => new RoaringBitmap32(people));
  }

  private async findRules(
    context: RequestContext,
    brandId: number,
    tiersId: string,
  ): Promise<readonly [Brand, MembershipTiers]> {
    const [brand, tiers] = await Promise.all([
      this.parts.brands.findGranted(context, brandId),
      this.parts.memberships.findTiersById(context, tiersId),
    ]);
    if (brand && tiers) return [brand, tiers];
    throw new JobFailure("NOT_FOUND", "The brand must be granted to this organisation, but no longer is.");
  }
}
