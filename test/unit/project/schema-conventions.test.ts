import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { buildSchema } from "graphql";
import { findSchemaOffences } from "./find-schema-offences";

const path = resolve(__dirname, "../../../schema.graphql");

it("schema.graphql keeps the schema conventions", () => {
  if (!existsSync(path)) throw new Error(`schema.graphql must exist, but got none at ${path}: run npm run schema:emit`);
  expect(findSchemaOffences(buildSchema(readFileSync(path, "utf8")))).toEqual([]);
});

/** One well-formed schema of every shape that the conventions name. */
const good = `
  type Query {
    "A brand, or null where it is not visible."
    brand("Node id." id: ID!): Brand
    "One element an id, null where it is not visible."
    nodes("Node ids, at most 100." ids: [ID!]!): [Brand]!
  }
  type Mutation {
    "Creates a pack."
    createPack("What." input: CreatePackInput!, "Makes a retry safe." idempotencyKey: String): CreatePackPayload!
  }
  "A brand."
  type Brand {
    "Opaque node id."
    id: ID!
    "Whether it is the organisation's own."
    isOwn: Boolean!
    "The shop's key of the last order, null without one."
    orderId: String
    "Newest first."
    packs("1 to 100." first: Int, "Cursor." after: String, "1 to 100." last: Int, "Cursor." before: String): PackConnection!
  }
  "A pack."
  type Pack { "Opaque node id." id: ID! }
  "Packs."
  type PackConnection {
    "Packs with cursors."
    edges: [PackEdge!]!
    "Packs."
    nodes: [Pack!]!
    "This page."
    pageInfo: PageInfo!
    "All packs."
    totalCount: Int!
  }
  "A pack in a list."
  type PackEdge { "The pack." node: Pack!, "Opaque." cursor: String! }
  "A page."
  type PageInfo { "Whether more follow." hasNextPage: Boolean! }
  "What to create."
  input CreatePackInput { "Free words." tags: [String!] }
  "The created pack."
  type CreatePackPayload { "Null when refused." pack: Pack, "All problems." userErrors: [PackUserError!]! }
  "A problem that the caller can mend."
  interface UserError { "Sentence." message: String!, "Input path, null when of no one field." field: [String!] }
  "A problem with a pack."
  type PackUserError implements UserError {
    "Kind."
    code: PackErrorCode!
    "Sentence."
    message: String!
    "Input path, null when of no one field."
    field: [String!]
  }
  "Kinds of problem."
  enum PackErrorCode { "Another pack has the name." NAME_TAKEN }
`;

