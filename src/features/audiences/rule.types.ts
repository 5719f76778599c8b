import { Field, ID, InputType, Int, registerEnumType } from "type-graphql";
import { MAX_DAYS } from "../../engines/segmentation/read-leaf";
import {
  type Action,
  type BrandScope,
  brandScopes,
  type CrowdGroup,
  type Intent,
  type Loyalty,
  type Site,
  type Stage,
} from "../../engines/segmentation/rule";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import { MAX_DEPTH, MAX_RULES } from "../../engines/segmentation/rule-limits";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { DateTimeScalar } from "../../graphql/scalars";
import { type UserProblem, UserProblems } from "../../platform/user-error";
import { CrowdGroupEnum, IntentEnum, LoyaltyEnum, StageEnum } from "../assets/label.types";
import { ActionEnum, SiteEnum } from "../touchpoints/action.types";
import { UNIVERSE_DAYS } from "./resolve-leaf";

const BrandScopeEnum = Object.fromEntries(brandScopes.map((scope) => [scope, scope]));
registerEnumType(BrandScopeEnum, {
  name: "BrandScope",
  description: "Whose touchpoints a condition counts.",
  valuesConfig: {
    OWN: { description: "Those of the brand that the audience is for." },
    RIVAL: { description: "Those of the other brands of its primary category (竞品), from the cloud's sources only." },
    ANY: { description: "Those of any brand, and those of none." },
  },
});

@InputType({ description: "In one of these 4A stages." })
class StageRuleInput {
  @Field(() => [StageEnum], { description: "At least one; who is in any of them is meant." })
  in!: Stage[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "As of this instant, which must be that of a published snapshot; absent: as of the audience's own.",
  })
  at?: Date | null;
}

@InputType({
  description: "In a nine-grid cell of one of these rows and one of these columns; one of the two may be left out.",
})
class CellRuleInput {
  @Field(() => [IntentEnum], { nullable: true, description: "Rows; absent: all three." })
  intent?: Intent[] | null;

  @Field(() => [LoyaltyEnum], { nullable: true, description: "Columns; absent: all three." })
  loyalty?: Loyalty[] | null;
}

@InputType({ description: "In one of these groups of nine-grid cells, as the snapshot's rule set maps them." })
class GroupRuleInput {
  @Field(() => [CrowdGroupEnum], { description: "At least one; who is in any of them is meant." })
  in!: CrowdGroup[];
}

@InputType({ description: "How often, both bounds inclusive; at least one of them." })
class TimesInput {
  @Field(() => Int, { nullable: true, description: "At least 0; absent: 0." })
  min?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "At least min; absent: no upper bound. Who never did is within any max.",
  })
  max?: number | null;
}

@InputType({ description: "A look-back from the audience's instant." })
class WithinInput {
  @Field(() => Int, { description: `Days of 24 hours, 1 to ${MAX_DAYS}.` })
  days!: number;
}

@InputType({ description: "A window between two instants, half open: `from` belongs to it, `to` does not." })
class BetweenInput {
  @Field(() => DateTimeScalar, { description: "Its first instant." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it; after from." })
  to!: Date;
}

@InputType({
  description:
    "Did something: touchpoints that meet every given condition, counted in one window. Exactly one of within and between.",
})
class DidRuleInput {
  @Field(() => ActionEnum, { description: "What was done." })
  action!: Action;

  @Field(() => [String], { nullable: true, description: "Codes of platforms, e.g. XIAOHONGSHU; absent: any." })
  platforms?: string[] | null;

  @Field(() => SiteEnum, { nullable: true, description: "Off or on the shop's site; absent: both." })
  site?: Site | null;

  @Field(() => BrandScopeEnum, { nullable: true, description: "Whose touchpoints; absent: OWN." })
  brand?: BrandScope | null;

  @Field(() => ID, { nullable: true, description: "A category with all below it; absent: any." })
  categoryId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the campaign that caused it, as touchpoints carry it; absent: any.",
  })
  campaignCode?: string | null;

  @Field(() => TimesInput, { nullable: true, description: "How often; absent: at least once." })
  times?: TimesInput | null;

  @Field(() => WithinInput, { nullable: true, description: "In the days before the audience's instant." })
  within?: WithinInput | null;

  @Field(() => BetweenInput, { nullable: true, description: "Between two instants." })
  between?: BetweenInput | null;
}

@InputType({ description: "A member of another pack." })
class PackRuleInput {
  @Field(() => ID, { description: "A pack with members: those frozen by its last build are meant." })
  id!: string;
}

@InputType({ description: "Scores 1 to 5, 5 the best; both ends inclusive, at least one of them." })
class ScoreRangeInput {
  @Field(() => Int, { nullable: true, description: "1 to 5; absent: 1." })
  min?: number | null;

  @Field(() => Int, { nullable: true, description: "At least min, at most 5; absent: 5." })
  max?: number | null;
}

@InputType({
  description:
    "Bought, with RFM scores in ranges; at least one of the three. Scores are quintiles (quantile type 7, a value at a cut belongs below it) among all who bought of the same brands and category in the same days; an order refunded in full is none.",
})
class RfmRuleInput {
  @Field(() => BrandScopeEnum, { nullable: true, description: "Whose orders; absent: OWN." })
  brand?: BrandScope | null;

