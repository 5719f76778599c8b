import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { DateTimeScalar, DecimalScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import type { StoredPeriod } from "./attribution-period.store";
import { UnattributedConversions } from "./attribution-report.types";
import { printMillionths } from "./credit-figures";
import { SMALLEST_LINE } from "./journey-limits";
import { grains } from "./report-periods";

export const AttributionGrainEnum = Object.fromEntries(grains.map((grain) => [grain, grain]));
registerEnumType(AttributionGrainEnum, {
  name: "AttributionGrain",
  description: "How long a period of a report is.",
  valuesConfig: {
    HOUR: { description: "An hour of the brand's zone." },
    DAY: { description: "A day of the brand's zone." },
  },
});

@Access("READ_ATTRIBUTION")
@ObjectType({
  description: `What a platform is credited with for the conversions of a period. Where the organisation withholds small groups, cells of fewer than ${SMALLEST_LINE} people are, and as many others of the platform as would give them away.`,
})
export class AttributionPeriodCredit {
  @Field({ description: "The platform's code; OTHER as in the report's lines." })
  platform!: string;

  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      "Conversions credited, with 6 decimals; over all periods they sum exactly to the platform's line. Null: withheld (SUPPRESSED).",
  })
  conversions!: string | null;

  @Field(() => Money, { nullable: true, description: "Value credited likewise. Null: withheld (SUPPRESSED)." })
  value!: Money | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "The conversions of one hour or day, told exactly, and whom one model credits them to." })
export class AttributionPeriod {
  @Field(() => DateTimeScalar, { description: "When it begins." })
  from!: Date;

  @Field(() => BigInt, { description: "Conversions in it, with a touch or without." })
  conversions!: bigint;

  @Field(() => Money, { description: "Their value, net of refunds before the report's `asOf`." })
  value!: Money;

  @Field(() => UnattributedConversions, { description: "Those without an eligible touch." })
  unattributed!: UnattributedConversions;

  @Field(() => [AttributionPeriodCredit], {
    description: "Platforms with a credit in it, in order of their codes; at most as many as the report has lines.",
  })
  credits!: readonly AttributionPeriodCredit[];
}

export function toPeriod(row: StoredPeriod, currencyCode: string): AttributionPeriod {
  const money = (minor: string): Money => toMajor({ minor: BigInt(minor), currencyCode });
  return Object.assign(new AttributionPeriod(), {
    from: row.from,
    conversions: BigInt(row.conversions),
    value: money(row.valueMinor),
    unattributed: Object.assign(new UnattributedConversions(), {
      conversions: BigInt(row.unattributedConversions),
      value: money(row.unattributedValueMinor),
    }),
    credits: row.credits.map(([platform, conversions, value]) =>
      Object.assign(new AttributionPeriodCredit(), {
        platform,
        conversions: conversions === null ? null : printMillionths(BigInt(conversions)),
        value: value === null ? null : money(value),
      }),
    ),
  });
}