describe("findSchemaOffences", () => {
  it("has nothing to say about a schema that keeps them", () => {
    expect(findSchemaOffences(buildSchema(good))).toEqual([]);
  });

  const breaches: readonly (readonly [before: string, after: string, offences: readonly string[]])[] = [
    ['"A brand."', "", ["Brand: must have a description"]],
    ['"Opaque node id."\n    id', "id", ["Brand.id: must have a description"]],
    ['"Node id." id', "id", ["Query.brand.id: must have a description"]],
    ['"Free words." tags', "tags", ["CreatePackInput.tags: must have a description"]],
    ['"Another pack has the name."', "", ["PackErrorCode.NAME_TAKEN: must have a description"]],
    ['"A page."', "", ["PageInfo: must have a description"]],
    ["NAME_TAKEN", "NameTaken", ["PackErrorCode.NameTaken: an enum value must be SCREAMING_SNAKE_CASE"]],
    [
      "isOwn: Boolean!",
      "is_own: Boolean!",
      [
        "Brand.is_own: a boolean must be named isX, hasX, viewerCanX or meetsX",
        "Brand.is_own: a name must be camelCase",
      ],
    ],
    ["isOwn: Boolean!", "isOwn: Boolean", ["Brand.isOwn: a boolean must be non-null, but got Boolean"]],
    [
      "orderId",
      "campaignId",
      [
        "Brand.campaignId: must give the object, not its id: only `id` and the business keys listed in this check end so",
      ],
    ],
    [
      ', "Cursor." before: String',
      "",
      ["Brand.packs: a connection must take first, after, last and before, but lacks before"],
    ],
    [
      "nodes: [Pack!]!",
      "nodes: [Pack!]",
      [
        "PackConnection.nodes: a list must be non-null, but got [Pack!]",
        "PackConnection.nodes: must be [X!]!, but got [Pack!]",
      ],
    ],
    [
      "nodes: [Pack!]!",
      "nodes: [Pack]!",
      [
        "PackConnection.nodes: a list's elements must be non-null, but got [Pack]!",
        "PackConnection.nodes: must be [X!]!, but got [Pack]!",
      ],
    ],
    ["edges: [PackEdge!]!", "edges: [Pack!]!", ["PackConnection.edges: must be [PackEdge!]!, but got [Pack!]!"]],
    [
      "totalCount: Int!",
      "totalCount: Int",
      ["PackConnection.totalCount: must be Int! (PostgreSQL) or BigInt (ClickHouse), but got Int"],
    ],
    ["pageInfo: PageInfo!", "pageInfo: PageInfo", ["PackConnection.pageInfo: must be PageInfo!, but got PageInfo"]],
    ["cursor: String!", "cursor: String", ["PackEdge.cursor: must be String!, but got String"]],
    [
      "tags: [String!]",
      "tags: [String]",
      ["CreatePackInput.tags: a list's elements must be non-null, but got [String]"],
    ],
    [
      "pack: Pack,",
      "pack: Pack!,",
      ["CreatePackPayload.pack: an object of a payload must be nullable: it is null when userErrors are not empty"],
    ],
    [
      "userErrors: [PackUserError!]!",
      "errors: [PackUserError!]!",
      ["CreatePackPayload.userErrors: must be [XUserError!]!, but got no such field"],
    ],
    [
      "implements UserError",
      "",
      ["CreatePackPayload.userErrors: must list a type that implements UserError, but got PackUserError"],
    ],
    ["code: PackErrorCode!", "code: String!", ["PackUserError.code: must be a non-null enum, but got String!"]],
    [
      ', "Makes a retry safe." idempotencyKey: String',
      "",
      ["Mutation.createPack: must take idempotencyKey or expectedVersion"],
    ],
    ["): CreatePackPayload!", "): Pack", ["Mutation.createPack: must return CreatePackPayload, but got Pack"]],
    [
      "orderId: String",
      'orderId: String @deprecated(reason: "Use packs.")',
      ['Brand.orderId: a deprecation must carry the date of removal, but got "Use packs."'],
    ],
    ["orderId: String", 'orderId: String @deprecated(reason: "Use packs. Removal on 2027-01-01 UTC.")', []],
  ];

  it.each(breaches)("finds %j written %j", (before, after, offences) => {
    expect(good).toContain(before);
    expect(findSchemaOffences(buildSchema(good.replace(before, after)))).toEqual(offences);
  });

  it("finds names of types and inputs that break the suffixes", () => {
    const renamed = good.replaceAll("CreatePackInput", "createPack").replaceAll("PackEdge", "packEdge");
    expect(findSchemaOffences(buildSchema(renamed))).toEqual([
      "PackConnection.edges: must be [PackEdge!]!, but got [packEdge!]!",
      "createPack: a type's name must be PascalCase",
      "createPack: an input's name must end in Input, Order or Filter",
      "packEdge: a type's name must be PascalCase",
    ]);
  });

  it("reports all offences at once, sorted", () => {
    expect(findSchemaOffences(buildSchema("type Query { brandId: [ID] }"))).toEqual([
      "Query.brandId: a list must be non-null, but got [ID]",
      "Query.brandId: a list's elements must be non-null, but got [ID]",
      "Query.brandId: must give the object, not its id: only `id` and the business keys listed in this check end so",
      "Query.brandId: must have a description",
    ]);
  });
});
