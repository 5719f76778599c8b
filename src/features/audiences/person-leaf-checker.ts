import type { PlacedLeaf } from "../../engines/segmentation/walk-leaves";
import type { RequestContext } from "../../platform/request-context";
import type { UserProblem } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { AttributePeople } from "../people";
import { checkAttributeRule } from "./check-attribute-rule";
import type { LaterPeople } from "./later-people";

/** Checks what conditions on people themselves name: attributes, namespaces and tiers. */
export class PersonLeafChecker {
  constructor(
    private readonly brands: BrandService,
    private readonly attributes: AttributePeople,
    private readonly later: LaterPeople,
  ) {}

  async check(context: RequestContext, { leaf, path }: PlacedLeaf, brandId: number): Promise<readonly UserProblem[]> {
    if ("attribute" in leaf) {
      const definition = await this.attributes.find(context, leaf.attribute.code);
      return checkAttributeRule(leaf.attribute, definition, path);
    }
    if ("reachable" in leaf && leaf.reachable.namespaces) {
      const known = (await this.brands.namespaces()).map(({ code }) => code);
      return unknown(leaf.reachable.namespaces, known, [...path, "namespaces"]);
    }
    return "membership" in leaf ? this.checkTiers(context, leaf.membership.tiers, brandId, path) : [];
  }

  private async checkTiers(
    context: RequestContext,
    asked: readonly string[] | null,
    brandId: number,
    path: readonly string[],
  ): Promise<readonly UserProblem[]> {
    if (!asked) return [];
    const tiers = await this.later.membership.tiers(context, brandId);
    if (tiers) return unknown(asked, tiers, [...path, "tiers"]);
    const message =
      "tiers must be asked of a brand with a membership programme, but it has none; make one with createMembershipProgramme, or leave tiers out.";
    return [{ code: "NOT_FOUND", field: [...path, "tiers"], message }];
  }
}

function unknown(asked: readonly string[], known: readonly string[], path: readonly string[]): readonly UserProblem[] {
  return asked.flatMap((code, index) => {
    if (known.includes(code)) return [];
    const message = `${path.at(-1)} must be among ${known.join(", ")}, but got "${code.slice(0, 60)}".`;
    return { code: "INVALID_INPUT", field: [...path, String(index)], message };
  });
}
