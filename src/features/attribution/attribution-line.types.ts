import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { DecimalScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { Placement, toPlacement } from "../campaigns/placement.types";
import type { LineWithFacts } from "./attribution.service";
import { AttributionModelEnum } from "./attribution-model.types";
import { lineDimensions, type VisibleReport } from "./attribution-report";
import { costPerConversion, printMillionths, returnOnInvestment } from "./credit-figures";
import { SMALLEST_LINE } from "./journey-limits";
import type { ModelKey } from "./model-key";

export const AttributionDimensionEnum = Object.fromEntries(lineDimensions.map((key) => [key, key]));
registerEnumType(AttributionDimensionEnum, {
  name: "AttributionDimension",
  description: "What a line of a report is about. Every dimension is an exact sum of the finest, PLACEMENT.",
  valuesConfig: {
    PLATFORM: { description: "One platform." },
    PLACEMENT: { description: "One placement on a platform; touches without one are a line per platform." },
  },
});

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "What one model says of one line." })
export class AttributionCredit {
  @Field(() => AttributionModelEnum, { description: "The model." })
  model!: ModelKey;

  @Field(() => DecimalScalar, {
    description:
      "Conversions credited, with 6 decimals; over all lines and with the unattributed they sum exactly to the report's.",
  })
  conversions!: string;

  @Field(() => Money, { description: "Value credited, net of refunds; it sums exactly likewise." })
  value!: Money;

  @Field(() => Float, {
    nullable: true,
    description: "Value per unit of cost (ROI); null when the cost is not known or not positive (BASE_NOT_POSITIVE).",
  })
  roi!: number | null;

  @Field(() => Money, {
    nullable: true,
    description:
      "Cost per conversion credited, rounded half up; null when the cost is not known or nothing is credited.",
  })
  costPerConversion!: Money | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description: `Credit of one platform or placement. Where the organisation withholds small groups, a line stands for at least ${SMALLEST_LINE} people who converted with it among their touches: a smaller platform is part of the line OTHER, a smaller placement part of its platform's line without a placement.`,
})
export class AttributionLine {
  @Field({
    description:
      "Unique in the report: the platform's code, and by PLACEMENT a slash and the placement's first external id behind it. OTHER: the platform of that code and those too small for a line.",
  })
  key!: string;

  @Field(() => Placement, {
    nullable: true,
    description: "The placement; null by PLATFORM, and where touches name no placement of the campaign.",
  })
  placement!: Placement | null;

  @Field(() => Money, {
    nullable: true,
    description:
      "What media reported so far as spent on it, restatements included; null when a placement of the line has reported nothing, where the campaign has no placement, and for small platforms merged into OTHER.",
  })
  cost!: Money | null;

  @Field(() => [AttributionCredit], { description: "One a model, in the report's order of models." })
  credits!: readonly AttributionCredit[];
}

export function toLine(line: LineWithFacts, { models, currencyCode }: VisibleReport): AttributionLine {
  const { platform, placement, placementOfCampaign, cost } = line;
  const money = (minor: bigint | null): Money | null => (minor === null ? null : toMajor({ minor, currencyCode }));
  const credits = line.credits.map(({ conversionMillionths, value }, index) =>
    Object.assign(new AttributionCredit(), {
      model: models[index]!,
      conversions: printMillionths(conversionMillionths),
      value: money(value)!,
      roi: returnOnInvestment(value, cost),
      costPerConversion: money(costPerConversion(cost, conversionMillionths)),
    }),
  );
  return Object.assign(new AttributionLine(), {
    key: placement === "" ? platform : `${platform}/${placement}`,
    placement: placementOfCampaign && toPlacement(placementOfCampaign),
    cost: money(cost),
    credits,
  });
}
