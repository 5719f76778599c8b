import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { AudienceService } from "../audiences";
import type { CrowdStrategy, CrowdStrategyService } from "../crowd-strategies";
import { type PracticeReader, type PracticeScope, requireDays, scopeOf } from "./practice-reader";
import { didAny } from "./practice-rules";
import { type Share, shareOf, tellParts } from "./told-people";

export interface CrowdActivationQuestion {
  readonly days: number;
  /** By priority; null: nobody weighs the crowds. */
  readonly budgetWeights: readonly number[] | null;
}

/** Null where withheld, with all that follows. */
export interface ActivatedCrowd {
  readonly priority: number;
  readonly name: string;
  readonly people: bigint | null;
  readonly activated: bigint | null;
  /** activated / people. */
  readonly rate: Share | null;
  /** Of the activated of all crowds. */
  readonly activationShare: number | null;
  /** Of all weights; null without weights. */
  readonly budgetShare: number | null;
}

/** How many of each crowd were activated, against the budget that each is given (V75). */
export interface CrowdActivation {
  readonly scope: PracticeScope;
  readonly crowds: readonly ActivatedCrowd[];
}

export interface CrowdActivationParts {
  readonly reader: PracticeReader;
  readonly crowdStrategies: CrowdStrategyService;
  readonly audiences: AudienceService;
}

export class CrowdActivationService {
  constructor(private readonly parts: CrowdActivationParts) {}

  async analyse(
    context: RequestContext,
    strategyId: string,
    { days, budgetWeights }: CrowdActivationQuestion,
  ): Promise<CrowdActivation> {
    const { reader, crowdStrategies, audiences } = this.parts;
    requireDays(days);
    const { brandId, crowds } = (await crowdStrategies.find(context, strategyId))!;
    const shares = budgetWeights && sharesOf(budgetWeights, crowds);
    const packs = await Promise.all(crowds.map(({ packId }) => audiences.findPack(context, packId)));
    const builds = packs.map((pack) => pack?.build?.id ?? null);
    const trees = [
      didAny(["VISIT", "ENGAGE", "ORDER"], { within: { days } }),
      ...crowds.map(({ packId }): RuleInput => ({ pack: { id: packId } })),
    ];
    const read = await reader.ask(context, brandId, { figure: "CROWD_ACTIVATION", builds, days }, { trees });
    const [active, ...members] = read.people;
    const told = members.map((people) => {
      const some = people.andCardinality(active!);
      const [activated, others] = tellParts([some, people.size - some], read) as [bigint | null, bigint | null];
      return activated === null || others === null ? null : { activated, people: activated + others };
    });
    const all = told.reduce((sum: bigint | null, one) => (sum === null || !one ? null : sum + one.activated), 0n);
    return {
      scope: scopeOf(read, days),
      crowds: crowds.map(({ priority, name }, place): ActivatedCrowd => {
        const { activated, people } = told[place] ?? { activated: null, people: null };
        return {
          ...{ priority, name, people, activated, rate: shareOf(activated, people) },
          activationShare: shareOf(activated, all)?.value ?? null,
          budgetShare: shares?.[place] ?? null,
        };
      }),
    };
  }
}

function sharesOf(weights: readonly number[], { length }: CrowdStrategy["crowds"]): readonly number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.length === length && weights.every((weight) => weight >= 0) && sum > 0 && Number.isFinite(sum))
    return weights.map((weight) => weight / sum);
  throw UserProblems.one(
    "INVALID_INPUT",
    ["budgetWeights"],
    `budgetWeights must have one of at least 0 for each of the ${length} crowds, and one above 0, but got ${weights.join(", ") || "none"}.`,
  );
}
