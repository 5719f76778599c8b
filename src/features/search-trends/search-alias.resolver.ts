import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { type ConnectionShape, PageArgs, pageRequest, toConnection } from "../../graphql/connection";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { toRegistration } from "../../graphql/registration";
import { DateScalar } from "../../graphql/scalars";
import { payload } from "../../graphql/user-errors";
import { MAX_REGISTERED_ROWS } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import { Brand } from "../brands/brand.types";
import {
  RegisterSearchAliasesInput,
  RegisterSearchAliasesPayload,
  SearchAlias,
  SearchAliasConnection,
  SearchDictionary,
  toSearchAlias,
  WithdrawSearchAliasesInput,
  WithdrawSearchAliasesPayload,
} from "./search-alias.types";
import type { SearchDictionaryService } from "./search-dictionary.service";

@Resolver(() => Brand)
export class BrandSearchDictionaryResolver {
  constructor(private readonly dictionaries: SearchDictionaryService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => SearchDictionary, { description: "What people call the brand and its products." })
  async searchDictionary(@Ctx() context: RequestContext, @Root() { brandId }: Brand): Promise<SearchDictionary> {
    const { version } = await this.dictionaries.dictionary(context, brandId);
    return Object.assign(new SearchDictionary(), { brandId, version });
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => RegisterSearchAliasesPayload, {
    description: `Registers what people call a brand and its products, 1 to ${MAX_REGISTERED_ROWS} rows, each answered by itself. A known alias and first day is restated; of one alias no two rows may hold on one day.`,
  })
  registerSearchAliases(
    @Ctx() context: RequestContext,
    @Arg("input", () => RegisterSearchAliasesInput, { description: "The aliases." }) input: RegisterSearchAliasesInput,
    @Arg("expectedVersion", () => Int, {
      nullable: true,
      description:
        "The version of the dictionary that the caller saw; VERSION_CONFLICT names the current one when it moved on. Absent: whichever it is.",
    })
    expectedVersion?: number | null,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<RegisterSearchAliasesPayload> {
    return payload<Omit<RegisterSearchAliasesPayload, "userErrors">>(
      async () => {
        const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
        const aliases = input.aliases.map(({ productCode = null, validTo = null, ...alias }) => ({
          ...alias,
          productCode,
          validTo,
        }));
        const { rows, dictionaryVersion } = await this.dictionaries.register(context, brandId, aliases, {
          expectedVersion: expectedVersion ?? null,
          key,
        });
        return { ...toRegistration(rows), dictionaryVersion };
      },
      { rows: [] },
    );
  }

  @Access("EDIT_CAMPAIGNS")
  @Mutation(() => WithdrawSearchAliasesPayload, {
    description:
      "Takes aliases out of a brand's dictionary, all of them or none; figures of earlier versions are not recomputed.",
  })
  withdrawSearchAliases(
    @Ctx() context: RequestContext,
    @Arg("input", () => WithdrawSearchAliasesInput, { description: "Which." }) input: WithdrawSearchAliasesInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<WithdrawSearchAliasesPayload> {
    return payload(async () => {
      const brandId = integerKeyOf("Brand", input.brandId, ["input", "brandId"]);
      const ids = input.aliasIds.map((id, index) => keyOf("SearchAlias", id, ["input", "aliasIds", String(index)]));
      return { dictionaryVersion: await this.dictionaries.withdraw(context, brandId, ids, key) };
    });
  }
}

@Resolver(() => SearchDictionary)
export class SearchDictionaryResolver {
  constructor(private readonly dictionaries: SearchDictionaryService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => SearchAliasConnection, { description: "The aliases, by keyword and day." })
  async aliases(
    @Ctx() context: RequestContext,
    @Root() { brandId }: SearchDictionary,
    @Args(() => PageArgs) args: PageArgs,
    @Arg("on", () => DateScalar, {
      nullable: true,
      description: "A day in the brand's zone on which they hold; absent: any.",
    })
    on?: string | null,
  ): Promise<ConnectionShape<SearchAlias>> {
    const filter = { brandId, on: on ?? null };
    const page = await this.dictionaries.page(context, filter, pageRequest(args));
    return toConnection(page, toSearchAlias, () => this.dictionaries.count(context, filter));
  }
}
