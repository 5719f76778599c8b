import { Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { DecimalScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { printKey } from "./attribution-line.types";
import { AttributionModelEnum } from "./attribution-model.types";
import type { VisibleReport } from "./attribution-report";
import { AttributionReport, toReport } from "./attribution-report.types";
import { printMillionths } from "./credit-figures";
import type { Dimension } from "./dimension";
import type { ModelKey } from "./model-key";
import type { LineChange } from "./report-change";

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "What one model credits a line with in two versions of a report." })
export class AttributionCreditChange {
  @Field(() => AttributionModelEnum, { description: "The model." })
  model!: ModelKey;

  @Field(() => DecimalScalar, {
    description: "Conversions credited in the earlier version; 0 where it lacks the line.",
  })
  conversionsBefore!: string;

  @Field(() => DecimalScalar, { description: "Conversions credited in this version; 0 where it lacks the line." })
  conversionsAfter!: string;

  @Field(() => Money, { description: "Value credited in the earlier version." })
  valueBefore!: Money;

  @Field(() => Money, { description: "Value credited in this version." })
  valueAfter!: Money;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "A line that two versions of a report credit differently." })
export class AttributionLineChange {
  @Field({ description: "As of the report's lines." })
  key!: string;

  @Field(() => [AttributionCreditChange], { description: "One a model that both versions hold." })
  credits!: readonly AttributionCreditChange[];
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "How a report differs from an earlier version of it (重述)." })
export class AttributionChange {
  @Field(() => AttributionReport, { description: "The earlier version." })
  since!: AttributionReport;

  @Field(() => BigInt, { description: "Conversions of this version less those of the earlier one." })
  conversions!: bigint;

  @Field(() => Money, { description: "Value of this version less that of the earlier one; may be below 0." })
  value!: Money;

  @Field(() => BigInt, { description: "Unattributed conversions of this version less those of the earlier one." })
  unattributedConversions!: bigint;

  @Field(() => [AttributionLineChange], {
    description:
      "Lines of the dimension that changed, largest change of conversions first; at most as many as two reports have lines.",
  })
  lines!: readonly AttributionLineChange[];
}

export function toChange(
  before: VisibleReport,
  after: VisibleReport,
  dimension: Dimension,
  lines: readonly LineChange[],
  now: Date,
): AttributionChange {
  const money = (minor: bigint): Money => toMajor({ minor, currencyCode: after.currencyCode });
  return Object.assign(new AttributionChange(), {
    since: toReport(before, now),
    conversions: after.conversions - before.conversions,
    value: money(after.valueMinor - before.valueMinor),
    unattributedConversions: after.unattributedConversions - before.unattributedConversions,
    lines: lines.map((line) =>
      Object.assign(new AttributionLineChange(), {
        key: printKey(line, dimension),
        credits: line.credits.map(({ model, before: was, after: is }) =>
          Object.assign(new AttributionCreditChange(), {
            model,
            conversionsBefore: printMillionths(was.conversionMillionths),
            conversionsAfter: printMillionths(is.conversionMillionths),
            valueBefore: money(was.value),
            valueAfter: money(is.value),
          }),
        ),
      }),
    ),
  });
}
