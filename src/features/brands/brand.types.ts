import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { AccessKey, Organisation, PermissionEnum } from "../access/access.types";
import type { Brand as BrandRow, Category as CategoryRow } from "./brand.store";

@Access("SIGNED_IN")
@ObjectType({ implements: Node, description: "A product category (类目); categories are a tree." })
export class Category extends Node {
  @Field({ description: "Short unique name, as touchpoints carry it." })
  code!: string;

  @Field({ description: "Name in English." })
  name!: string;

  @Field(() => String, { nullable: true, description: "Name in Chinese; null when none was given." })
  nameZh!: string | null;
}

export const toCategory = (row: CategoryRow): Category =>
  Object.assign(new Category(), { ...row, id: toNodeId("Category", row.id) });

@Access("SIGNED_IN")
@ObjectType({ description: "A category that a brand sells in." })
export class BrandCategory {
  @Field({ description: "True for the one category that the brand's nine-grid and benchmark are about." })
  isPrimary!: boolean;

  @Field(() => Category, { description: "The category." })
  category!: Category;
}

@Access("SIGNED_IN")
@ObjectType({ implements: Node, description: "A brand (品牌) granted to the caller's organisation." })
export class Brand extends Node {
  /** Number of the catalogue row; not a field of the schema. */
  brandId!: number;

  @Field({ description: "Short unique name, as touchpoints carry it." })
  code!: string;

  @Field({ description: "Name in English." })
  name!: string;

  @Field(() => String, { nullable: true, description: "Name in Chinese; null when none was given." })
  nameZh!: string | null;

  @Field({ description: "IANA time zone in which its days begin." })
  zone!: string;

  @Field({ description: "ISO 4217 code of its money." })
  currencyCode!: string;
}

export const toBrand = (row: BrandRow): Brand =>
  Object.assign(new Brand(), { ...row, brandId: row.id, id: toNodeId("Brand", row.id) });

@Access("SIGNED_IN")
@ObjectType({ description: "Who is calling." })
export class Viewer {
  @Field(() => Organisation, { description: "The organisation that the key belongs to." })
  organisation!: Organisation;

  @Field(() => AccessKey, { description: "The key in use." })
  accessKey!: AccessKey;

  @Field(() => [PermissionEnum], { description: "What the key may do." })
  permissions!: readonly string[];

  @Field(() => [Brand], { description: "The brands granted to the organisation, by code." })
  brands!: readonly Brand[];
}

const NamespaceFormat = { SHA256_HEX: "SHA256_HEX", OPAQUE: "OPAQUE" };
registerEnumType(NamespaceFormat, {
  name: "IdentityFormat",
  description: "What values of an identity namespace look like.",
  valuesConfig: {
    SHA256_HEX: { description: "64 hexadecimal digits: hashed before it is sent." },
    OPAQUE: { description: "An identifier that means nothing outside its platform, matching a pattern." },
  },
});

@Access("SIGNED_IN")
@ObjectType({ description: "A space of identity values, e.g. hashed phone numbers." })
export class IdentityNamespace {
  @Field({ description: "Short unique name, as identities carry it." })
  code!: string;

  @Field(() => NamespaceFormat, { description: "What its values look like." })
  format!: string;

  @Field(() => String, { nullable: true, description: "Regular expression of OPAQUE values; null for hashed ones." })
  pattern!: string | null;
}

@InputType({ description: "A new category." })
export class CreateCategoryInput {
  @Field({ description: "1 to 64 letters, digits, dots, hyphens and underscores; unique." })
  code!: string;

  @Field({ description: "Name in English." })
  name!: string;

  @Field(() => String, { nullable: true, description: "Name in Chinese." })
  nameZh?: string | null;

  @Field(() => ID, { nullable: true, description: "The category it belongs under; absent: a root." })
  parentId?: string | null;
}

@InputType({ description: "A new brand." })
export class CreateBrandInput {
  @Field({ description: "1 to 64 letters, digits, dots, hyphens and underscores; unique." })
  code!: string;

  @Field({ description: "Name in English." })
  name!: string;

  @Field(() => String, { nullable: true, description: "Name in Chinese." })
  nameZh?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "IANA time zone in which its days begin; default Asia/Shanghai.",
  })
  zone?: string | null;

  @Field(() => String, { nullable: true, description: "ISO 4217 code of its money; default CNY." })
  currencyCode?: string | null;

  @Field(() => [ID], { description: "Its categories, the primary one first." })
  categoryIds!: string[];
}

@InputType({ description: "Which organisation may see which brands." })
export class GrantBrandsInput {
  @Field(() => ID, { description: "The organisation." })
  organisationId!: string;

  @Field(() => [ID], { description: "Brands to grant; those already granted stay." })
  brandIds!: string[];
}

@InputType({ description: "A new identity namespace." })
export class CreateIdentityNamespaceInput {
  @Field({ description: "2 to 32 capitals, digits and underscores; unique." })
  code!: string;

  @Field(() => NamespaceFormat, { description: "What its values look like." })
  format!: string;

  @Field(() => String, { nullable: true, description: "Regular expression that a whole OPAQUE value must match." })
  pattern?: string | null;
}

export const CatalogueUserError = userErrorType("Catalogue", { CODE_TAKEN: "The code is in use." });

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createCategory." })
export class CreateCategoryPayload {
  @Field(() => Category, { nullable: true, description: "The new category; null when refused." })
  category?: Category | null;

  @Field(() => [CatalogueUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createBrand." })
export class CreateBrandPayload {
  @Field(() => Brand, {
    nullable: true,
    description: "The new brand; null when refused. Reading it later takes a grant.",
  })
  brand?: Brand | null;

  @Field(() => [CatalogueUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of grantBrands." })
export class GrantBrandsPayload {
  @Field(() => [CatalogueUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}

@Access("SIGNED_IN")
@ObjectType({ description: "Answer of createIdentityNamespace." })
export class CreateIdentityNamespacePayload {
  @Field(() => IdentityNamespace, { nullable: true, description: "The new namespace; null when refused." })
  identityNamespace?: IdentityNamespace | null;

  @Field(() => [CatalogueUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
