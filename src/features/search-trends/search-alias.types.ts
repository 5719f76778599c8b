import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Node, toNodeId } from "../../graphql/node";
import { registrationPayload } from "../../graphql/registration";
import { DateScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import { MAX_REGISTERED_ROWS } from "../../platform/registration";
import type { UserProblem } from "../../platform/user-error";
import { aliasRejections, MAX_ALIASES, type SearchAliasKind, type SearchAlias as SearchAliasRow } from "./search-alias";

const SearchAliasKindEnum = { BRAND_NAME: "BRAND_NAME", PRODUCT_NAME: "PRODUCT_NAME", NICKNAME: "NICKNAME" };
registerEnumType(SearchAliasKindEnum, {
  name: "SearchAliasKind",
  description: "What an alias is; clients must handle unknown values.",
  valuesConfig: {
    BRAND_NAME: { description: "Another spelling of the brand's name." },
    PRODUCT_NAME: { description: "The name or model number of a product." },
    NICKNAME: { description: "What people call the brand or a product of it (昵称)." },
  },
});

/** What is said of every text that is compared with searches. */
export const SPELLING =
  "Compared in one spelling: Unicode NFKC, lower case, runs of white space as one space, none beside a Chinese or Japanese character.";

@Access("READ_ASSETS")
@ObjectType({ implements: Node, description: "What people call a brand or a product of it when they search (别名)." })
export class SearchAlias extends Node {
  @Field({ description: "As it was registered." })
  alias!: string;

  @Field({ description: `As searches are compared with it. ${SPELLING}` })
  keyword!: string;

  @Field(() => SearchAliasKindEnum, { description: "What it is." })
  kind!: SearchAliasKind;

  @Field(() => String, {
    nullable: true,
    description: "Code of the product, as touchpoints carry it; null: it is of the brand.",
  })
  productCode!: string | null;

  @Field(() => DateScalar, { description: "First day on which it holds, in the brand's zone." })
  validFrom!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: "The first day on which it no longer holds; null: it goes on.",
  })
  validTo!: string | null;

  @Field(() => Int, { description: "Version of the dictionary that has it first." })
  sinceVersion!: number;
}

export const toSearchAlias = (row: SearchAliasRow): SearchAlias =>
  Object.assign(new SearchAlias(), { ...row, id: toNodeId("SearchAlias", row.id) });

export const SearchAliasConnection = connectionType(SearchAlias, "SearchAlias", "READ_ASSETS");

@Access("READ_ASSETS")
@ObjectType({
  description: `The aliases of a brand (别名词典), at most ${MAX_ALIASES}; the brand's own names hold beside them.`,
})
export class SearchDictionary {
  /** Number of the brand; not a field of the schema. */
  brandId!: number;

  @Field(() => Int, {
    description: "Grows with every change, from 0 before the first; figures name the one they used.",
  })
  version!: number;
}

@InputType({ description: "An alias of a brand or a product." })
class SearchAliasInput {
  @Field({ description: `1 to 200 characters with a letter or digit. ${SPELLING}` })
  alias!: string;

  @Field(() => SearchAliasKindEnum, { description: "What it is." })
  kind!: SearchAliasKind;

  @Field(() => String, {
    nullable: true,
    description: "The product, as touchpoints carry it; required for PRODUCT_NAME, absent for BRAND_NAME.",
  })
  productCode?: string | null;

  @Field(() => DateScalar, {
    description: "First day on which it holds, in the brand's zone. With the alias it names the row that is restated.",
  })
  validFrom!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: "The first day on which it no longer holds; absent: it goes on.",
  })
  validTo?: string | null;
}

@InputType({ description: "Aliases to register for one brand." })
export class RegisterSearchAliasesInput {
  @Field(() => ID, { description: "The brand." })
  brandId!: string;

  @Field(() => [SearchAliasInput], { description: `1 to ${MAX_REGISTERED_ROWS} rows, judged in their order.` })
  aliases!: SearchAliasInput[];
}

@InputType({ description: "Aliases to take out of a brand's dictionary." })
export class WithdrawSearchAliasesInput {
  @Field(() => ID, { description: "The brand." })
  brandId!: string;

  @Field(() => [ID], { description: `1 to ${MAX_REGISTERED_ROWS} aliases of it.` })
  aliasIds!: string[];
}

const SearchAliasUserError = userErrorType("SearchAlias", {});

const AliasRegistration = registrationPayload(
  "RegisteredSearchAliasRow",
  { name: "SearchAliasRejectionReason", reasons: aliasRejections },
  SearchAliasUserError,
  "EDIT_CAMPAIGNS",
);

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of registerSearchAliases." })
export class RegisterSearchAliasesPayload extends AliasRegistration {
  @Field(() => Int, {
    nullable: true,
    description: "Version of the dictionary after the call; null when the whole call was refused.",
  })
  dictionaryVersion?: number | null;
}

@Access("EDIT_CAMPAIGNS")
@ObjectType({ description: "Answer of withdrawSearchAliases." })
export class WithdrawSearchAliasesPayload {
  @Field(() => Int, { nullable: true, description: "Version of the dictionary without them; null when refused." })
  dictionaryVersion?: number | null;

  @Field(() => [SearchAliasUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
