import { Arg, Ctx, ID, Int, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { EXPECTED_VERSION, IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { AudienceBuilder } from "./audience-builder";
import type { AudienceEditor } from "./audience-editor";
import {
  CreateAudiencePackInput,
  RenameAudiencePackInput,
  toAudiencePack,
  toAudiencePackBuild,
} from "./audience-pack.types";
import {
  BuildAudiencePackPayload,
  CreateAudiencePackPayload,
  RenameAudiencePackPayload,
  ReplaceAudiencePackRulesPayload,
} from "./audience-payload.types";
import { PACK_ID, packToChange } from "./pack-to-change.types";
import { AudienceRuleInput, toRuleInput } from "./rule.types";

@Resolver()
export class AudienceChangeResolver {
  constructor(
    private readonly editor: AudienceEditor,
    private readonly builder: AudienceBuilder,
  ) {}

  @Access("EDIT_AUDIENCES")
  @Mutation(() => CreateAudiencePackPayload, { description: "Makes a pack, as a draft without members." })
  createAudiencePack(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateAudiencePackInput, { description: "The new pack." }) input: CreateAudiencePackInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateAudiencePackPayload> {
    return payload(async () => {
      const { name, tags, expiresAt = null } = input;
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const rules = toRuleInput(input.rules, ["input", "rules"]);
      const pack = await this.editor.create(context, { brandId, name, tags, rules, expiresAt }, key);
      return { audiencePack: toAudiencePack(pack) };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => RenameAudiencePackPayload, { description: "Gives a pack another name; its members stay." })
  renameAudiencePack(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, PACK_ID) id: string,
    @Arg("input", () => RenameAudiencePackInput, { description: "The new name." }) input: RenameAudiencePackInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<RenameAudiencePackPayload> {
    return payload(async () => ({
      audiencePack: toAudiencePack(await this.editor.rename(context, packToChange(id, expectedVersion), input.name)),
    }));
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => ReplaceAudiencePackRulesPayload, {
    description: "Gives a pack other rules; the members of the last build stay in force until the next.",
  })
  replaceAudiencePackRules(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, PACK_ID) id: string,
    @Arg("rules", () => AudienceRuleInput, { description: "Who is meant from now on." }) rules: AudienceRuleInput,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
  ): Promise<ReplaceAudiencePackRulesPayload> {
    return payload(async () => {
      const pack = packToChange(id, expectedVersion);
      return {
        audiencePack: toAudiencePack(await this.editor.replaceRules(context, pack, toRuleInput(rules, ["rules"]))),
      };
    });
  }

  @Access("EDIT_AUDIENCES")
  @Mutation(() => BuildAudiencePackPayload, {
    description:
      "Begins to freeze the people of a pack's rules as its members; a pack changed meanwhile fails its build.",
  })
  buildAudiencePack(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, PACK_ID) id: string,
    @Arg("expectedVersion", () => Int, EXPECTED_VERSION) expectedVersion: number,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<BuildAudiencePackPayload> {
    return payload(async () => ({
      run: toAudiencePackBuild(await this.builder.enqueue(context, packToChange(id, expectedVersion), key)),
    }));
  }
}
