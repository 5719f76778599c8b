import { chineseWording } from "../../engines/segmentation/chinese-wording";
import { englishWording } from "../../engines/segmentation/english-wording";
import { explainRule } from "../../engines/segmentation/explain-rule";
import type { Rule } from "../../engines/segmentation/rule";
import { scopesOf, walkLeaves } from "../../engines/segmentation/walk-leaves";
import type { RuleNames } from "../../engines/segmentation/wording";
import { toMajor } from "../../platform/money";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import type { AttributePeople } from "../people";
import type { AudienceService } from "./audience.service";
import type { AudienceLists } from "./audience-lists";
import type { LookAlikeModels } from "./look-alike-models";

export type ExplanationLanguage = "EN" | "ZH";

interface Named {
  readonly name: string;
  readonly nameZh?: string | null;
}

/** Words a tree with the names that people know its platforms, categories, packs, lists and models by. */
export class RuleExplainer {
  constructor(
    private readonly brands: BrandService,
    private readonly packs: AudienceService,
    private readonly models: LookAlikeModels,
    private readonly attributes: AttributePeople,
    private readonly lists: AudienceLists,
  ) {}

  async explain(context: RequestContext, rule: Rule, language: ExplanationLanguage): Promise<string> {
    const names = await this.names(context, rule, language);
    return explainRule(rule, language === "ZH" ? chineseWording(names) : englishWording(names));
  }

  private async names(context: RequestContext, rule: Rule, language: ExplanationLanguage): Promise<RuleNames> {
    const nameOf = (named: Named): string => (language === "ZH" && named.nameZh) || named.name;
    const platforms = new Map((await this.brands.platforms(context)).map((row) => [row.code, nameOf(row)]));
    const categories = new Map<number, string>();
    const packs = new Map<string, string>();
    const attributes = new Map<string, string>();
    const models = new Map<string, string>();
    const lists = new Map<string, string>();
    for (const placed of walkLeaves(rule)) {
      const { leaf } = placed;
      if ("pack" in leaf) {
        const pack = await this.packs.findPack(context, leaf.pack.id);
        if (pack) packs.set(pack.id, pack.name);
      } else if ("attribute" in leaf) {
        const attribute = await this.attributes.find(context, leaf.attribute.code);
        if (attribute) attributes.set(attribute.code, attribute.name);
      } else if ("lookAlike" in leaf) {
        const { modelId } = leaf.lookAlike;
        const name = await this.models.findName(context, modelId);
        if (name !== null) models.set(modelId, name);
      } else if ("list" in leaf) {
        const list = await this.lists.find(context, leaf.list.id);
        if (list) lists.set(leaf.list.id, list.name);
      }
      for (const { categoryId } of scopesOf(placed)) {
        const category = categoryId === null ? null : await this.brands.categories(context).load(categoryId);
        if (category) categories.set(category.id, nameOf(category));
      }
    }
    // What a stored tree named may be gone since: its key is said then.
    return {
      platform: (code) => platforms.get(code) ?? code,
      category: (id) => categories.get(id) ?? String(id),
      pack: (id) => packs.get(id) ?? id,
      attribute: (code) => attributes.get(code) ?? code,
      list: (id) => lists.get(id) ?? id,
      lookAlike: (id) => models.get(id) ?? id,
      money: (minor, currencyCode) => `${toMajor({ minor: BigInt(minor), currencyCode }).amount} ${currencyCode}`,
    };
  }
}
