import { registerEnumType } from "type-graphql";
import { valueQuadrants, valueTierNames } from "../../engines/segmentation/person-rule";

export const ValueTierEnum = Object.fromEntries(valueTierNames.map((tier) => [tier, tier]));
registerEnumType(ValueTierEnum, {
  name: "ValueTier",
  description:
    "A tier of expected value (客户价值分层), by the cuts of its scoring; clients must handle unknown values.",
  valuesConfig: {
    HIGH: { description: "High (高): at least the upper bound." },
    MID: { description: "Middle (中): at least the lower bound, below the upper one." },
    LOW: { description: "Low (低): below the lower bound." },
  },
});

export const ValueQuadrantEnum = Object.fromEntries(valueQuadrants.map((quadrant) => [quadrant, quadrant]));
registerEnumType(ValueQuadrantEnum, {
  name: "ValueQuadrant",
  description:
    "What a customer brought in the 365 days before (now), and is expected to bring (next): high is above the median of all scored, a value at the median is low; clients must handle unknown values.",
  valuesConfig: {
    HIGH_NOW_HIGH_NEXT: { description: "Worth keeping." },
    HIGH_NOW_LOW_NEXT: { description: "About to be lost." },
    LOW_NOW_HIGH_NEXT: { description: "Worth more than they show." },
    LOW_NOW_LOW_NEXT: { description: "Worth little." },
  },
});
