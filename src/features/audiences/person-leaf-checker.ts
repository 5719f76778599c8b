import type { PlacedLeaf } from "../../engines/segmentation/walk-leaves";
import type { RequestContext } from "../../platform/request-context";
import type { UserProblem } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { AttributePeople } from "../people";
import type { AudienceLists } from "./audience-lists";
import { checkAttributeRule } from "./check-attribute-rule";
import type { LaterPeople } from "./later-people";

/** Checks what conditions on people themselves name: attributes, namespaces, lists and tiers. */
export class PersonLeafChecker {
  constructor(
    private readonly brands: BrandService,
    private readonly attributes: AttributePeople,
    private readonly lists: AudienceLists,
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
    if ("list" in leaf && !(await this.lists.find(context, leaf.list.id))) return [unknownList(path)];
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

/** Said of expired lists too, and of those of others. */
export const unknownList = (path: readonly string[]): UserProblem => ({
  code: "NOT_FOUND",
  field: [...path, "id"],
  message:
    "list must name a list of this organisation that has not expired; list them with audienceLists, or upload one with uploadAudienceList.",
});

function unknown(asked: readonly string[], known: readonly string[], path: readonly string[]): readonly UserProblem[] {
  return asked.flatMap((code, index) => {
    if (known.includes(code)) return [];
    const message = `${path.at(-1)} must be among ${known.join(", ")}, but got "${code.slice(0, 60)}".`;
    return { code: "INVALID_INPUT", field: [...path, String(index)], message };
  });
}
