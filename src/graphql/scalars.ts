import { Decimal as DecimalValue } from "decimal.js";
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from "graphql";
import { GraphQLDateTimeISO, GraphQLLocalDate } from "graphql-scalars";

const text = (name: string, value: unknown): string => {
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return String(value);
  throw new GraphQLError(`${name} must be a string of digits, but got ${JSON.stringify(value)}`);
};

const literal = (name: string, node: ValueNode): string => {
  if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT) return node.value;
  throw new GraphQLError(`${name} must be a string of digits`, { nodes: node });
};

function parseBigInt(value: string): bigint {
  if (!/^-?\d{1,30}$/.test(value)) throw new GraphQLError(`BigInt must be a whole number, but got "${value}"`);
  return BigInt(value);
}

function parseDecimal(value: string): string {
  if (!/^-?\d{1,30}(\.\d{1,12})?$/.test(value)) {
    throw new GraphQLError(`Decimal must be digits with at most 12 decimal places, but got "${value}"`);
  }
  return new DecimalValue(value).toFixed();
}

/** A JSON number past 2^53 was rounded before it came here. */
function exactNumber(value: unknown): unknown {
  if (typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new GraphQLError(`BigInt past 2^53 must be sent as a string, but got the number ${value}, which JSON rounds`);
  }
  return value;
}

/** Whole numbers past 2^31, always JSON strings. */
export const BigIntScalar = new GraphQLScalarType<bigint, string>({
  name: "BigInt",
  description: "A whole number that may pass 2^31; always a JSON string.",
  serialize: (value) => text("BigInt", value),
  parseValue: (value) => parseBigInt(text("BigInt", exactNumber(value))),
  parseLiteral: (node) => parseBigInt(literal("BigInt", node)),
});

/** Exact decimals, always JSON strings; inside they are strings too. */
export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: "Decimal",
  description: "An exact decimal number; always a JSON string.",
  serialize: (value) => text("Decimal", value),
  parseValue: (value) => parseDecimal(text("Decimal", value)),
  parseLiteral: (node) => parseDecimal(literal("Decimal", node)),
});

export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: "DateTime",
  description: "An instant in RFC 3339 with an offset, e.g. 2025-11-11T00:00:00+08:00; answered in UTC.",
});

export const DateScalar = new GraphQLScalarType<string, string>({
  ...GraphQLLocalDate.toConfig(),
  name: "Date",
  description: "A calendar day, e.g. 2025-11-11, in the zone that the field names.",
});
