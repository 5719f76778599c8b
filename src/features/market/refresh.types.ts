import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Run } from "../../graphql/run";
import { DateTimeScalar } from "../../graphql/scalars";
import { userErrorType } from "../../graphql/user-errors";
import type { UserProblem } from "../../platform/user-error";
import { DEFAULT_YEARS, MAX_WINDOW_DAYS, MAX_YEARS } from "./market-window";

@Access("READ_ASSETS")
@ObjectType({ implements: Run, description: "A refresh of what the brands of a category sold." })
export class MarketRefresh extends Run {
  @Field(() => DateTimeScalar, { description: "First instant of the window." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it." })
  to!: Date;

  @Field(() => Int, { description: "Calendar years counted besides, before the one in which the window ends." })
  years!: number;
}

@InputType({ description: "Which category's market to count, and over which window." })
export class RefreshMarketInput {
  @Field(() => ID, { description: "The category; brands of the categories below it take part." })
  categoryId!: string;

  @Field(() => DateTimeScalar, { description: "First instant of the window." })
  from!: Date;

  @Field(() => DateTimeScalar, {
    description: `The first instant after it, at most ${MAX_WINDOW_DAYS} days later and not in the future; refunds before it are known.`,
  })
  to!: Date;

  @Field(() => Int, {
    nullable: true,
    description: `Calendar years to count besides, before the one in which the window ends: 0 to ${MAX_YEARS}, default ${DEFAULT_YEARS}. That year is always counted as far as it goes.`,
  })
  years?: number | null;
}

const MarketUserError = userErrorType("Market", {});

@Access("REFRESH_BENCHMARKS")
@ObjectType({ description: "Answer of refreshMarket." })
export class RefreshMarketPayload {
  @Field(() => MarketRefresh, { nullable: true, description: "The work under way; null when refused." })
  run?: MarketRefresh | null;

  @Field(() => [MarketUserError], { description: "Why it was refused; empty on success." })
  userErrors!: readonly UserProblem[];
}
