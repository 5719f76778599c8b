import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { CountedShare, SearchAnswer, toSearchAnswer } from "./day-window.types";
import type { SearchFigures } from "./search.service";
import type { SearchClass } from "./search-class";
import type { SearchMix as Mix } from "./search-mix";
import type { ShownTouches } from "./shown";

export const SearchClassEnum = { ALIAS: "ALIAS", PRODUCT: "PRODUCT", BRAND_NAME: "BRAND_NAME", GENERIC: "GENERIC" };
registerEnumType(SearchClassEnum, {
  name: "SearchClass",
  description:
    "What a search asks for. One that says several things is of the first of these that it says; words must stand in it whole and in order. Clients must handle unknown values.",
  valuesConfig: {
    ALIAS: { description: "It has a NICKNAME of the brand's dictionary (别名词) that holds on its day." },
    PRODUCT: { description: "It has a PRODUCT_NAME of the dictionary (产品词) that holds on its day." },
    BRAND_NAME: {
      description: "It has a name of the brand, of the catalogue or as BRAND_NAME of the dictionary (品牌词).",
    },
    GENERIC: {
      description: "None of these: a search about the brand, or about no brand in one of its categories (泛词).",
    },
  },
});

/** What a brand's searches are. */
export const SEARCHES =
  "Searches (搜索) are SEARCH touchpoints with a keyword: all about the brand, and of those about no brand the ones in its categories and the ones that have a term of its dictionary.";

@Access("READ_ASSETS")
@ObjectType({ description: "Searches of a brand and the people behind them." })
export class SearchCount {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Searches, each counted (人次); null when withheld with people.",
  })
  searches!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Distinct people (人数); null when too few to tell." })
  people!: bigint | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Searches of one class." })
export class SearchClassCount extends SearchCount {
  @Field(() => SearchClassEnum, { description: "The class." })
  searchClass!: SearchClass;
}

@Access("READ_ASSETS")
@ObjectType({ description: `How a brand is searched for. ${SEARCHES}` })
export class SearchMix extends SearchAnswer {
  @Field(() => SearchCount, { description: "All of them." })
  total!: SearchCount;

  @Field(() => [SearchClassCount], {
    description: "Of each class, in the order of SearchClass. Searches add up to the total, people do not.",
  })
  classes!: readonly SearchClassCount[];

  @Field(() => CountedShare, {
    nullable: true,
    description:
      "Alias share of brand searches (别名占比): those of ALIAS of those that are not GENERIC. The interval takes every search for one by itself; that of aliasPeopleShare is the surer one. Null without brand searches, and where withheld.",
  })
  aliasShare!: CountedShare | null;

  @Field(() => CountedShare, {
    nullable: true,
    description: "Of the people with a search that is not GENERIC, those with one of ALIAS; null likewise.",
  })
  aliasPeopleShare!: CountedShare | null;
}

export const toSearchCount = ({ touches, people }: ShownTouches): SearchCount =>
  Object.assign(new SearchCount(), { searches: touches, people });

export const toSearchMix = ({ asked, figures }: SearchFigures<Mix>): SearchMix =>
  Object.assign(new SearchMix(), {
    ...toSearchAnswer(asked),
    total: toSearchCount(figures.total),
    classes: figures.classes.map(({ searchClass, ...count }) =>
      Object.assign(new SearchClassCount(), { searchClass, ...toSearchCount(count) }),
    ),
    aliasShare: figures.aliasShare,
    aliasPeopleShare: figures.aliasPeopleShare,
  });
