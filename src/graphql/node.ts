import { GraphQLError, type GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, Field, ID, Info, InterfaceType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../platform/request-context";
import { UserProblems } from "../platform/user-error";
import { Access } from "./access";

@InterfaceType({
  description: "A business object that keeps its identity; equal ids are the same object.",
  resolveType: (value: object) => value.constructor.name,
})
export abstract class Node {
  @Field(() => ID, { description: "Opaque identifier, unique over all types; pass it to `node`." })
  id!: string;
}

export interface NodeKey {
  readonly type: string;
  readonly key: string;
}

export const toNodeId = (type: string, key: string | number): string =>
  Buffer.from(`${type}:${key}`).toString("base64url");

/** Null when the text is no id of ours. */
export function parseNodeId(id: string): NodeKey | null {
  const text = Buffer.from(id, "base64url").toString("utf8");
  const at = text.indexOf(":");
  if (at < 1 || at === text.length - 1 || toNodeId(text.slice(0, at), text.slice(at + 1)) !== id) return null;
  return { type: text.slice(0, at), key: text.slice(at + 1) };
}

/** The key inside an id of `type`; anything else is the caller's mistake, named by its argument path. */
export function keyOf(type: string, id: string, field: readonly string[]): string {
  const parsed = parseNodeId(id);
  if (parsed?.type !== type || !KEY_SHAPES[shapeOf(type)].test(parsed.key)) {
    const got = parsed ? `an id of ${parsed.type}` : `"${id.slice(0, 60)}"`;
    throw UserProblems.one(
      "INVALID_ID",
      field,
      `${field.join(".")} must be an id of ${type} as this API returned it, but got ${got}.`,
    );
  }
  return parsed.key;
}

/** Catalogue rows have numbers, everything else UUIDs. */
const INTEGER_KEYS = { Brand: true, Category: true, TouchpointSource: true } as const;
const KEY_SHAPES = { integer: /^\d{1,9}$/, uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ } as const;
const shapeOf = (type: string): keyof typeof KEY_SHAPES => (type in INTEGER_KEYS ? "integer" : "uuid");

export const integerKeyOf = (type: keyof typeof INTEGER_KEYS, id: string, field: readonly string[]): number =>
  Number(keyOf(type, id, field));

/** How a feature answers `node` for one of its types: by the same service call as the normal path. */
export type NodeFetcher = (context: RequestContext, key: string) => Promise<object | null>;

/** Most ids that `nodes` takes. */
const MAX_NODES = 100;

@Resolver()
export class NodeQueries {
  constructor(private readonly fetchers: ReadonlyMap<string, NodeFetcher>) {}

  @Access("SIGNED_IN")
  @Query(() => Node, {
    nullable: true,
    description: "The object with this id; null when it does not exist or is not visible.",
  })
  async node(
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("id", () => ID, { description: "Id of any Node." }) id: string,
  ): Promise<object | null> {
    const parsed = parseNodeId(id);
    const fetch = parsed && this.fetchers.get(parsed.type);
    if (!parsed || !fetch || !KEY_SHAPES[shapeOf(parsed.type)].test(parsed.key)) return null;
    // The fields of Node itself need no permission of the type, but that an object exists is told to none but its readers.
    const needed = info.schema.getType(parsed.type)?.extensions["access"];
    if (typeof needed !== "string" || !context.permissions.has(needed)) return null;
    return fetch(context, parsed.key);
  }

  @Access("SIGNED_IN")
  @Query(() => [Node], {
    nullable: "items",
    description: `The objects with these ids, at most ${MAX_NODES}, in their order; null where one does not exist or is not visible.`,
  })
  async nodes(
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
    @Arg("ids", () => [ID], { description: `Ids of any Nodes, at most ${MAX_NODES}.` }) ids: string[],
  ): Promise<(object | null)[]> {
    if (ids.length > MAX_NODES) {
      throw new GraphQLError(
        `ids must have at most ${MAX_NODES} elements, but got ${ids.length}; ask in several calls`,
        { extensions: { code: "BAD_USER_INPUT" } },
      );
    }
    return Promise.all(ids.map((id) => this.node(context, info, id)));
  }
}