  @Field(() => ID, { nullable: true, description: "Orders in a category with all below it; absent: any." })
  categoryId?: string | null;

  @Field(() => WithinInput, { description: "In the days before the audience's instant." })
  within!: WithinInput;

  @Field(() => ScoreRangeInput, {
    nullable: true,
    description: "By days since the last order: 5 bought last; absent: any.",
  })
  recency?: ScoreRangeInput | null;

  @Field(() => ScoreRangeInput, { nullable: true, description: "By number of orders; absent: any." })
  frequency?: ScoreRangeInput | null;

  @Field(() => ScoreRangeInput, {
    nullable: true,
    description:
      "By mean value of an order (客单价) in the brand's currency; whose orders have none is in no range. Absent: any.",
  })
  monetary?: ScoreRangeInput | null;
}

@InputType({ description: "Among the highest scores of a look-alike model, as they were when it was fitted." })
class LookAlikeRuleInput {
  @Field(() => ID, { description: "A LookAlikeModel that has been fitted." })
  modelId!: string;

  @Field(() => Int, { description: "Per cent of the people whom it scored, 1 to 100." })
  topPercent!: number;
}

@InputType({
  description: `A condition on people: exactly one field set, at most ${MAX_DEPTH} levels and ${MAX_RULES} rules in a tree. It speaks of people seen in the ${UNIVERSE_DAYS} days before the audience's instant, at any brand, by sources that the organisation may read; \`not\` is relative to them.`,
})
export class AudienceRuleInput {
  @Field(() => [AudienceRuleInput], { nullable: true, description: "All of these hold; at least one." })
  allOf?: AudienceRuleInput[] | null;

  @Field(() => [AudienceRuleInput], { nullable: true, description: "One or more of these hold; at least one." })
  anyOf?: AudienceRuleInput[] | null;

  @Field(() => AudienceRuleInput, {
    nullable: true,
    description: "This does not hold; so `not` of `did` holds for who did it too rarely, or never.",
  })
  not?: AudienceRuleInput | null;

  @Field(() => StageRuleInput, { nullable: true, description: "By 4A stage (4A人群)." })
  stage?: StageRuleInput | null;

  @Field(() => CellRuleInput, { nullable: true, description: "By nine-grid cell (九宫格)." })
  cell?: CellRuleInput | null;

  @Field(() => GroupRuleInput, { nullable: true, description: "By group of nine-grid cells." })
  group?: GroupRuleInput | null;

  @Field(() => DidRuleInput, { nullable: true, description: "By what people did, and how often." })
  did?: DidRuleInput | null;

  @Field(() => PackRuleInput, { nullable: true, description: "By membership in another pack." })
  pack?: PackRuleInput | null;

  @Field(() => RfmRuleInput, { nullable: true, description: "By recency, frequency and monetary value." })
  rfm?: RfmRuleInput | null;

  @Field(() => LookAlikeRuleInput, { nullable: true, description: "By likeness to a seed of people." })
  lookAlike?: LookAlikeRuleInput | null;
}

/** The tree with keys in place of node ids, or every malformed id at once. */
export function toRuleInput(input: AudienceRuleInput, path: readonly string[]): RuleInput {
  const problems: UserProblem[] = [];
  const rule = withKeys(input, path, problems);
  if (problems.length > 0) throw new UserProblems(problems);
  return rule;
}

function withKeys(input: AudienceRuleInput, path: readonly string[], problems: UserProblem[]): RuleInput {
  const children = (rules: AudienceRuleInput[], name: string): RuleInput[] =>
    rules.map((rule, index) => withKeys(rule, [...path, name, String(index)], problems));
  const { allOf, anyOf, not, did, pack, rfm, lookAlike } = input;
  return {
    ...input,
    allOf: allOf && children(allOf, "allOf"),
    anyOf: anyOf && children(anyOf, "anyOf"),
    not: not && withKeys(not, [...path, "not"], problems),
    did: did && {
      ...did,
      categoryId: keyOrProblem(did.categoryId, problems, (id) =>
        integerKeyOf("Category", id, [...path, "did", "categoryId"]),
      ),
    },
    pack: pack && {
      id: keyOrProblem(pack.id, problems, (id) => keyOf("AudiencePack", id, [...path, "pack", "id"])) ?? "",
    },
    rfm: rfm && {
      ...rfm,
      categoryId: keyOrProblem(rfm.categoryId, problems, (id) =>
        integerKeyOf("Category", id, [...path, "rfm", "categoryId"]),
      ),
    },
    lookAlike: lookAlike && {
      ...lookAlike,
      modelId:
        keyOrProblem(lookAlike.modelId, problems, (id) =>
          keyOf("LookAlikeModel", id, [...path, "lookAlike", "modelId"]),
        ) ?? "",
    },
  };
}

/** Null for an absent id, and for a malformed one, whose problem is kept. */
function keyOrProblem<Key>(
  id: string | null | undefined,
  problems: UserProblem[],
  read: (id: string) => Key,
): Key | null {
  if (id == null) return null;
  try {
    return read(id);
  } catch (error) {
    if (!(error instanceof UserProblems)) throw error;
    problems.push(...error.problems);
    return null;
  }
}
