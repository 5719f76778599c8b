import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { type RuleTopic, ruleTopics } from "./explain-rules";

export const RuleTopicEnum = Object.fromEntries(ruleTopics.map((topic) => [topic, topic]));
registerEnumType(RuleTopicEnum, {
  name: "RuleTopic",
  description: "What a sentence about rules explains; clients must handle unknown values.",
  valuesConfig: {
    UNIVERSE: { description: "Whom the brand met." },
    AWARE: { description: "Stage AWARE." },
    APPEAL: { description: "Stage APPEAL." },
    ACT: { description: "Stage ACT." },
    ADVOCATE: { description: "Stage ADVOCATE." },
    STAGE_PRIORITY: { description: "Which of several stages wins." },
    BRAND_INTENT: { description: "Row BRAND." },
    CATEGORY_INTENT: { description: "Row CATEGORY." },
    PLATFORM_INTENT: { description: "Row PLATFORM." },
    INTENT_PRIORITY: { description: "Which of several rows wins." },
    LOYAL: { description: "Column LOYAL." },
    SWING: { description: "Column SWING." },
    POTENTIAL: { description: "Column POTENTIAL." },
    GROUPS: { description: "Which cells make which group." },
  },
});

@Access("READ_ASSETS")
@ObjectType({ description: "One rule in words; every number in it is a field of the definition." })
export class RuleExplanation {
  @Field(() => RuleTopicEnum, { description: "What it explains." })
  topic!: RuleTopic;

  @Field({ description: "The sentence." })
  sentence!: string;
}
