import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "../brands";
import { Category, toCategory } from "../brands/brand.types";
import type { GroupStrategyService } from "../group-strategies";
import { GroupStrategy, toGroupStrategy } from "../group-strategies/group-strategy.types";
import { Playbook, toPlaybook } from "../playbooks/playbook.types";
import type { PlaybookTemplateService } from "./playbook-template.service";
import {
  AdoptPlaybookTemplateInput,
  AdoptPlaybookTemplatePayload,
  PlaybookTemplate,
  PlaybookTemplateConnection,
  SharePlaybookInput,
  SharePlaybookPayload,
  TemplateResult,
  toResult,
  toTemplate,
  WithdrawPlaybookTemplatePayload,
} from "./playbook-template.types";

@Resolver(() => PlaybookTemplate)
export class PlaybookTemplateResolver {
  constructor(
    private readonly templates: PlaybookTemplateService,
    private readonly brands: BrandService,
  ) {}

  @Access("SHARE_TEMPLATES")
  @Mutation(() => SharePlaybookPayload, {
    description:
      "Shares what a playbook does with every organisation, without names, dates, bills or people; refused where something would tell whose it is.",
  })
  sharePlaybook(
    @Ctx() context: RequestContext,
    @Arg("input", () => SharePlaybookInput, { description: "What is shared." }) input: SharePlaybookInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<SharePlaybookPayload> {
    return payload(async () => {
      const { categoryId, title, leaveOutPacks } = input;
      const wanted = {
        ...{ title, leaveOutPacks, playbookId: keyOf("Playbook", input.playbookId, ["input", "playbookId"]) },
        categoryId: categoryId == null ? null : integerKeyOf("Category", categoryId, ["input", "categoryId"]),
      };
      return { playbookTemplate: toTemplate(await this.templates.share(context, wanted, key)) };
    });
  }

  @Access("SHARE_TEMPLATES")
  @Mutation(() => WithdrawPlaybookTemplatePayload, {
    description:
      "Takes a template of the caller's organisation off the list; playbooks that others made of it stay theirs.",
  })
  withdrawPlaybookTemplate(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "Id of a PlaybookTemplate." }) id: string,
  ): Promise<WithdrawPlaybookTemplatePayload> {
    return payload(async () => {
      await this.templates.withdraw(context, keyOf("PlaybookTemplate", id, ["id"]));
      return {};
    });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => AdoptPlaybookTemplatePayload, {
    description:
      "Makes a playbook of a brand of a template, dates by the clock of its zone; instantiatePlaybook makes campaigns of it.",
  })
  adoptPlaybookTemplate(
    @Ctx() context: RequestContext,
    @Arg("input", () => AdoptPlaybookTemplateInput, { description: "The new playbook." })
    input: AdoptPlaybookTemplateInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<AdoptPlaybookTemplatePayload> {
    return payload(async () => {
      const wanted = {
        templateId: keyOf("PlaybookTemplate", input.templateId, ["input", "templateId"]),
        brandId: integerKeyOf("Brand", input.brandId, ["input", "brandId"]),
        name: input.name,
      };
      return { playbook: toPlaybook(await this.templates.adopt(context, wanted, key)) };
    });
  }

  @Access("READ_CAMPAIGNS")
  @Query(() => PlaybookTemplateConnection, { description: "Templates that organisations share, newest first." })
  async playbookTemplates(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("categoryId", () => ID, {
      nullable: true,
      description: "Only those for this category and what is below it; absent: all.",
    })
    categoryId?: string | null,
  ): Promise<ConnectionShape<PlaybookTemplate>> {
    const category = categoryId == null ? null : integerKeyOf("Category", categoryId, ["categoryId"]);
    const found = await this.templates.page(context, category, pageRequest(page));
    return toConnection(found.page, toTemplate, found.count);
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Category, { description: "Whom it is for." })
  async category(@Ctx() context: RequestContext, @Root() { row }: PlaybookTemplate): Promise<Category> {
    return toCategory((await this.brands.categories(context).load(row.categoryId))!);
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => Boolean, { description: "True: the caller's organisation shared it." })
  isOwn(@Ctx() context: RequestContext, @Root() { row }: PlaybookTemplate): Promise<boolean> {
    return this.templates.isOwn(context, row.id);
  }

  @Access("READ_ATTRIBUTION")
  @FieldResolver(() => [TemplateResult], {
    description: "What other organisations' campaigns made of it, a line a metric; of no fewer than five of them.",
  })
  async results(@Ctx() context: RequestContext, @Root() { row }: PlaybookTemplate): Promise<readonly TemplateResult[]> {
    return (await this.templates.results(context, row.id)).map(toResult);
  }
}

@Resolver(() => Playbook)
export class PlaybookOriginResolver {
  constructor(
    private readonly templates: PlaybookTemplateService,
    private readonly strategies: GroupStrategyService,
  ) {}

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => PlaybookTemplate, {
    nullable: true,
    description: "The template that it was adopted from; null: none, or it was withdrawn.",
  })
  async template(@Ctx() context: RequestContext, @Root() { origin }: Playbook): Promise<PlaybookTemplate | null> {
    const template = origin?.kind === "TEMPLATE" ? await this.templates.find(context, origin.id) : null;
    return template && toTemplate(template);
  }

  @Access("READ_CAMPAIGNS")
  @FieldResolver(() => GroupStrategy, {
    nullable: true,
    description: "The strategy of a brand group that it was adopted from; null: none.",
  })
  async groupStrategy(@Ctx() context: RequestContext, @Root() { origin }: Playbook): Promise<GroupStrategy | null> {
    const strategy = origin?.kind === "GROUP_STRATEGY" ? await this.strategies.find(context, origin.id) : null;
    return strategy && toGroupStrategy(strategy);
  }
}
