import {
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLFieldMap,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from "graphql";

type Fields = GraphQLFieldMap<unknown, unknown>;
type Described = { readonly description?: string | null; readonly deprecationReason?: string | null };
type Report = (path: string, what: string) => void;

const PASCAL = /^[A-Z][A-Za-z0-9]*$/;
const CAMEL = /^[a-z][A-Za-z0-9]*$/;
const SCREAMING_SNAKE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;
const BOOLEAN = /^(is|has|viewerCan|meets)([A-Z]|$)/;
const CREATING = /^(create|ingest|import|run|allocate|take|refresh|build)[A-Z]/;

/** type-graphql gives the root types no description; what they are is in the specification. */
const ROOTS: ReadonlySet<string> = new Set(["Query", "Mutation", "Subscription"]);

/** Keys of the client's own business, not references to objects of ours. */
const BUSINESS_KEYS: ReadonlyMap<string, string> = new Map([
  ["eventId", "the source's key of an event, by which a replay is known"],
  ["exposureId", "the media platform's key of one impression"],
  ["orderId", "the shop's key of an order"],
  ["orderLineId", "the shop's key of a line of an order"],
  ["externalIds", "another system's keys of the same thing"],
  ["externalId", "another system's key of the same thing"],
]);

/** Lists whose nulls mean something: `nodes` answers null for not found, `field` is null for a problem of no one field. */
const NULLABLE_LISTS: ReadonlySet<string> = new Set(["Query.nodes"]);
const isErrorPath = (path: string): boolean => /^\w*UserError\.field$/.test(path);

/** Every breach of the schema conventions as `path: what must hold`, sorted. */
export function findSchemaOffences(schema: GraphQLSchema): readonly string[] {
  const offences: string[] = [];
  const report: Report = (path, what) => offences.push(`${path}: ${what}`);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    checkType(type, report);
  }
  for (const directive of schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive))) {
    checkDescription(`@${directive.name}`, directive, report);
    for (const argument of directive.args) checkArgument(`@${directive.name}`, argument, report);
  }
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) checkMutation(field, report);
  return offences.sort();
}

