import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, type GraphQLInputObjectType } from "graphql";
import { parseLine, readDraft } from "../../../../src/features/touchpoints/touchpoint-stream-row";

const schema = buildSchema(readFileSync(join(__dirname, "../../../../schema.graphql"), "utf8"));
const input = schema.getType("TouchpointInput") as GraphQLInputObjectType;

it("knows the fields of TouchpointInput, and no other", () => {
  expect(readDraft({ nonsense: 1 })).toEqual({
    reason: "UNKNOWN_FIELD",
    field: ["nonsense"],
    message: 'A row must have known fields only, but got "nonsense".',
    allowed: expect.any(Array),
  });
  const { allowed } = readDraft({ nonsense: 1 }) as unknown as { readonly allowed: readonly string[] };
  expect([...allowed].sort()).toEqual(Object.keys(input.getFields()).sort());
});

it("takes a row of the mutation as it is, with nulls", () => {
  const row = {
    eventId: "e",
    occurredAt: "2025-11-11T00:00:00+08:00",
    keyword: null,
    rating: 5,
    value: { amount: "1.00", currencyCode: "CNY" },
    tags: ["a"],
    identities: [{ namespace: "JD_PIN", value: "x" }],
  };
  expect(readDraft(row)).toBe(row);
});

it.each([
  [{ eventId: 7 }, "eventId must be text, but got number."],
  [{ occurredAt: 1_762_790_400_000 }, "occurredAt must be text, but got number."],
  [{ rating: "5" }, "rating must be a number, but got string."],
  [{ keyword: ["a"] }, "keyword must be text, but got a list."],
  [{ tags: ["a", 1] }, "tags must be a list of texts, but got a list."],
  [{ value: "399" }, "value must be an object of amount and currencyCode, but got string."],
  [{ value: { amount: 399, currencyCode: "CNY" } }, "value.amount must be text, but got number."],
  [{ value: { amount: "1", currencyCode: "CNY", unit: "x" } }, 'A row must have known fields only, but got "unit".'],
  [{ identities: {} }, "identities must be a list, but got object."],
  [{ identities: [null] }, "identities.0 must be an object of namespace and value, but got null."],
  [{ identities: [{ namespace: "JD_PIN" }] }, "identities.0.value must be text, but got undefined."],
  [{ reason: "a field like a rejection's" }, 'A row must have known fields only, but got "reason".'],
  [JSON.parse('{"__proto__":{}}'), 'A row must have known fields only, but got "__proto__".'],
])("refuses %j as the schema would", (row, message) => {
  expect(readDraft(row)).toMatchObject({ message });
});

it("repeats nothing of a line that it cannot read", () => {
  expect(JSON.stringify(readDraft(parseLine("13800138000,")))).not.toContain("138");
});
