import { type GraphQLSchema, lexicographicSortSchema } from "graphql";
import { buildSchemaSync, type NonEmptyArray } from "type-graphql";
import { assertAccessDeclared } from "./access";
import { BigIntScalar, DateTimeScalar } from "./scalars";

export interface SchemaInput {
  /** Instances of all resolver classes. */
  readonly resolvers: readonly object[];
  /** Types that no field names directly, e.g. runs behind the `Run` interface. */
  readonly orphanedTypes: readonly (new () => object)[];
}

/** Builds the executable schema over resolver instances that are already wired. */
export function buildGraphQLSchema(input: SchemaInput): GraphQLSchema {
  const instances = new Map(input.resolvers.map((resolver) => [resolver.constructor, resolver]));
  const schema = buildSchemaSync({
    resolvers: [...instances.keys()] as unknown as NonEmptyArray<() => void>,
    orphanedTypes: [...input.orphanedTypes],
    container: { get: (resolver: () => void) => instances.get(resolver) },
    validate: false,
    scalarsMap: [
      { type: Date, scalar: DateTimeScalar },
      { type: BigInt, scalar: BigIntScalar },
    ],
  });
  assertAccessDeclared(schema);
  return lexicographicSortSchema(schema);
}
