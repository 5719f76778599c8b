import { GraphQLError } from "graphql";
import { ArgsType, type ClassType, Field, Int, ObjectType, registerEnumType } from "type-graphql";
import type { Page, PageRequest } from "../platform/page";
import { MAX_PAGE_SIZE } from "../platform/page";
import type { Permission } from "../platform/permission";
import { Access } from "./access";
import { BigIntScalar } from "./scalars";

export enum OrderDirection {
  ASC = "ASC",
  DESC = "DESC",
}
registerEnumType(OrderDirection, {
  name: "OrderDirection",
  description: "Which end of an order comes first.",
  valuesConfig: {
    ASC: { description: "Smallest or oldest first." },
    DESC: { description: "Largest or newest first." },
  },
});

@Access("SIGNED_IN")
@ObjectType({ description: "Where a page of a connection begins and ends." })
export class PageInfo {
  @Field({ description: "True when more edges follow this page." })
  hasNextPage!: boolean;

  @Field({ description: "True when more edges precede this page." })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "Cursor of the first edge; null when the page is empty." })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: "Cursor of the last edge; null when the page is empty." })
  endCursor!: string | null;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many from the start, 1 to ${MAX_PAGE_SIZE}; exactly one of first and last.`,
  })
  first?: number;

  @Field(() => String, { nullable: true, description: "Cursor after which the page begins." })
  after?: string;

  @Field(() => Int, {
    nullable: true,
    description: `How many from the end, 1 to ${MAX_PAGE_SIZE}; exactly one of first and last.`,
  })
  last?: number;

  @Field(() => String, { nullable: true, description: "Cursor before which the page ends." })
  before?: string;
}

const refuse = (message: string): never => {
  throw new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } });
};

/** Checks the page arguments; a size is never clamped, a foreign cursor never ignored. */
export function pageRequest(args: PageArgs): PageRequest {
  const { first, last } = args;
  if ((first == null) === (last == null))
    return refuse(`Exactly one of first and last must be given, but got ${first == null ? "none" : "both"}.`);
  const size = (first ?? last)!;
  if (size < 1 || size > MAX_PAGE_SIZE)
    return refuse(`${first == null ? "last" : "first"} must be 1 to ${MAX_PAGE_SIZE}, but got ${size}.`);
  return {
    size,
    fromEnd: first == null,
    after: decodeCursor("after", args.after),
    before: decodeCursor("before", args.before),
  };
}

const encodeCursor = (values: readonly string[]): string => Buffer.from(JSON.stringify(values)).toString("base64url");

function decodeCursor(name: string, cursor: string | undefined | null): readonly string[] | null {
  if (cursor == null) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(values) && values.length > 0 && values.every((value) => typeof value === "string"))
      return values as string[];
  } catch {
    // Falls through to the one refusal below.
  }
  return refuse(`${name} must be a cursor that this connection returned, but got "${cursor.slice(0, 60)}".`);
}

export interface ConnectionShape<T, Total = number> {
  readonly edges: readonly { readonly node: T; readonly cursor: string }[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
  readonly totalCount: Promise<Total>;
}

/** Of a list in PostgreSQL, where counting is cheap. */
const EXACT_TOTAL = {
  type: () => Int,
  nullable: false,
  description: "How many elements match over all pages.",
} as const;
/** Of a list in ClickHouse, which may be too long to count while somebody waits. */
export const BIG_TOTAL = {
  type: () => BigIntScalar,
  nullable: true,
  description: "How many elements match over all pages; null when that took too long to count.",
} as const;

/** Makes `<name>Edge` and `<name>Connection`; `totalCount` is computed only when selected. */
export function connectionType<T extends object, Total = number>(
  node: ClassType<T>,
  name: string,
  access: Permission,
  { type, ...total }: typeof EXACT_TOTAL | typeof BIG_TOTAL = EXACT_TOTAL,
): ClassType<ConnectionShape<T, Total>> {
  @Access(access)
  @ObjectType(`${name}Edge`, { description: `One ${name} in a list, with its place in it.` })
  class Edge {
    @Field(() => node, { description: "The element." })
    node!: T;

    @Field({ description: "Opaque place in the order; pass it as after or before." })
    cursor!: string;
  }

  @Access(access)
  @ObjectType(`${name}Connection`, { description: `A page of ${name} elements.` })
  class Connection {
    @Field(() => [Edge], { description: "The elements of this page with their cursors." })
    edges!: Edge[];

    @Field(() => [node], { description: "The elements of this page." })
    nodes!: T[];

    @Field(() => PageInfo, { description: "Where this page lies." })
    pageInfo!: PageInfo;

    @Field(type, total)
    totalCount!: Promise<Total>;
  }
  return Connection as unknown as ClassType<ConnectionShape<T, Total>>;
}

/** Turns a page of the store into a connection of the schema. */
export function toConnection<Row, T, Total = number>(
  page: Page<Row>,
  shape: (row: Row) => T,
  totalCount: () => Promise<Total>,
): ConnectionShape<T, Total> {
  const edges = page.rows.map(({ row, sortKey }) => ({ node: shape(row), cursor: encodeCursor(sortKey) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: page.hasNext,
      hasPreviousPage: page.hasPrevious,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    get totalCount() {
      return totalCount(); // counted when it is selected, not before
    },
  };
}
