import { canonicalise, hashOf } from "../../engines/segmentation/canonical-rule";
import { readRule } from "../../engines/segmentation/read-rule";
import type { Rule } from "../../engines/segmentation/rule";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import { platformsOf, scopesOf, walkLeaves } from "../../engines/segmentation/walk-leaves";
import type { RequestContext } from "../../platform/request-context";
import type { ProblemList } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { AudienceService } from "./audience.service";
import type { PackRules } from "./audience-pack";
import type { LookAlikeModels } from "./look-alike-models";
import type { PackReferences } from "./pack-references";
import type { PersonLeafChecker } from "./person-leaf-checker";

export interface ReadRules {
  readonly rules: RuleInput;
  /** To the tree in the caller's arguments. */
  readonly path: readonly string[];
  /** The pack whose rules these will be; null: none yet. */
  readonly packId: string | null;
  /** The brand that the tree is read for. */
  readonly brandId: number;
}

export interface RuleReaderParts {
  readonly brands: BrandService;
  readonly packs: AudienceService;
  readonly models: LookAlikeModels;
  readonly references: PackReferences;
  readonly person: PersonLeafChecker;
}

/** Checks trees that callers send, also against what they name: platforms, categories, packs, models, attributes, tiers. */
export class RuleReader {
  constructor(private readonly its: RuleReaderParts) {}

  /** Null when there are problems. */
  async read(context: RequestContext, input: ReadRules, problems: ProblemList): Promise<PackRules | null> {
    const { rule, problems: found } = readRule(input.rules);
    for (const { path, message } of found) problems.add("INVALID_INPUT", [...input.path, ...path], message);
    if (!rule || !(await this.areNamesKnown(context, rule, input, problems))) return null;
    await this.its.references.liveRules(context, { ...input, rule }, problems);
    const root = canonicalise(rule);
    return { rule, canonical: root.key, hash: hashOf(root) };
  }

  private async areNamesKnown(
    context: RequestContext,
    rule: Rule,
    { path: root, packId, brandId }: ReadRules,
    problems: ProblemList,
  ): Promise<boolean> {
    const platforms = (await this.its.brands.platforms(context)).map(({ code }) => code).sort();
    let areKnown = true;
    const refuse = (code: "INVALID_INPUT" | "NOT_FOUND", path: readonly string[], message: string): void => {
      areKnown = false;
      problems.add(code, path, message);
    };
    for (const { leaf, path } of walkLeaves(rule, root)) {
      if ("pack" in leaf && leaf.pack.id === packId) {
        refuse(
          "INVALID_INPUT",
          [...path, "id"],
          "pack must name another pack, but got the pack whose rules these are.",
        );
      } else if ("pack" in leaf && !(await this.its.packs.findPack(context, leaf.pack.id))) {
        refuse(
          "NOT_FOUND",
          [...path, "id"],
          "pack must name a pack of this organisation; list them with brand { audiencePacks }.",
        );
      }
      if ("lookAlike" in leaf && (await this.its.models.findName(context, leaf.lookAlike.modelId)) === null) {
        refuse(
          "NOT_FOUND",
          [...path, "modelId"],
          "modelId must name a look-alike model of this organisation that has been fitted; list them with brand { lookAlikeModels }.",
        );
      }
      const found = await this.its.person.check(context, { leaf, path }, brandId);
      problems.addAll(found);
      areKnown &&= found.length === 0;
      for (const { platforms: codes, path: place } of platformsOf({ leaf, path })) {
        for (const [index, code] of codes.entries()) {
          if (platforms.includes(code)) continue;
          const message = `platforms must be among ${platforms.join(", ")}, but got "${code.slice(0, 60)}".`;
          refuse("INVALID_INPUT", [...place, "platforms", String(index)], message);
        }
      }
      for (const scope of scopesOf({ leaf, path })) {
        if (scope.categoryId === null || (await this.its.brands.categories(context).load(scope.categoryId))) continue;
        refuse(
          "NOT_FOUND",
          [...scope.path, "categoryId"],
          "categoryId must name a category of the catalogue; list those of a brand with brand { categories }.",
        );
      }
    }
    return areKnown;
  }
}
