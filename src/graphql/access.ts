import type { ApolloServerPlugin } from "@apollo/server";
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { Extensions } from "type-graphql";
import type { Permission } from "../platform/permission";
import type { RequestContext } from "../platform/request-context";

/** Declares which permission a type's fields, or one field, need. A field without a declaration stops the process at start. */
export const Access = (permission: Permission): ClassDecorator & MethodDecorator & PropertyDecorator =>
  Extensions({ access: permission });

function permissionOf(parent: GraphQLObjectType, fieldName: string): Permission | undefined {
  const own = parent.getFields()[fieldName]?.extensions["access"];
  return (own ?? parent.extensions["access"]) as Permission | undefined;
}

/** Fails with every field that declares no access policy. */
export function assertAccessDeclared(schema: GraphQLSchema): void {
  const missing: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const name of Object.keys(type.getFields())) {
      if (permissionOf(type, name) === undefined) missing.push(`${type.name}.${name}`);
    }
  }
  if (missing.length > 0) throw new Error(`Every field must declare @Access, but these do not: ${missing.join(", ")}`);
}

/**
 * Checks an operation once, before anything resolves: per-field middleware made 25,000 objects 15 times slower.
 * Answers FORBIDDEN with every field that the key may not read.
 */
export function accessPlugin(): ApolloServerPlugin<RequestContext> {
  // Apollo parses a document that comes again once, so it is read once as well.
  const neededBy = new WeakMap<DocumentNode, ReadonlyMap<string, Permission>>();
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, contextValue }) {
          const needed = neededBy.get(document) ?? permissionsNeeded(schema, document);
          neededBy.set(document, needed);
          const denied = [...needed].filter(([, permission]) => !contextValue.permissions.has(permission));
          if (denied.length === 0) return;
          const fields = denied.map(([field, permission]) => `${field} (${permission})`).join(", ");
          throw new GraphQLError(
            `The key's role ${contextValue.actor.role} must hold the permission of every field, but lacks: ${fields}`,
            {
              extensions: { code: "FORBIDDEN", http: { status: 403 } },
            },
          );
        },
      };
    },
  };
}

/** The permission of every field that a document selects. */
function permissionsNeeded(schema: GraphQLSchema, document: DocumentNode): ReadonlyMap<string, Permission> {
  const needed = new Map<string, Permission>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node: FieldNode) {
        const parent = types.getParentType();
        if (!isObjectType(parent) || node.name.value.startsWith("__") || parent.name.startsWith("__")) return;
        const permission = permissionOf(parent, node.name.value);
        if (permission) needed.set(`${parent.name}.${node.name.value}`, permission);
      },
    }),
  );
  return needed;
}
