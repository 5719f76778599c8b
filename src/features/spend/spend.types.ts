import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { connectionType } from "../../graphql/connection";
import { Money } from "../../graphql/money";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import type { NoPackReason } from "../campaigns";
import { NoPackReasonEnum } from "../campaigns/placement.types";
import { toWindowAnswer, WindowAnswer } from "../journeys/window.types";
import type { Aim, AimedSpend as AimedSpendRow, SpendRow as Row } from "./spend";
import type { SpendValue as Value } from "./spend.service";
import { type SpendLine as Line, lineKinds, spendAxes } from "./spend-table";
import type { Outcome } from "./spend-value";

const SpendLineKind = Object.fromEntries(lineKinds.map((kind) => [kind, kind]));
registerEnumType(SpendLineKind, {
  name: "SpendLineKind",
  description: "What a line of a spend table is about.",
  valuesConfig: {
    NAMED: { description: "What its key says." },
    NOT_STATED: { description: "Touches that do not say it: no placement of the campaign, or no creative." },
    OTHER: { description: "Lines behind which fewer people ordered than are told, together with others." },
  },
});

export const SpendAxisEnum = Object.fromEntries(spendAxes.map((axis) => [axis, axis]));
registerEnumType(SpendAxisEnum, {
  name: "SpendAxis",
  description: "By what spend and value are told; every axis sums to the same total.",
  valuesConfig: {
    FEE: { description: "What was paid for (费用): the objective of placements, e.g. BRAND_AD." },
    CREATIVE: { description: "What was shown (创意): the creative's code." },
    TRAFFIC: { description: "Where it was shown (流量): platform and site, e.g. DOUYIN/OFF_SITE." },
  },
});

/** Whom money was meant for. */
@ObjectType()
export abstract class SpendAim {
  /** Key of the pack; not a field of the schema. */
  audiencePackId!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Version that the pack had when the placement was added, of AudiencePack.versions; null without a pack.",
  })
  audiencePackVersion!: number | null;

  @Field(() => NoPackReasonEnum, { nullable: true, description: "Why there is no pack; null with one." })
  noPackReason!: NoPackReason | null;
}

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "Whom a placement is aimed at: a pack in one version, or a reason for none." })
export class PlacementAim extends SpendAim {}

@Access("READ_CAMPAIGNS")
@ObjectType({
  description: "Cost of a placement in one hour or day (消耗), as media reported it last, and whom it was for.",
})
export class SpendRow extends SpendAim {
  /** Key of the placement; not a field of the schema. */
  placementId!: string;

  @Field(() => DateTimeScalar, { description: "Start of the hour or day." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "Start of the next one." })
  to!: Date;

  @Field(() => BigIntScalar, { description: "Showings (曝光)." })
  impressions!: bigint;

  @Field(() => BigIntScalar, { description: "Clicks (点击)." })
  clicks!: bigint;

  @Field(() => Money, { description: "Cost." })
  cost!: Money;

  @Field({ description: "Who reported it." })
  source!: string;
}

export const SpendRowConnection = connectionType(SpendRow, "SpendRow", "READ_CAMPAIGNS");

export const toSpendRow = ({ costMinor: minor, currencyCode, ...row }: Row): SpendRow =>
  Object.assign(new SpendRow(), { ...row, cost: toMajor({ minor, currencyCode }) });

@Access("READ_CAMPAIGNS")
@ObjectType({ description: "All spend of a campaign with one aim." })
export class AimedSpend extends SpendAim {
  @Field(() => Int, { description: "Placements with spend." })
  placements!: number;

  @Field(() => Money, { description: "What they cost; over all aims it sums to the campaign's cost." })
  cost!: Money;
}

export const toAimedSpend = ({ costMinor: minor, currencyCode, ...row }: AimedSpendRow): AimedSpend =>
  Object.assign(new AimedSpend(), { ...row, cost: toMajor({ minor, currencyCode }) });

export const toPlacementAim = (aim: Aim): PlacementAim => Object.assign(new PlacementAim(), aim);

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "Orders with their value." })
class SpendOutcome {
  @Field(() => BigIntScalar, { description: "Net orders. Told exactly, as orders are the brand's own." })
  conversions!: bigint;

  @Field(() => Money, { description: "Their value, net of refunds." })
  value!: Money;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "What one part of the money brought." })
class SpendLine {
  @Field(() => SpendLineKind, { description: "Whether it stands for its key." })
  kind!: string;

  @Field(() => String, { nullable: true, description: "What it is about; null unless NAMED." })
  key!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "By roi, 1 the highest; equal ones share a rank; null without roi.",
  })
  rank!: number | null;

  @Field(() => Money, {
    description:
      "Cost that media reported. A placement's cost goes to its creatives by how often touchpoints name each, to the minor unit.",
  })
  cost!: Money;

  @Field(() => Int, { description: "Its placements whose cost is not known: cost is without them." })
  placementsWithoutCost!: number;

  @Field(() => BigIntScalar, { description: "Net orders whose last touch it was." })
  conversions!: bigint;

  @Field(() => Money, { description: "Their value, net of refunds." })
  value!: Money;

  @Field(() => Float, {
    nullable: true,
    description:
      "Value per yuan, or other unit of the currency (每元价值): value / cost; null without a cost, or while some is not known.",
  })
  roi!: number | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  description:
    "What a campaign's money brought, by the last touch before each order of its window: a served contact, search or visit that names the campaign or a placement. Each table's lines and `unattributed` sum exactly to the totals.",
})
export class SpendValue extends WindowAnswer {
  /** The figures; not a field of the schema. */
  figures!: Value;

  @Field(() => Int, { description: "Days of 24 hours before an order within which its last touch lies." })
  lookbackDays!: number;

  @Field(() => Money, { description: "All cost that media reported of the campaign's placements." })
  cost!: Money;

  @Field(() => Int, { description: "Placements whose cost is not known." })
  placementsWithoutCost!: number;

  @Field(() => BigIntScalar, { description: "Net orders of the window, with a touch or without." })
  conversions!: bigint;

  @Field(() => Money, { description: "Their value, net of refunds." })
  value!: Money;

  @Field(() => SpendOutcome, { description: "Orders without a touch: no money is credited with them." })
  unattributed!: SpendOutcome;
}

export { SpendLine };

export function toSpendValue(figures: Value): SpendValue {
  const { window, campaign, lookbackDays, placementsWithoutCost, conversions, unattributed } = figures;
  const money = (minor: bigint): Money => toMajor({ minor, currencyCode: campaign.currencyCode });
  return Object.assign(new SpendValue(), {
    ...toWindowAnswer(window),
    ...{ figures, lookbackDays, placementsWithoutCost, conversions },
    cost: money(figures.cost),
    value: money(figures.value),
    unattributed: toOutcome(unattributed, money),
  });
}

const toOutcome = ({ conversions, value }: Outcome, money: (minor: bigint) => Money): SpendOutcome =>
  Object.assign(new SpendOutcome(), { conversions, value: money(value) });

export const toSpendLine = (line: Line, currencyCode: string): SpendLine =>
  Object.assign(new SpendLine(), {
    ...line,
    cost: toMajor({ minor: line.cost, currencyCode }),
    value: toMajor({ minor: line.value, currencyCode }),
  });
