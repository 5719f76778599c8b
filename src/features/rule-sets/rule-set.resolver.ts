import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf, toNodeId } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import { Language } from "../assets/language.types";
import { RuleSet } from "../assets/rule-set.types";
import { toRuleSet } from "../assets/shape-snapshot.types";
import type { BrandService } from "../brands";
import { Brand } from "../brands/brand.types";
import { RuleSetDefinition } from "./definition.types";
import { draftOf } from "./definition-draft";
import { RuleSetDefinitionInput, toDraft } from "./definition-input.types";
import { explainRules, ruleTopics } from "./explain-rules";
import { RuleExplanation } from "./explanation.types";
import type { RuleSetService } from "./rule-set.service";
import type { RuleSetEditor } from "./rule-set-editor";
import {
  AssignRuleSetPayload,
  ChangeRuleSetPayload,
  CreateRuleSetInput,
  CreateRuleSetPayload,
  RuleSetConnection,
} from "./rule-set-payload.types";
import type { RuleSetVersion } from "./rule-set-version";
import { toAssignment } from "./shape-assignment.types";

/** Rules: what they say, and how they are made. */
@Resolver(() => RuleSet)
export class RuleSetResolver {
  constructor(
    private readonly service: RuleSetService,
    private readonly editor: RuleSetEditor,
    private readonly brands: BrandService,
  ) {}

  @Access("READ_ASSETS")
  @Query(() => RuleSetConnection, {
    description: "Every version of the shipped rules and of the organisation's own, the newest first.",
  })
  async ruleSets(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("brandId", () => ID, {
      nullable: true,
      description: "Only rules that may label this brand's people; absent: all.",
    })
    brandId?: string | null,
  ): Promise<ConnectionShape<RuleSet>> {
    const key = brandId == null ? null : integerKeyOf("Brand", brandId, ["brandId"]);
    const found = await this.service.page(context, key, pageRequest(page));
    return toConnection(found, toRuleSet, () => this.service.count(context, key));
  }

  @Access("EDIT_RULE_SETS")
  @Mutation(() => CreateRuleSetPayload, {
    description:
      "Makes version 1 of rules of the organisation's own. They label nobody until they are assigned or a snapshot names them.",
  })
  createRuleSet(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateRuleSetInput, { description: "The rules." }) input: CreateRuleSetInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateRuleSetPayload> {
    return payload(async () => {
      const brandId = input.brandId == null ? null : integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const draft = { code: input.code, brandId, definition: toDraft(input.definition) };
      return { ruleSet: toRuleSet(await this.editor.create(context, draft, key)) };
    });
  }

  @Access("EDIT_RULE_SETS")
  @Mutation(() => ChangeRuleSetPayload, {
    description:
      "Makes the next version of rules; no version is ever edited. It is in force nowhere until it is assigned. Rules equal to the current version make none.",
  })
  changeRuleSet(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "Id of any version of them." }) id: string,
    @Arg("definition", () => RuleSetDefinitionInput, { description: "The rules, whole." })
    definition: RuleSetDefinitionInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ChangeRuleSetPayload> {
    return payload(async () => {
      const target = { id: keyOf("RuleSet", id, ["id"]), expectedVersion };
      return { ruleSet: toRuleSet(await this.editor.change(context, target, toDraft(definition))) };
    });
  }

  @Access("EDIT_RULE_SETS")
  @Mutation(() => AssignRuleSetPayload, {
    description:
      "Puts a version of rules in force for a brand: snapshots taken from now on go by it when they name no other.",
  })
  assignRuleSet(
    @Ctx() context: RequestContext,
    @Arg("brandId", () => ID, { description: "A brand granted to the caller's organisation." }) brandId: string,
    @Arg("ruleSetId", () => ID, { description: "Shipped rules, or the organisation's own for this brand or any." })
    ruleSetId: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<AssignRuleSetPayload> {
    return payload(async () => {
      const input = {
        brandId: integerKeyOf("Brand", brandId, ["brandId"]),
        ruleSetId: keyOf("RuleSet", ruleSetId, ["ruleSetId"]),
        expectedVersion,
      };
      return { assignment: toAssignment(await this.editor.assign(context, input)) };
    });
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => RuleSetDefinition, { description: "What the rules are." })
  async definition(@Ctx() context: RequestContext, @Root() ruleSet: RuleSet): Promise<RuleSetDefinition> {
    const { definition } = await this.version(context, ruleSet);
    return Object.assign(new RuleSetDefinition(), draftOf(definition));
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => [RuleExplanation], {
    description: "The rules in words, in the order of reading; one for each topic.",
  })
  async explanation(
    @Ctx() context: RequestContext,
    @Root() ruleSet: RuleSet,
    @Arg("language", () => Language, { defaultValue: Language.EN, description: "Language of the sentences." })
    language: Language,
  ): Promise<readonly RuleExplanation[]> {
    const sentences = explainRules((await this.version(context, ruleSet)).definition, language);
    return ruleTopics.map((topic) => Object.assign(new RuleExplanation(), { topic, sentence: sentences[topic] }));
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => Boolean, { description: "True for rules that come with the product and are everybody's." })
  async isShipped(@Ctx() context: RequestContext, @Root() ruleSet: RuleSet): Promise<boolean> {
    return (await this.version(context, ruleSet)).organisationId === null;
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => DateTimeScalar, { description: "When this version was made." })
  async createdAt(@Ctx() context: RequestContext, @Root() ruleSet: RuleSet): Promise<Date> {
    return (await this.version(context, ruleSet)).createdAt;
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => Brand, {
    nullable: true,
    description: "The only brand that they are for; null: any of the organisation's, or one that is no longer granted.",
  })
  async brand(@Ctx() context: RequestContext, @Root() ruleSet: RuleSet): Promise<Brand | null> {
    const { brandId } = await this.version(context, ruleSet);
    const row = brandId === null ? null : await this.brands.findGranted(context, brandId);
    return row && Object.assign(new Brand(), { ...row, brandId: row.id, id: toNodeId("Brand", row.id) });
  }

  /** What the API answered exists. */
  private async version(context: RequestContext, { id }: RuleSet): Promise<RuleSetVersion> {
    return this.service.require(context, keyOf("RuleSet", id, ["id"]), ["id"]);
  }
}
