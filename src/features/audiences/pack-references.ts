import { canonicalise, hashOf } from "../../engines/segmentation/canonical-rule";
import { expandLivePacks, type LiveRules } from "../../engines/segmentation/live-packs";
import { findReferenceProblems, type ReferringTree } from "../../engines/segmentation/pack-references";
import type { Rule } from "../../engines/segmentation/rule";
import { walkLeaves } from "../../engines/segmentation/walk-leaves";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AudienceService } from "./audience.service";
import type { AudiencePack } from "./audience-pack";

/** A tree that is read for a brand. */
export interface BrandTree extends ReferringTree {
  readonly brandId: number;
}

/** Follows trees into the packs that they name. */
export class PackReferences {
  constructor(private readonly packs: AudienceService) {}

  /** Rules of all packs that the tree means as LIVE, also through others; whatever stands against that becomes a problem. */
  async liveRules(context: RequestContext, tree: BrandTree, problems: ProblemList): Promise<LiveRules> {
    const live = await this.reach(context, tree.rule, "LIVE");
    const reached = tree.packId === null ? live : await this.reach(context, tree.rule, "ANY");
    const packs = new Map([...reached].map(([id, pack]) => [id, { name: pack.name, rule: pack.rules.rule }]));
    for (const { path, message } of findReferenceProblems(tree, packs)) problems.add("INVALID_INPUT", path, message);
    for (const { leaf, path } of walkLeaves(tree.rule, tree.path)) {
      if (!("pack" in leaf) || !leaf.pack.mode || leaf.pack.id === tree.packId) continue;
      const below = await this.reach(context, leaf, "LIVE");
      for (const pack of below.values()) refuseUnlessReadable(pack, tree.brandId, [...path, "id"], problems);
    }
    return new Map([...live].map(([id, pack]) => [id, pack.rules.rule]));
  }

  /**
   * Hash of the tree with the rules of its LIVE packs in place: whoever gives those other rules asks another question. Throws
   * what `liveRules` finds.
   */
  async expandedHash(context: RequestContext, tree: BrandTree): Promise<string> {
    const problems = new ProblemList();
    const live = await this.liveRules(context, tree, problems);
    problems.throwIfAny();
    return hashOf(canonicalise(expandLivePacks(tree.rule, live)));
  }

  /** Packs below a tree that the caller may see, level by level, each once. */
  private async reach(
    context: RequestContext,
    rule: Rule,
    follow: "LIVE" | "ANY",
  ): Promise<ReadonlyMap<string, AudiencePack>> {
    const reached = new Map<string, AudiencePack>();
    let rules: readonly Rule[] = [rule];
    while (rules.length > 0) {
      const ids = new Set(rules.flatMap((one) => namedIn(one, follow)).filter((id) => !reached.has(id)));
      const packs = (await Promise.all([...ids].map((id) => this.packs.findPack(context, id)))).filter(
        (one) => one !== null,
      );
      for (const pack of packs) reached.set(pack.id, pack);
      rules = packs.map((pack) => pack.rules.rule);
    }
    return reached;
  }
}

const namedIn = (rule: Rule, follow: "LIVE" | "ANY"): readonly string[] =>
  walkLeaves(rule).flatMap(({ leaf }) => ("pack" in leaf && (follow === "ANY" || leaf.pack.mode) ? leaf.pack.id : []));

function refuseUnlessReadable(
  pack: AudiencePack,
  brandId: number,
  path: readonly string[],
  problems: ProblemList,
): void {
  if (pack.brandId !== brandId) {
    const message = `A LIVE pack must be of the brand that the rules are read for, but "${pack.name}" is of another; build it and name it as FROZEN.`;
    problems.add("INVALID_INPUT", path, message);
  } else if (pack.state === "EXPIRED" || pack.state === "ARCHIVED") {
    const message = `A LIVE pack must be neither EXPIRED nor ARCHIVED, but "${pack.name}" is ${pack.state}; name another pack.`;
    problems.add("WRONG_STATE", path, message);
  }
}
