import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AudienceService } from "../audiences";
import { isText } from "../campaigns";
import type { InheritedStrategy, OverrideContent } from "./group-strategy";
import { type GroupStrategyService, versionConflict } from "./group-strategy.service";
import type { GroupStrategyStore } from "./group-strategy.store";

const MAX_REASON = 500;
const MAX_TOUCHES = 1_000;

/** Of a brand; `expectedVersion` 0: it has no override yet. */
export interface OverrideTarget {
  readonly groupStrategyId: string;
  readonly brandId: number;
  readonly expectedVersion: number;
}

export interface NewOverride {
  readonly reason: string;
  readonly isDeclined: boolean;
  readonly frequency: { readonly from: number; readonly to: number } | null;
  /** The group's pack by name, and the brand's pack whose rules stand for it. */
  readonly packs: readonly { readonly name: string; readonly audiencePackId: string }[];
}

/** Lets a brand do otherwise than its group, and says why. */
export class StrategyOverrideService {
  constructor(
    private readonly store: GroupStrategyStore,
    private readonly strategies: GroupStrategyService,
    private readonly packs: AudienceService,
  ) {}

  async set(context: RequestContext, target: OverrideTarget, input: NewOverride): Promise<InheritedStrategy> {
    const { groupStrategyId, brandId, expectedVersion } = target;
    const own = await this.require(context, target);
    const content = await this.read(context, own, input);
    const override = { groupStrategyId, brandId, version: expectedVersion + 1, reason: input.reason, content };
    const isDone = await this.store.setOverride(context, override);
    return this.reread(context, target, isDone);
  }

  /** The brand has the group's again. */
  async drop(context: RequestContext, target: OverrideTarget): Promise<InheritedStrategy> {
    await this.require(context, target);
    const isDone = await this.store.dropOverride(context, { ...target, version: target.expectedVersion });
    return this.reread(context, target, isDone);
  }

  private require(context: RequestContext, { groupStrategyId, brandId }: OverrideTarget): Promise<InheritedStrategy> {
    return this.strategies.requireInherited(context, groupStrategyId, brandId, []);
  }

  private async reread(context: RequestContext, target: OverrideTarget, isDone: boolean): Promise<InheritedStrategy> {
    const now = await this.require(context, target);
    if (!isDone) throw versionConflict("override", now.override?.version ?? 0, target.expectedVersion);
    return now;
  }

  private async read(
    context: RequestContext,
    { strategy, brandId }: InheritedStrategy,
    { reason, isDeclined, frequency, packs }: NewOverride,
  ): Promise<OverrideContent> {
    const problems = new ProblemList();
    const refuse = (field: string, message: string, code = "INVALID_INPUT"): void =>
      problems.add(code, ["input", ...field.split(".")], message);
    if (!isText(reason, MAX_REASON) || reason.trim() === "")
      refuse(
        "reason",
        `reason must be 1 to ${MAX_REASON} characters, none of them a control character and not all spaces.`,
      );
    if (!isDeclined && frequency === null && packs.length === 0)
      refuse(
        "packs",
        "An override must decline the strategy or set something; name a frequency or packs, or set isDeclined.",
      );
    if (frequency !== null && !(frequency.from >= 1 && frequency.to >= frequency.from && frequency.to <= MAX_TOUCHES))
      refuse(
        "frequency",
        `frequency must be from 1 on, up to at most ${MAX_TOUCHES}, but got ${frequency.from} to ${frequency.to}.`,
      );
    const names = strategy.versions[0]!.content.packs.map(({ name }) => name);
    const read = [];
    for (const [index, { name, audiencePackId }] of packs.entries()) {
      const pack = await this.packs.findPack(context, audiencePackId);
      if (!names.includes(name) || packs.findIndex((one) => one.name === name) < index)
        refuse(
          `packs.${index}.name`,
          `name must be a different one of the strategy's packs (${names.join(", ")}), but got "${name}".`,
        );
      if (pack?.brandId !== brandId)
        refuse(
          `packs.${index}.audiencePackId`,
          "audiencePackId must name a pack of the brand; see brand { audiencePacks }.",
          "NOT_FOUND",
        );
      else read.push({ name, rules: pack.rules });
    }
    if (!problems.isEmpty) throw new UserProblems(problems.all);
    return { isDeclined, frequency, packs: read };
  }
}
