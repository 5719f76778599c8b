import type { NamedKind } from "../../engines/segmentation/named-things";
import { platformsOf, walkLeaves } from "../../engines/segmentation/walk-leaves";
import { newId } from "../../platform/ids";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, RequestError, UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import { MIN_PEERS } from "../benchmarks";
import type { BrandService } from "../brands";
import { type CampaignService, checkName } from "../campaigns";
import {
  inZone,
  type Playbook,
  type PlaybookContent,
  type PlaybookService,
  refuseNamed,
  withoutPacks,
} from "../playbooks";
import { anonymise, type PlaybookTemplate, resultsOf, type TemplateResult } from "./playbook-template";
import type { PlaybookTemplateStore } from "./playbook-template.store";

/** What only the author has, what only people who know the author can read, and what tells when it was. */
const OF_THE_AUTHOR: readonly NamedKind[] = [
  ...(["PACK", "LOOK_ALIKE", "LIST", "ATTRIBUTE", "MEMBER_TIER", "CAMPAIGN", "CODE"] as const),
  ...(["KEYWORD", "SALT", "INSTANT"] as const),
];
const DAY_MS = 86_400_000;

export interface NewTemplate {
  readonly playbookId: string;
  readonly title: string;
  /** Null: the brand's primary one. */
  readonly categoryId: number | null;
  readonly leaveOutPacks: readonly number[];
}

export interface PlaybookTemplateParts {
  readonly database: Database;
  readonly store: PlaybookTemplateStore;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly campaigns: CampaignService;
  readonly playbooks: PlaybookService;
}

/** Shares what worked with other organisations without saying whose it was (G56). */
export class PlaybookTemplateService {
  constructor(private readonly its: PlaybookTemplateParts) {}

  find(context: RequestContext, id: string): Promise<PlaybookTemplate | null> {
    return this.its.store.find(context, id);
  }

