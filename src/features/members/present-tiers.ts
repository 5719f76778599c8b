import type { RequestContext } from "../../platform/request-context";
import type { OverlayId } from "../people";
import type { EvaluationService } from "./evaluation.service";

/** In which tier people stand by a programme's newest evaluation. */
export class PresentTiers {
  constructor(private readonly evaluations: EvaluationService) {}

  /** Answers the code of a person's tier; null: he stands in none that was evaluated. */
  async of(
    context: RequestContext,
    programmeId: string,
    overlayId: OverlayId,
  ): Promise<(person: number) => string | null> {
    const evaluation = await this.evaluations.latest(context, programmeId, context.clock.now());
    if (evaluation === null) return () => null;
    const people = await this.evaluations.membersByTier(evaluation, overlayId);
    const { tiers } = evaluation.tiers;
    return (person) => tiers[people.findIndex((tier) => tier.has(person))]?.code ?? null;
  }
}
