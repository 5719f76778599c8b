import { Field, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import { type DataState, dataState } from "../touchpoints";
import { DATA_STATE, DataStateEnum } from "../touchpoints/data-state.types";

@Access("READ_ASSETS")
@ObjectType({ description: "Figures of all brands of a category that were counted together." })
export class CategoryRefresh {
  @Field(() => DateTimeScalar, { description: "First instant of its window: `flowFrom` of benchmarks." })
  from!: Date;

  @Field(() => DateTimeScalar, { description: "The first instant after it: `asOf` of benchmarks." })
  to!: Date;

  @Field(() => DateTimeScalar, { description: "When it was counted." })
  computedAt!: Date;

  @Field(() => DataStateEnum, { description: DATA_STATE })
  dataState!: DataState;
}

export interface CategoryRefreshRow {
  readonly from: Date;
  readonly to: Date;
  readonly computedAt: Date;
  readonly isOutdated: boolean;
}

export const toCategoryRefresh = ({ from, to, computedAt, isOutdated }: CategoryRefreshRow, now: Date) =>
  Object.assign(new CategoryRefresh(), {
    ...{ from, to, computedAt },
    dataState: dataState({ isOutdated, asOf: to }, now),
  });
