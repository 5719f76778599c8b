import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access";
import { IDEMPOTENCY_KEY } from "../../graphql/idempotency-key";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { payload } from "../../graphql/user-errors";
import type { RequestContext } from "../../platform/request-context";
import type { BrandService } from "./brand.service";
import type { IdentityNamespace as IdentityNamespaceRow } from "./brand.store";
import {
  CreateBrandInput,
  CreateBrandPayload,
  CreateCategoryInput,
  CreateCategoryPayload,
  CreateIdentityNamespaceInput,
  CreateIdentityNamespacePayload,
  GrantBrandsInput,
  GrantBrandsPayload,
  IdentityNamespace,
  toBrand,
  toCategory,
} from "./brand.types";

/** What operators add to the cloud's catalogue. */
@Resolver()
export class CatalogueResolver {
  constructor(private readonly brands: BrandService) {}

  @Access("EDIT_CATALOGUE")
  @Mutation(() => CreateCategoryPayload, { description: "Adds a category to the cloud's catalogue." })
  createCategory(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateCategoryInput, { description: "The new category." }) input: CreateCategoryInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateCategoryPayload> {
    return payload(async () => {
      const parentId = input.parentId == null ? null : integerKeyOf("Category", input.parentId, ["input", "parentId"]);
      const call = { key, mutation: "createCategory", request: input };
      return {
        category: toCategory(
          await this.brands.edit(context, call, (manager) =>
            this.brands.createCategory(manager, { ...input, parentId }),
          ),
        ),
      };
    });
  }

  @Access("EDIT_CATALOGUE")
  @Mutation(() => CreateBrandPayload, { description: "Adds a brand to the cloud's catalogue." })
  createBrand(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateBrandInput, { description: "The new brand." }) input: CreateBrandInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateBrandPayload> {
    return payload(async () => {
      const categoryIds = input.categoryIds.map((id, index) =>
        integerKeyOf("Category", id, ["input", "categoryIds", String(index)]),
      );
      const call = { key, mutation: "createBrand", request: input };
      return {
        brand: toBrand(
          await this.brands.edit(context, call, (manager) =>
            this.brands.createBrand(manager, { ...input, categoryIds }),
          ),
        ),
      };
    });
  }

  @Access("EDIT_CATALOGUE")
  @Mutation(() => GrantBrandsPayload, { description: "Lets an organisation see brands; repeating it changes nothing." })
  grantBrands(
    @Ctx() context: RequestContext,
    @Arg("input", () => GrantBrandsInput, { description: "Who may see what." }) input: GrantBrandsInput,
  ): Promise<GrantBrandsPayload> {
    return payload(async () => {
      const organisationId = keyOf("Organisation", input.organisationId, ["input", "organisationId"]);
      const brandIds = input.brandIds.map((id, index) =>
        integerKeyOf("Brand", id, ["input", "brandIds", String(index)]),
      );
      await this.brands.edit(context, { key: null, mutation: "grantBrands", request: input }, async (manager) => {
        for (const brandId of brandIds) await this.brands.grant(manager, organisationId, brandId);
      });
      return {};
    });
  }

  @Access("EDIT_CATALOGUE")
  @Mutation(() => CreateIdentityNamespacePayload, { description: "Adds a space of identity values." })
  createIdentityNamespace(
    @Ctx() context: RequestContext,
    @Arg("input", () => CreateIdentityNamespaceInput, { description: "The new namespace." })
    input: CreateIdentityNamespaceInput,
    @Arg("idempotencyKey", () => String, IDEMPOTENCY_KEY) key?: string,
  ): Promise<CreateIdentityNamespacePayload> {
    return payload(async () => {
      const row: IdentityNamespaceRow = {
        code: input.code,
        format: input.format as IdentityNamespaceRow["format"],
        pattern: input.pattern ?? null,
      };
      const call = { key, mutation: "createIdentityNamespace", request: input };
      const made = await this.brands.edit(context, call, (manager) =>
        this.brands.createIdentityNamespace(manager, row),
      );
      return { identityNamespace: Object.assign(new IdentityNamespace(), made) };
    });
  }
}