  async page(
    context: RequestContext,
    categoryId: number | null,
    request: PageRequest,
  ): Promise<{ readonly page: Page<PlaybookTemplate>; readonly count: () => Promise<number> }> {
    for (const [name, cursor] of Object.entries({ after: request.after, before: request.before })) {
      if (cursor === null || (cursor.length === 1 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor[0]!)))
        continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that playbookTemplates returned.`);
    }
    const { store, brands } = this.its;
    const tree = categoryId === null ? null : await brands.categoryTree(categoryId);
    return { page: await store.findPage(context, tree, request), count: () => store.count(context, tree) };
  }

  async isOwn(context: RequestContext, id: string): Promise<boolean> {
    return (await context.memo(this.isOwn, () => this.its.store.findOwn(context))).has(id);
  }

  async results(context: RequestContext, id: string): Promise<readonly TemplateResult[]> {
    return resultsOf(await this.its.store.findFirstReviews(context, id));
  }

  /** Everything that could say whose it is is taken out, or refused with the reason. */
  async share(context: RequestContext, input: NewTemplate, idempotencyKey?: string): Promise<PlaybookTemplate> {
    const { database, store, playbooks } = this.its;
    const playbook = await playbooks.require(context, input.playbookId, ["input", "playbookId"]);
    const problems = new ProblemList();
    await this.checkTitle(context, playbook, input.title, problems);
    const categoryId = await this.checkCategory(context, playbook.brandId, input.categoryId, problems);
    const content = await this.checkContent(context, playbook, input.leaveOutPacks, problems);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "sharePlaybook", request: input };
    const id = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      const now = context.clock.now();
      const sharedOn = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
      const template = { id: newId(sharedOn), title: input.title, categoryId: categoryId!, content, sharedOn };
      await store.insert(manager, context, template, playbook.id);
      return template.id;
    });
    return (await store.find(context, id)) ?? Promise.reject(withdrawn());
  }

  /** It is listed no more; what others adopted stays theirs. */
  async withdraw(context: RequestContext, id: string): Promise<string> {
    if (!(await this.its.store.findOwn(context)).has(id))
      throw UserProblems.one(
        "NOT_FOUND",
        ["id"],
        "id must name a template that this organisation shared; see playbookTemplates { nodes { isOwn } }.",
      );
    await this.its.store.withdraw(context, id);
    return id;
  }

  /** A playbook of a brand of the caller's. */
  async adopt(
    context: RequestContext,
    input: { readonly templateId: string; readonly brandId: number; readonly name: string },
    idempotencyKey?: string,
  ): Promise<Playbook> {
    const { database, store, playbooks, brands } = this.its;
    const brand = await brands.requireGranted(context, input.brandId, ["input", "brandId"]);
    const template = await store.find(context, input.templateId);
    const problems = new ProblemList();
    if (!template)
      problems.add(
        "NOT_FOUND",
        ["input", "templateId"],
        "templateId must name a shared template; list them with playbookTemplates.",
      );
    checkName(problems, input.name, ["input", "name"]);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "adoptPlaybookTemplate", request: input };
    const id = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      return playbooks.insert(manager, context, {
        ...{ brandId: brand.id, name: input.name, campaignId: null },
        content: inZone(template!.content, brand.zone),
        origin: { kind: "TEMPLATE", id: template!.id },
      });
    });
    return (await playbooks.find(context, id))!;
  }

  private async checkTitle(
    context: RequestContext,
    { campaignId }: Playbook,
    title: string,
    problems: ProblemList,
  ): Promise<void> {
    const { access, brands, campaigns } = this.its;
    const path = ["input", "title"];
    checkName(problems, title, path);
    const [organisation, granted, campaign] = await Promise.all([
      access.ownOrganisation(context),
      brands.granted(context),
      campaignId === null ? null : campaigns.campaigns(context).load(campaignId),
    ]);
    const names = [organisation, ...granted, ...(campaign ? [campaign] : [])].flatMap((one) => [one.code, one.name]);
    const named = [...names, ...granted.flatMap(({ nameZh }) => nameZh ?? [])].filter(
      (name) => name.trim() !== "" && title.toLowerCase().includes(name.trim().toLowerCase()),
    );
    if (named.length > 0)
      problems.add(
        "IDENTIFYING",
        path,
        `title must not say whose it is, but it holds "${named[0]}", a name of this organisation; say what is done instead.`,
      );
  }

  /** A category with few brands of others would tell whose it is. */
  private async checkCategory(
    context: RequestContext,
    brandId: number,
    wanted: number | null,
    problems: ProblemList,
  ): Promise<number | null> {
    const { brands } = this.its;
    const path = ["input", "categoryId"];
    const categoryId = wanted ?? (await brands.primaryCategory(context, brandId));
    const tree = categoryId === null ? [] : await brands.categoryTree(categoryId);
    const own = await brands.categoriesOfBrand(context).load(brandId);
    if (categoryId === null || !own.some((link) => tree.includes(link.categoryId))) {
      problems.add(
        "INVALID_INPUT",
        path,
        "categoryId must name a category that the playbook's brand sells in, or one above it; see brand { categories }.",
      );
      return null;
    }
    const granted = new Set((await brands.granted(context)).map(({ id }) => id));
    const others = (await brands.brandsOfCategory(categoryId)).filter(({ id }) => !granted.has(id)).length;
    if (others < MIN_PEERS)
      problems.add(
        "IDENTIFYING",
        path,
        `A category must have at least ${MIN_PEERS} brands of others, or it would tell whose the template is, but has ${others}; name a category above it.`,
      );
    return categoryId;
  }

  private async checkContent(
    context: RequestContext,
    { content: whole }: Playbook,
    leftOut: readonly number[],
    problems: ProblemList,
  ): Promise<PlaybookContent> {
    const path = ["input", "leaveOutPacks"];
    const content = withoutPacks(problems, whole, leftOut, path);
    refuseNamed(problems, whole, { kinds: OF_THE_AUTHOR, leftOut, path });
    const shipped = await this.its.store.findShippedPlatforms(context);
    const platforms = [
      ...content.placements.map(({ platform }) => platform),
      ...content.strategies.flatMap(({ crowds }) => crowds.flatMap(({ channels }) => channels)),
      ...content.packs.flatMap(({ rules }) =>
        walkLeaves(rules.rule).flatMap((leaf) => platformsOf(leaf).flatMap((named) => named.platforms)),
      ),
    ];
    const own = [...new Set(platforms.filter((platform) => !shipped.includes(platform)))];
    if (own.length > 0)
      problems.add(
        "NOT_PORTABLE",
        ["input", "playbookId"],
        `Platforms must be known to every organisation, but ${own.join(", ")} ${own.length === 1 ? "is" : "are"} this one's own; make a playbook of a campaign without.`,
      );
    return anonymise(content);
  }
}

const withdrawn = (): UserProblems =>
  UserProblems.one("NOT_FOUND", null, "The template of this idempotency key must still be shared, but was withdrawn.");
