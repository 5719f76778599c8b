import { assertCursors, type PackOrder } from "../../../../src/features/audiences/pack-list";

const ID = "01a200bb-cd8c-73f2-91ce-4bd2878c451f";
const assertCursor = (field: PackOrder["field"], cursor: readonly string[]): void =>
  assertCursors({
    filter: { states: null, tags: null, name: null, ownerKeyId: null },
    order: { field, direction: "ASC" },
    page: { size: 1, fromEnd: false, after: null, before: cursor },
  });

it.each<[PackOrder["field"], readonly string[]]>([
  ["UPDATED_AT", ["2025-11-11T00:00:00.000Z", ID]],
  ["CREATED_AT", ["2025-11-11T00:00:00.000Z", ID]],
  ["NAME", ["any text", ID]],
])("by %s, %j is a place", (field, cursor) => {
  expect(() => assertCursor(field, cursor)).not.toThrow();
});

it.each<[PackOrder["field"], readonly string[]]>([
  ["UPDATED_AT", ["any text", ID]],
  ["NAME", ["any text", "no id"]],
  ["NAME", ["any text"]],
  ["NAME", ["any text", ID, "more"]],
])("by %s, %j is none", (field, cursor) => {
  expect(() => assertCursor(field, cursor)).toThrow(
    "before must be a cursor that audiencePacks returned in this order.",
  );
});
