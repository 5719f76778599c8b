import { inTime } from "../../platform/clickhouse/client";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import { checkWholeHour } from "../../platform/whole-hours";
import type { AccessService, QuestionBudget } from "../access";
import { checkAsOf, type LabelTarget, type PeopleLabeller, type RuleSet, ruleSetOfAnother } from "../assets";
import type { BrandService } from "../brands";
import type { PeopleOverlay, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { RuleSetService } from "./rule-set.service";
import { diffOf, type RuleSetDiff } from "./rule-set-diff";

export interface DiffRequest {
  readonly fromId: string;
  readonly toId: string;
  readonly brandId: number;
  readonly asOf: Date;
}

export interface ShownDiff extends RuleSetDiff {
  readonly asOf: Date;
  readonly from: RuleSet;
  readonly to: RuleSet;
  readonly threshold: number;
}

export interface RuleSetDiffParts {
  readonly ruleSets: RuleSetService;
  /** Over the client that reads what callers ask as they like. */
  readonly labeller: PeopleLabeller;
  readonly access: AccessService;
  readonly questions: QuestionBudget;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/** Labels a brand's people by two versions of rules at one instant and says who moves; stores nothing. */
export class RuleSetDiffService {
  constructor(private readonly parts: RuleSetDiffParts) {}

  async diff(context: RequestContext, { fromId, toId, brandId, asOf }: DiffRequest): Promise<ShownDiff> {
    const { ruleSets, labeller, access, questions, brands, touchpoints, overlay, plane } = this.parts;
    const brand = await brands.requireGranted(context, brandId, ["brandId"]);
    const [from, to, organisation, links] = await Promise.all([
      ruleSets.require(context, fromId, ["fromId"]),
      ruleSets.require(context, toId, ["toId"]),
      access.ownOrganisation(context),
      brands.categoriesOfBrand(context).load(brandId),
    ]);
    const problems = new ProblemList();
    for (const [ruleSet, field] of [
      [from, "fromId"],
      [to, "toId"],
    ] as const)
      if (ruleSet.brandId !== null && ruleSet.brandId !== brandId)
        problems.add("INVALID_INPUT", [field], ruleSetOfAnother(ruleSet));
    checkAsOf(problems, asOf, context.clock.now(), ["asOf"]);
    problems.throwIfAny();
    const { smallGroupThreshold: threshold, roundingBase } = organisation;
    if (threshold > 1) checkWholeHour(asOf, brand.zone, ["asOf"]);

    await questions.spend(context, { figure: "RULE_SET_DIFF", brandId, fromId: from.id, toId: to.id, asOf });
    const primaryCategoryId = links.find((link) => link.isPrimary)?.categoryId ?? null;
    const [before, after] = await plane.read(context, async () => {
      const target: Omit<LabelTarget, "ruleSet"> = {
        sourceIds: await touchpoints.visibleSourceIds(context),
        overlayId: await overlay.idOf(context),
        scope: { kind: "ALL" },
        brands: [{ id: brandId, zone: brand.zone, primaryCategoryId }],
      };
      const labelled = async (ruleSet: RuleSet) => ({
        labels: (await inTime(labeller.label({ ...target, ruleSet, asOf }))).get(brandId)!,
        groups: ruleSet.definition.groups,
      });
      return Promise.all([labelled(from), labelled(to)]);
    });
    return { asOf, from, to, threshold, ...diffOf(before, after, { threshold, roundingBase }) };
  }
}
