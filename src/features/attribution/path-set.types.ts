import { Field, InputType, Int, ObjectType } from "type-graphql";
import { Access } from "../../graphql/access";
import { Node, toNodeId } from "../../graphql/node";
import { BigIntScalar, DateTimeScalar, DecimalScalar } from "../../graphql/scalars";
import type { UserProblem } from "../../platform/user-error";
import { AttributionUserError } from "./attribution-run.types";
import { MAX_LINES } from "./journey-limits";
import {
  MAX_CHANNEL_LENGTH,
  MAX_PATH_TOUCHES,
  MAX_PATHS,
  type NewPath,
  type NewPathSet,
  type PathSet,
} from "./path-set";

@InputType({ description: "Equal journeys of some people, as an outside source counted them." })
class AttributionPathInput implements NewPath {
  @Field(() => [String], {
    description: `Channels in order of time, at most ${MAX_PATH_TOUCHES} of at most ${MAX_CHANNEL_LENGTH} characters; none: the conversions are unattributed. No name is reserved.`,
  })
  touches!: string[];

  @Field(() => BigIntScalar, { description: "Conversions of journeys along this path, at least 0." })
  conversions!: bigint;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "Their value in major units, rounded half up to the currency's decimals; absent: 0.",
  })
  value?: string | null;

  @Field(() => BigIntScalar, { nullable: true, description: "Journeys along it without a conversion; absent: 0." })
  nulls?: bigint | null;
}

@InputType({ description: "Counted paths of an outside source." })
export class ImportAttributionPathsInput implements NewPathSet {
  @Field({ description: "What people call them." })
  name!: string;

  @Field({ description: "ISO 4217 code of the values." })
  currencyCode!: string;

  @Field(() => [String], {
    defaultValue: [],
    description: "Channels that people come through by themselves, for LAST_NON_DIRECT_TOUCH.",
  })
  directChannels!: string[];

  @Field(() => [AttributionPathInput], {
    description: `1 to ${MAX_PATHS} rows, of at most ${MAX_LINES} channels; a path may come in several.`,
  })
  paths!: AttributionPathInput[];
}

@Access("READ_ATTRIBUTION")
@ObjectType({
  implements: Node,
  description: "Counted paths of an outside source (导入路径), as they were imported; never changed.",
})
export class AttributionPathSet extends Node {
  /** The row; not a field of the schema. */
  pathSetId!: string;

  @Field({ description: "What people call it." })
  name!: string;

  @Field({ description: "ISO 4217 code of its values." })
  currencyCode!: string;

  @Field(() => Int, { description: "How many rows it has." })
  paths!: number;

  @Field(() => DateTimeScalar, { description: "When it was imported." })
  createdAt!: Date;
}

@Access("RUN_ATTRIBUTION")
@ObjectType({ description: "Answer of importAttributionPaths." })
export class ImportAttributionPathsPayload {
  @Field(() => AttributionPathSet, { nullable: true, description: "What was imported; null when refused." })
  pathSet?: AttributionPathSet | null;

  @Field(() => [AttributionUserError], {
    description: "Why it was refused, the first hundred reasons; empty on success.",
  })
  userErrors!: readonly UserProblem[];
}

export const toPathSet = ({ id, name, currencyCode, journeys, createdAt }: PathSet): AttributionPathSet =>
  Object.assign(new AttributionPathSet(), {
    ...{ id: toNodeId("AttributionPathSet", id), pathSetId: id, name, currencyCode, createdAt },
    paths: journeys.length,
  });
