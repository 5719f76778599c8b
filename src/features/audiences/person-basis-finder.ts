import type { PlacedLeaf } from "../../engines/segmentation/walk-leaves";
import type { RequestContext } from "../../platform/request-context";
import type { ProblemList } from "../../platform/user-error";
import type { AttributePeople, NamespacePeopleStore, PeopleStateStore, RecordedAttribute } from "../people";
import type { AudienceLists } from "./audience-lists";
import { checkAttributeRule } from "./check-attribute-rule";
import type { EvaluationBasis } from "./evaluation-basis";
import type { LaterPeople, LifecycleInstants, TierStanding, ValueStanding } from "./later-people";
import type { PersonBasis } from "./person-basis";
import { unknownList } from "./person-leaf-checker";

export interface PersonBasisFinderInput {
  readonly state: PeopleStateStore;
  readonly attributes: AttributePeople;
  readonly namespaces: NamespacePeopleStore;
  readonly lists: AudienceLists;
  readonly later: LaterPeople;
}

type Reading = Pick<EvaluationBasis, "brandId" | "sourceIds" | "overlayId" | "asOf">;

/** Finds what conditions on people themselves can be answered from, or says what is missing; asks for no more than they need. */
export class PersonBasisFinder {
  constructor(private readonly its: PersonBasisFinderInput) {}

  async find(
    context: RequestContext,
    leaves: readonly PlacedLeaf[],
    reading: Reading,
    problems: ProblemList,
  ): Promise<PersonBasis> {
    const hasShare = leaves.some(({ leaf }) => "randomShare" in leaf);
    const hasNamespaces = leaves.some(({ leaf }) => "reachable" in leaf && leaf.reachable.namespaces);
    const [nextOrdinal, identities, attributes, lists, standing, lifecycle, values] = await Promise.all([
      hasShare ? this.its.state.findNextOrdinal() : 0,
      hasNamespaces ? this.its.namespaces.findVersion() : null,
      this.attributes(context, leaves, problems),
      this.lists(context, leaves, problems),
      this.standing(context, leaves, reading, problems),
      this.lifecycle(context, leaves, reading, problems),
      this.values(context, leaves, reading, problems),
    ]);
    return {
      organisationId: context.organisationId,
      nextOrdinal,
      identities,
      attributes,
      lists,
      standing,
      lifecycle,
      values,
    };
  }

  private async attributes(
    context: RequestContext,
    leaves: readonly PlacedLeaf[],
    problems: ProblemList,
  ): Promise<ReadonlyMap<string, RecordedAttribute>> {
    const codes = [...new Set(leaves.flatMap(({ leaf }) => ("attribute" in leaf ? leaf.attribute.code : [])))];
    if (codes.length === 0) return new Map();
    const attributes = await this.its.attributes.recorded(context, codes);
    for (const { leaf, path } of leaves) {
      if (!("attribute" in leaf)) continue;
      const attribute = attributes.get(leaf.attribute.code);
      problems.addAll(checkAttributeRule(leaf.attribute, attribute?.definition ?? null, path));
    }
    return attributes;
  }

  private async lists(
    context: RequestContext,
    leaves: readonly PlacedLeaf[],
    problems: ProblemList,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = new Map<string, readonly string[]>();
    for (const { leaf, path } of leaves) {
      if (!("list" in leaf)) continue;
      const list = await this.its.lists.find(context, leaf.list.id);
      const minimum = list && (await this.its.lists.missingMinimum(context, list));
      if (!list) problems.addAll([unknownList(path)]);
      else if (minimum === null) found.set(leaf.list.id, list.uploadIds);
      else problems.add("LIST_TOO_SMALL", [...path, "id"], tooSmall(list.name, minimum));
    }
    return found;
  }

  private async standing(
    context: RequestContext,
    leaves: readonly PlacedLeaf[],
    { brandId, asOf }: Reading,
    problems: ProblemList,
  ): Promise<TierStanding | null> {
    const asking = leaves.filter(({ leaf }) => "membership" in leaf && leaf.membership.tiers);
    if (asking.length === 0) return null;
    const standing = await this.its.later.membership.standing(context, brandId, asOf);
    if (standing) return standing;
    const message = `tiers must have an evaluation of the brand's members to read, but there is none as of ${asOf.toISOString()}; make one with evaluateMembers.`;
    for (const { path } of asking) problems.add("NO_EVALUATION", [...path, "tiers"], message);
    return null;
  }

  private async lifecycle(
    context: RequestContext,
    leaves: readonly PlacedLeaf[],
    { asOf, ...question }: Reading,
    problems: ProblemList,
  ): Promise<LifecycleInstants | null> {
    const asking = leaves.filter(({ leaf }) => "lifecycle" in leaf);
    if (asking.length === 0) return null;
    const instants = await this.its.later.lifecycle.instants(context, { ...question, asOf: asOf.getTime() });
    if (typeof instants === "object") return instants;
    for (const { path } of asking) problems.add("NO_LIFECYCLE", path, NO_LIFECYCLE[instants]);
    return null;
  }

  private async values(
    context: RequestContext,
    leaves: readonly PlacedLeaf[],
    { brandId, asOf }: Reading,
    problems: ProblemList,
  ): Promise<ValueStanding | null> {
    const asking = leaves.filter(({ leaf }) => "valueTier" in leaf);
    if (asking.length === 0) return null;
    const standing = await this.its.later.values.standing(context, brandId, asOf);
    if (standing) return standing;
    const message = `valueTier must have a scoring of the brand's customers to read, but there is none as of ${asOf.toISOString()}; make one with scoreCustomerValue.`;
    for (const { path } of asking) problems.add("NO_SCORING", path, message);
    return null;
  }
}

const tooSmall = (name: string, minimum: number): string =>
  `An uploaded list must match at least ${minimum} people, but "${name}" matches fewer; add ids with extendAudienceList.`;

const NO_LIFECYCLE = {
  NO_GAPS:
    "lifecycle must have people who were active on two days to tell the brand's rhythm from, but nobody was; use did with a window of your own.",
  SUPPRESSED:
    "lifecycle must have enough people who came back to tell the brand's rhythm from, but they are too few to be told; use did with a window of your own.",
} as const;
