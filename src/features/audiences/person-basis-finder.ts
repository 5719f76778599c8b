import type { PlacedLeaf } from "../../engines/segmentation/walk-leaves";
import type { RequestContext } from "../../platform/request-context";
import type { ProblemList } from "../../platform/user-error";
import type { AttributePeople, PeopleStateStore, RecordedAttribute } from "../people";
import { checkAttributeRule } from "./check-attribute-rule";
import type { PersonBasis } from "./person-basis";

export interface PersonBasisFinderInput {
  readonly state: PeopleStateStore;
  readonly attributes: AttributePeople;
}

/** Finds what conditions on people themselves can be answered from. */
export class PersonBasisFinder {
  constructor(private readonly its: PersonBasisFinderInput) {}

  async find(context: RequestContext, leaves: readonly PlacedLeaf[], problems: ProblemList): Promise<PersonBasis> {
    const hasShare = leaves.some(({ leaf }) => "randomShare" in leaf);
    const codes = [...new Set(leaves.flatMap(({ leaf }) => ("attribute" in leaf ? leaf.attribute.code : [])))];
    const [nextOrdinal, attributes] = await Promise.all([
      hasShare ? this.its.state.findNextOrdinal() : 0,
      codes.length > 0 ? this.its.attributes.recorded(context, codes) : new Map<string, RecordedAttribute>(),
    ]);
    for (const { leaf, path } of leaves) {
      if (!("attribute" in leaf)) continue;
      const { code } = leaf.attribute;
      problems.addAll(checkAttributeRule(leaf.attribute, attributes.get(code)?.definition ?? null, path));
    }
    return { organisationId: context.organisationId, nextOrdinal, attributes };
  }
}
