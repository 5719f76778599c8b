import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { toNodeId } from "../../graphql/node";
import { DecimalScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { Placement, toPlacement } from "../campaigns/placement.types";
import { AttributionModelEnum } from "./attribution-model.types";
import type { VisibleReport } from "./attribution-report";
import { costPerConversion, printMillionths, returnOnInvestment } from "./credit-figures";
import { type Dimension, dimensions } from "./dimension";
import { MAX_LINES, SMALLEST_LINE } from "./journey-limits";
import type { LineWithFacts } from "./line-facts";
import type { LineKey } from "./line-key";
import type { ModelKey } from "./model-key";
import { printLineKey } from "./print-line-key";

export const AttributionDimensionEnum = Object.fromEntries(dimensions.map((key) => [key, key]));
registerEnumType(AttributionDimensionEnum, {
  name: "AttributionDimension",
  description:
    "What a line of a report is about; clients must handle unknown values. In every dimension the lines sum exactly to what is attributed.",
  valuesConfig: {
    PLATFORM: { description: "One platform." },
    PLACEMENT: { description: "One placement on a platform; touches without one are a line per platform." },
    PROGRAMME: { description: "One media programme (栏目/节目), as touches name it." },
    CREATIVE: { description: "One creative (创意), as touches name it." },
    CREATOR: { description: "One creator (达人), as touches name it." },
    KEYWORD: { description: "One keyword (关键词), as it was typed." },
    PACK: { description: "The audience pack (人群包) that a placement is aimed at." },
    STEP: { description: "The campaign step (环节) of a placement." },
    SITE: { description: "OFF_SITE or ON_SITE (站外/站内)." },
    HOUR: { description: "The hour of the day of the touch in the brand's zone, 00 to 23." },
    CHANNEL: { description: "One channel of imported paths." },
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
  description: `Credit of one line of a dimension. Where the organisation withholds small groups, a line stands for at least ${SMALLEST_LINE} people who converted with it among their touches: a smaller one is part of the line OTHER, a smaller placement part of its platform's line without a placement. A dimension has at most ${MAX_LINES} lines that were touched; the smallest beyond are part of OTHER.`,
})
export class AttributionLine {
  @Field({
    description:
      "Unique in the report and dimension: the platform's code, and by PLACEMENT a slash and the placement's first external id behind it; the pack's id by PACK; what touches name otherwise. Empty: touches that name nothing here. OTHER: what bears that name, and what is too small for a line.",
  })
  key!: string;

  @Field(() => Placement, {
    nullable: true,
    description: "The placement; null in other dimensions, and where touches name no placement of the campaign.",
  })
  placement!: Placement | null;

  @Field(() => Money, {
    nullable: true,
    description:
      "What media reported so far as spent on it, restatements included, by PLATFORM, PLACEMENT, STEP and PACK. Null when a placement of the line has reported nothing, where nothing was bought, for small ones merged into OTHER, and in other dimensions. Of a brand's report: in its window, by the placements that reported any.",
  })
  cost!: Money | null;

  @Field(() => [AttributionCredit], { description: "One a model, in the report's order of models." })
  credits!: readonly AttributionCredit[];
}

export function toLine(
  line: LineWithFacts,
  dimension: Dimension,
  { models, currencyCode }: VisibleReport,
): AttributionLine {
  const { placementOfCampaign, cost } = line;
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
    key: printKey(line, dimension),
    placement: placementOfCampaign && toPlacement(placementOfCampaign),
    cost: money(cost),
    credits,
  });
}

/** A line's key as clients see it. */
export const printKey = (line: LineKey, dimension: Dimension): string => printLineKey(line, dimension, toNodeId);