function checkType(type: GraphQLNamedType, report: Report): void {
  if (!PASCAL.test(type.name)) report(type.name, "a type's name must be PascalCase");
  if (!ROOTS.has(type.name)) checkDescription(type.name, type, report);
  if (isEnumType(type)) checkEnum(type, report);
  if (isInputObjectType(type)) {
    if (!/(Input|Order|Filter)$/.test(type.name))
      report(type.name, "an input's name must end in Input, Order or Filter");
    for (const field of Object.values(type.getFields())) checkArgument(type.name, field, report);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return;
  for (const field of Object.values(type.getFields())) checkField(type.name, field, report);
  if (type.name.endsWith("Connection")) checkConnection(type.name, type.getFields(), report);
  if (type.name.endsWith("Edge")) checkEdge(type.name, type.getFields(), report);
  if (type.name.endsWith("Payload")) checkPayload(type.name, type.getFields(), report);
}

function checkDescription(path: string, element: Described, report: Report): void {
  if (!element.description?.trim()) report(path, "must have a description");
  if (element.deprecationReason != null && !/\b\d{4}-\d{2}-\d{2}\b/.test(element.deprecationReason)) {
    report(path, `a deprecation must carry the date of removal, but got "${element.deprecationReason}"`);
  }
}

function checkEnum(type: GraphQLEnumType, report: Report): void {
  for (const value of type.getValues()) {
    const path = `${type.name}.${value.name}`;
    checkDescription(path, value, report);
    if (!SCREAMING_SNAKE.test(value.name)) report(path, "an enum value must be SCREAMING_SNAKE_CASE");
  }
}

function checkArgument(owner: string, argument: GraphQLArgument, report: Report): void {
  const path = `${owner}.${argument.name}`;
  checkDescription(path, argument, report);
  if (!CAMEL.test(argument.name)) report(path, "a name must be camelCase");
  const list = isNonNullType(argument.type) ? argument.type.ofType : argument.type;
  if (isListType(list) && !isNonNullType(list.ofType)) {
    report(path, `a list's elements must be non-null, but got ${argument.type}`);
  }
}

function checkField(owner: string, field: GraphQLField<unknown, unknown>, report: Report): void {
  const path = `${owner}.${field.name}`;
  checkDescription(path, field, report);
  for (const argument of field.args) checkArgument(path, argument, report);
  if (!CAMEL.test(field.name)) report(path, "a name must be camelCase");
  if (/Ids?$/.test(field.name) && !BUSINESS_KEYS.has(field.name)) {
    report(path, "must give the object, not its id: only `id` and the business keys listed in this check end so");
  }
  checkNullability(path, field.type, report);
  const named = getNamedType(field.type).name;
  if (named === "Boolean") {
    if (!BOOLEAN.test(field.name)) report(path, "a boolean must be named isX, hasX, viewerCanX or meetsX");
    if (!isNonNullType(field.type)) report(path, `a boolean must be non-null, but got ${field.type}`);
  }
  if (named.endsWith("Connection")) {
    const missing = ["first", "after", "last", "before"].filter((name) => !field.args.some((arg) => arg.name === name));
    if (missing.length > 0) report(path, `a connection must take first, after, last and before, but lacks ${missing}`);
  }
}

function checkNullability(path: string, type: GraphQLOutputType, report: Report): void {
  const list = isNonNullType(type) ? type.ofType : type;
  if (!isListType(list) || NULLABLE_LISTS.has(path)) return;
  if (!isNonNullType(list.ofType)) report(path, `a list's elements must be non-null, but got ${type}`);
  if (!isNonNullType(type) && !isErrorPath(path)) report(path, `a list must be non-null, but got ${type}`);
}

function checkConnection(name: string, fields: Fields, report: Report): void {
  const noun = name.replace(/Connection$/, "");
  checkShape(`${name}.edges`, fields, new RegExp(`^\\[${noun}\\w*Edge!\\]!$`), `[${noun}Edge!]!`, report);
  checkShape(`${name}.nodes`, fields, /^\[\w+!\]!$/, "[X!]!", report);
  checkShape(`${name}.pageInfo`, fields, /^PageInfo!$/, "PageInfo!", report);
  checkShape(`${name}.totalCount`, fields, /^(Int!|BigInt)$/, "Int! (PostgreSQL) or BigInt (ClickHouse)", report);
}

function checkEdge(name: string, fields: Fields, report: Report): void {
  checkShape(`${name}.node`, fields, /^\w+!$/, "X!", report);
  checkShape(`${name}.cursor`, fields, /^String!$/, "String!", report);
}

function checkPayload(name: string, fields: Fields, report: Report): void {
  checkShape(`${name}.userErrors`, fields, /^\[\w+!\]!$/, "[XUserError!]!", report);
  for (const field of Object.values(fields)) {
    if (isNonNullType(field.type) && isObjectType(field.type.ofType)) {
      report(
        `${name}.${field.name}`,
        "an object of a payload must be nullable: it is null when userErrors are not empty",
      );
    }
  }
  const error = fields.userErrors && getNamedType(fields.userErrors.type);
  if (!error) return;
  if (!isObjectType(error) || !error.getInterfaces().some((parent) => parent.name === "UserError")) {
    report(`${name}.userErrors`, `must list a type that implements UserError, but got ${error.name}`);
    return;
  }
  const code = error.getFields().code?.type;
  if (!code || !isNonNullType(code) || !isEnumType(code.ofType)) {
    report(`${error.name}.code`, `must be a non-null enum, but got ${code ?? "no such field"}`);
  }
}

function checkShape(path: string, fields: Fields, shape: RegExp, wanted: string, report: Report): void {
  const type = fields[path.slice(path.indexOf(".") + 1)]?.type;
  if (!shape.test(String(type))) report(path, `must be ${wanted}, but got ${type ?? "no such field"}`);
}

function checkMutation(field: GraphQLField<unknown, unknown>, report: Report): void {
  const path = `Mutation.${field.name}`;
  const payload = `${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}Payload`;
  const got = getNamedType(field.type).name;
  if (got !== payload) report(path, `must return ${payload}, but got ${got}`);
  const isSafe = field.args.some(({ name }) => name === "idempotencyKey" || name === "expectedVersion");
  if (CREATING.test(field.name) && !isSafe) report(path, "must take idempotencyKey or expectedVersion");
}
