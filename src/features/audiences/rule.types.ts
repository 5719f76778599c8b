import { Field, InputType } from "type-graphql";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import { MAX_DEPTH, MAX_RULES } from "../../engines/segmentation/rule-limits";
import { integerKeyOf, keyOf } from "../../graphql/node";
import { type UserProblem, UserProblems } from "../../platform/user-error";
import { DidRuleInput, FrequencyRuleInput, SequenceRuleInput } from "./did-rule.types";
import { CellRuleInput, GroupRuleInput, MovedRuleInput, StageRuleInput } from "./label-rule.types";
import {
  AttributeRuleInput,
  LifecycleRuleInput,
  ListRuleInput,
  MembershipRuleInput,
  PackRuleInput,
  RandomShareRuleInput,
  ReachableRuleInput,
  ValueTierRuleInput,
} from "./person-rule.types";
import { LookAlikeRuleInput, RfmRuleInput } from "./rfm-rule.types";
import { keyOrProblem, minorRange, withKeysOfTouch } from "./touch-keys.types";
import { UNIVERSE_DAYS } from "./universe";

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

  @Field(() => MovedRuleInput, { nullable: true, description: "By where people stood at two instants." })
  moved?: MovedRuleInput | null;

  @Field(() => DidRuleInput, { nullable: true, description: "By what people did, how often and for how much." })
  did?: DidRuleInput | null;

  @Field(() => FrequencyRuleInput, { nullable: true, description: "By how often people were exposed off site." })
  frequency?: FrequencyRuleInput | null;

  @Field(() => SequenceRuleInput, { nullable: true, description: "By two things that people did one after the other." })
  sequence?: SequenceRuleInput | null;

  @Field(() => PackRuleInput, { nullable: true, description: "By membership in another pack." })
  pack?: PackRuleInput | null;

  @Field(() => RfmRuleInput, { nullable: true, description: "By recency, frequency and monetary value." })
  rfm?: RfmRuleInput | null;

  @Field(() => LookAlikeRuleInput, { nullable: true, description: "By likeness to a seed of people." })
  lookAlike?: LookAlikeRuleInput | null;

  @Field(() => RandomShareRuleInput, { nullable: true, description: "By chance, the same every time." })
  randomShare?: RandomShareRuleInput | null;

  @Field(() => AttributeRuleInput, { nullable: true, description: "By what the organisation recorded of people." })
  attribute?: AttributeRuleInput | null;

  @Field(() => ReachableRuleInput, { nullable: true, description: "By where people can be reached." })
  reachable?: ReachableRuleInput | null;

  @Field(() => MembershipRuleInput, { nullable: true, description: "By membership (会员) of the brand's programme." })
  membership?: MembershipRuleInput | null;

  @Field(() => LifecycleRuleInput, { nullable: true, description: "By lifecycle state (用户生命周期)." })
  lifecycle?: LifecycleRuleInput | null;

  @Field(() => ListRuleInput, { nullable: true, description: "By an uploaded list (上传名单)." })
  list?: ListRuleInput | null;
  @Field(() => ValueTierRuleInput, { nullable: true, description: "By expected value (客户价值)." })
  valueTier?: ValueTierRuleInput | null;
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
  const { allOf, anyOf, not, did, sequence, pack, rfm, lookAlike, list } = input;
  return {
    ...input,
    allOf: allOf && children(allOf, "allOf"),
    anyOf: anyOf && children(anyOf, "anyOf"),
    not: not && withKeys(not, [...path, "not"], problems),
    did: did && {
      ...did,
      ...withKeysOfTouch(did, [...path, "did"], problems),
      totalValue: did.totalValue && minorRange(did.totalValue, [...path, "did", "totalValue"], problems),
    },
    sequence: sequence && {
      ...sequence,
      first: withKeysOfTouch(sequence.first, [...path, "sequence", "first"], problems),
      second: withKeysOfTouch(sequence.second, [...path, "sequence", "second"], problems),
    },
    pack: pack && {
      ...pack,
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
    list: list && {
      id: keyOrProblem(list.id, problems, (id) => keyOf("AudienceList", id, [...path, "list", "id"])) ?? "",
    },
  };
}
