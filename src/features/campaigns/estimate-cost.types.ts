import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Money } from "../../graphql/money";
import { BigIntScalar, DateTimeScalar } from "../../graphql/scalars";
import { toMajor } from "../../platform/money";
import { type ReachCostState, reachCostStates, type ToldReachCost } from "./estimate-cost";

const ReachCostStateEnum = Object.fromEntries(reachCostStates.map((state) => [state, state]));
registerEnumType(ReachCostStateEnum, {
  name: "ReachCostState",
  description: "Whether reaching people on a platform has a known price; clients must handle unknown values.",
  valuesConfig: {
    KNOWN: { description: "It has." },
    NO_DELIVERY: { description: "No placement of the brand's campaigns on the platform has a cost in the window." },
    NOBODY_REACHED: { description: "Placements have a cost, but no touchpoint of the window names one of them." },
    SUPPRESSED: { description: "Too few people were reached, or would be, or the rest of the audience is too few." },
  },
});

@Access("READ_CAMPAIGNS")
@ObjectType({
  description:
    "What it costs to reach the people of an audience who are on one platform, at the price that the brand paid there.",
})
export class PlatformReachCost {
  @Field({ description: "Code of the platform." })
  platform!: string;

  @Field(() => ReachCostStateEnum, { description: "Whether there is a price; if not, why." })
  state!: ReachCostState;

  @Field(() => Money, {
    nullable: true,
    description: "reach's people on the platform times spent over reachedPeople; null unless KNOWN.",
  })
  cost!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: "What placements on the platform cost by the whole days and hours of the window; null unless KNOWN.",
  })
  spent!: Money | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      "People with a served touchpoint of these placements in the window, each once, rounded; null unless KNOWN.",
  })
  reachedPeople!: bigint | null;
}

@Access("READ_CAMPAIGNS")
@ObjectType({
  description:
    "What it costs to reach an audience, by platform (触达成本). Takes the next person to cost what the last ones did, so it is a lower bound where reach is used up. Platforms do not add up: the same person may be on several.",
})
export class ReachCost {
  @Field(() => [PlatformReachCost], { description: "All platforms, in the order of their codes." })
  platforms!: readonly PlatformReachCost[];

  @Field(() => DateTimeScalar, {
    description: "First instant of the window of prices: a midnight of the brand's zone.",
  })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it: the last midnight at or before asOf." })
  to!: Date;
}

export function toReachCost({ platforms, currencyCode, window }: ToldReachCost): ReachCost {
  const money = (minor: bigint | null): Money | null => (minor === null ? null : toMajor({ minor, currencyCode }));
  return Object.assign(new ReachCost(), {
    ...window,
    platforms: platforms.map(({ platform, state, costMinor, spentMinor, reachedPeople }) =>
      Object.assign(new PlatformReachCost(), {
        ...{ platform, state, reachedPeople },
        cost: money(costMinor),
        spent: money(spentMinor),
      }),
    ),
  });
}
