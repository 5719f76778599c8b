import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { toNodeId } from "../../graphql/node";
import { toMajor } from "../../platform/money";
import type { CrowdGroup } from "../assets";
import { CrowdGroupEnum } from "../assets/label.types";
import { RuleSet } from "../assets/rule-set.types";
import type { Instrument } from "../reach-strategies";
import { InstrumentEnum } from "../reach-strategies/reach-strategy.types";
import { type GroupSpendLine as Line, type NoGroupReason, noGroupReasons } from "./group-spend";
import type { GroupSpend as Spend } from "./group-spend.service";

const NoGroupReasonEnum = Object.fromEntries(noGroupReasons.map((reason) => [reason, reason]));
registerEnumType(NoGroupReasonEnum, {
  name: "NoGroupReason",
  description: "Why money of a campaign is of no group of cells; clients must handle unknown values.",
  valuesConfig: {
    NO_PACK: { description: "The placement is aimed at no pack; PlacementAim.noPackReason says why." },
    NO_GROUP_NAMED: { description: "The pack's rules let people of every cell in, and people without one." },
    SEVERAL_GROUPS: { description: "The pack's rules let people of several groups in, or of cells that are in none." },
  },
});

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "Money of a campaign for one group of cells, or for none, by one instrument." })
class GroupSpendLine {
  @Field(() => CrowdGroupEnum, {
    nullable: true,
    description: "The group that the placements' packs keep to, by their rules; null: none, see noGroupReason.",
  })
  group!: CrowdGroup | null;

  @Field(() => NoGroupReasonEnum, { nullable: true, description: "Why it is of no group; null with one." })
  noGroupReason!: NoGroupReason | null;

  @Field(() => InstrumentEnum, { description: "What was bought: it follows from the placements' objective." })
  instrument!: Instrument;

  @Field({ description: "Whether the reach strategies choose the instrument for the group; false without a group." })
  isInStrategy!: boolean;

  @Field(() => Int, { description: "Placements; 0: the strategies choose it, and nobody bought it." })
  placements!: number;

  @Field(() => Int, { description: "Of them, those whose cost is not known: cost is without them." })
  placementsWithoutCost!: number;

  @Field(() => Money, { nullable: true, description: "What their flights plan; null: no flight plans an amount." })
  planned!: Money | null;

  @Field(() => Money, { description: "What media reported to cost, by its latest version." })
  cost!: Money;

  @Field(() => Float, { nullable: true, description: "Of the campaign's cost, 0 to 1; null when that is 0." })
  share!: number | null;
}

@Access("READ_CAMPAIGNS")
@ObjectType({
  description:
    "What a campaign spent on each group of cells by each instrument, beside what the brand's reach strategies choose (对基本盘用效果广告, 潜在客群用搜索推荐, 行业用户用智能优惠券).",
})
export class GroupSpend {
  @Field(() => Int, { description: "Version of the reach strategies, of ReachStrategies.version; 0: the shipped one." })
  strategyVersion!: number;

  @Field(() => RuleSet, { description: "The rules in force now; they say which cells make a group." })
  ruleSet!: RuleSet;

  @Field(() => Money, { description: "The campaign's cost, as media reported it last: the sum of all lines." })
  cost!: Money;

  @Field(() => [GroupSpendLine], {
    description:
      "By group with the strategies' instruments first, then what is of no group by reason; at most 7 instruments each.",
  })
  lines!: readonly GroupSpendLine[];
}

export function toGroupSpend({ campaign, matrix, ruleSet, lines }: Spend): GroupSpend {
  const money = (minor: bigint): Money => toMajor({ minor, currencyCode: campaign.currencyCode });
  const shape = ({ reason, planned, cost, ...line }: Line): GroupSpendLine =>
    Object.assign(new GroupSpendLine(), {
      ...{ ...line, noGroupReason: reason, cost: money(cost) },
      planned: planned === null ? null : money(planned),
    });
  return Object.assign(new GroupSpend(), {
    strategyVersion: matrix.version,
    ruleSet: Object.assign(new RuleSet(), { ...ruleSet, id: toNodeId("RuleSet", ruleSet.id) }),
    cost: money(lines.reduce((sum, { cost }) => sum + cost, 0n)),
    lines: lines.map(shape),
  });
}
