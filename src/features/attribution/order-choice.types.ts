import { Field, Float, Int, ObjectType } from "type-graphql";
import { bestOrder } from "../../engines/attribution/order-fits";
import { Access } from "../../graphql/access";
import { AttributionDimensionEnum } from "./attribution-line.types";
import type { AttributionReport } from "./attribution-report";
import type { Dimension } from "./dimension";

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "How well the last touches of a journey tell whether it converts." })
class AttributionOrderFit {
  @Field(() => Int, { description: "How many touches are looked at." })
  order!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      "Area under the ROC curve: how often a journey that converted ranks above one that did not; 0.5 is chance. Null without journeys of both kinds.",
  })
  auc!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "1 - (1 - auc) (n - 1) / (n - p - 1) over n journeys, p the multisets of `order` lines: less what as many parameters find in noise. Null likewise, or with fewer journeys than parameters.",
  })
  penalisedAuc!: number | null;
}

@Access("READ_ATTRIBUTION")
@ObjectType({ description: "How many touches back a Markov chain should remember, by the report's own journeys." })
export class AttributionOrderChoice {
  @Field(() => AttributionDimensionEnum, { description: "Whose lines the chains are over." })
  dimension!: Dimension;

  @Field(() => [AttributionOrderFit], { description: "Orders 1 to 4." })
  orders!: readonly AttributionOrderFit[];

  @Field(() => Int, {
    nullable: true,
    description: "The order of the highest penalisedAuc, the lowest of equal ones; null where none is known.",
  })
  best!: number | null;
}

export function toOrderChoice({ orderFits, dimensions }: AttributionReport): AttributionOrderChoice | null {
  if (orderFits === null) return null;
  return Object.assign(new AttributionOrderChoice(), {
    dimension: dimensions[0],
    orders: orderFits.map((fit) => Object.assign(new AttributionOrderFit(), fit)),
    best: bestOrder(orderFits),
  });
}
