import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import type { StratifiedDifference } from "../../engines/effects/stratified-difference";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { RuleSet } from "../assets/rule-set.types";
import { toRuleSet } from "../assets/shape-snapshot.types";
import { AudiencePack, toAudiencePack } from "../audiences/audience-pack.types";
import type { EffectVerdict } from "../effects";
import { EffectInterval, EffectRate, EffectVerdictEnum } from "../effects/rate.types";
import { toWindowAnswer, WindowAnswer, WindowArgs } from "../journeys/window.types";
import {
  type SlotEffect as Effect,
  MATCHING_DAYS,
  MAX_SLOTS,
  type NoSlotCostReason,
  noSlotCostReasons,
  type SlotBasis,
  slotBases,
} from "./slot-effect";
import type { SlotEffects as Figures } from "./slot-effect.service";

const SlotBasisEnum = Object.fromEntries(slotBases.map((basis) => [basis, basis]));
registerEnumType(SlotBasisEnum, {
  name: "SlotComparison",
  description: "Whom people who saw a slot are compared with; clients must handle unknown values.",
  valuesConfig: {
    HOLDOUT: { description: "People whom the slots were held back from: a difference is what the slot did." },
    UNEXPOSED: {
      description:
        "Others who saw none of the slots: a difference may have been there before, and says nothing of causes.",
    },
  },
});

const NoSlotCostReasonEnum = Object.fromEntries(noSlotCostReasons.map((reason) => [reason, reason]));
registerEnumType(NoSlotCostReasonEnum, {
  name: "NoSlotCostReason",
  description: "Why no cost per extra person is told; clients must handle unknown values.",
  valuesConfig: {
    NO_HOLDOUT: { description: "Without people held out nobody knows who would have come anyway." },
    SUPPRESSED: { description: "A count that it follows from is withheld." },
    NO_PEOPLE: { description: "Nobody at AWARE saw the slot, or nobody like them is held out." },
    NO_UPLIFT: { description: "Those who saw the slot did not come to APPEAL more." },
  },
});

@ArgsType()
export class SlotEffectArgs extends WindowArgs {
  @Field(() => ID, {
    nullable: true,
    description:
      "A pack that was built: whom the slots were held back from, e.g. the pack of an experiment's HOLDOUT arm. Absent: compared with people who saw none of the slots.",
  })
  holdoutPackId?: string | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A difference of two rates within groups of people who are alike." })
class SlotUplift {
  @Field(() => Float, { description: "Rate of those who saw the slot less that of the others, -1 to 1." })
  value!: number;

  @Field(() => EffectInterval, {
    description: "95 %; Mantel and Haenszel's weights, variance by Greenland & Robins 1985.",
  })
  interval!: EffectInterval;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "People at AWARE at the window's first instant who saw a slot, beside people like them. Counts are null when withheld.",
})
class SlotEffect {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field({ description: "As touchpoints carry it." })
  slotCode!: string;

  @Field(() => Int, { description: "Hours of the inventory that begin in the window." })
  hours!: number;

  @Field(() => Money, { description: "What they cost." })
  price!: Money;

  @Field(() => BigIntScalar, { description: "How often the platform says it was shown in them." })
  exposures!: bigint;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People at AWARE with a served contact of the brand at the slot in its hours, with somebody like them to compare with.",
  })
  people!: bigint | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Those without: they are left out." })
  unmatchedPeople!: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Of people, those who came to APPEAL or deeper in the window, at or after the contact.",
  })
  risen!: bigint | null;

  @Field(() => EffectRate, { nullable: true, description: "risen / people (A1→A2); null with either, and of nobody." })
  rate!: EffectRate | null;

  @Field(() => BigIntScalar, { nullable: true, description: "People they are compared with." })
  controlPeople!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Rate that people would have with the rates of the others like them, 0 to 1; null when withheld, and without any.",
  })
  expectedRate!: number | null;

  @Field(() => SlotUplift, {
    nullable: true,
    description: "The difference; null when withheld, and without anybody to compare.",
  })
  uplift!: StratifiedDifference | null;

  @Field(() => EffectVerdictEnum, { description: "Whether it is more than chance." })
  verdict!: EffectVerdict;

  @Field(() => Money, {
    nullable: true,
    description:
      "price / (uplift x people): what a person cost who would not have come to APPEAL; null: see noCostReason.",
  })
  costPerExtraAppeal!: Money | null;

  @Field(() => NoSlotCostReasonEnum, { nullable: true, description: "Why it is null; null when it is told." })
  noCostReason!: NoSlotCostReason | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "Whether a brand's slots raise interest (资源位激发兴趣). Somebody who saw several slots stands under each, so slots do not add up.",
})
export class SlotEffects extends WindowAnswer {
  @Field(() => RuleSet, { description: "The rules that label people." })
  ruleSet!: RuleSet;

  @Field(() => SlotBasisEnum, { description: "Whom those who saw a slot are compared with." })
  comparison!: SlotBasis;

  @Field(() => AudiencePack, {
    nullable: true,
    description: "The holdout: the members of its last build; null without one.",
  })
  holdout!: AudiencePack | null;

  @Field({ description: "How people are matched, in a sentence." })
  matching!: string;

  @Field(() => [SlotEffect], {
    description: `Slots with hours in the window, at most ${MAX_SLOTS}, the highest uplift first, those without one last.`,
  })
  slots!: readonly SlotEffect[];
}

const MATCHING = `Both are at AWARE at the window's first instant and alike in the ${MATCHING_DAYS} days before it: touchpoints of any brand (powers of two up to 64), platforms (1, 2, 3 or more), and visited the brand's shop or not. Those who saw a slot must have come to APPEAL after it, the others at any time of the window.`;

export function toSlotEffects({ window, ruleSet, currencyCode, basis, holdout, slots }: Figures): SlotEffects {
  const money = (minor: bigint): Money => toMajor({ minor, currencyCode });
  const toEffect = ({ slot, unmatched, controls, costPerExtra, ...effect }: Effect): SlotEffect =>
    Object.assign(new SlotEffect(), {
      ...effect,
      ...{ platform: slot.platform, slotCode: slot.slotCode, hours: slot.hours.length },
      ...{ price: money(effect.price), unmatchedPeople: unmatched, controlPeople: controls },
      costPerExtraAppeal: costPerExtra === null ? null : money(costPerExtra),
    });
  return Object.assign(new SlotEffects(), {
    ...{ ...toWindowAnswer(window), ruleSet: toRuleSet(ruleSet), comparison: basis, matching: MATCHING },
    holdout: holdout && toAudiencePack(holdout),
    slots: slots.map(toEffect),
  });
}
