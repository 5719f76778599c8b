import fc from "fast-check";
import { integerKeyOf, keyOf, parseNodeId, toNodeId } from "../../../src/graphql/node";
import { newId } from "../../../src/platform/ids";
import { UserProblems } from "../../../src/platform/user-error";

const problemsOf = (read: () => unknown): UserProblems["problems"] => {
  try {
    read();
  } catch (error) {
    if (error instanceof UserProblems) return error.problems;
    throw error;
  }
  return [];
};

describe("node ids", () => {
  it("come back as what they were made of", () => {
    const type = fc.stringMatching(/^[A-Z][A-Za-z]{0,30}$/);
    fc.assert(
      fc.property(type, fc.oneof(fc.uuid(), fc.nat().map(String)), (name, key) => {
        expect(parseNodeId(toNodeId(name, key))).toEqual({ type: name, key });
      }),
    );
  });

  it("differ between types and between keys", () => {
    const ids = ["Brand", "Category"].flatMap((type) => [1, 11].map((key) => toNodeId(type, key)));
    expect(new Set(ids).size).toBe(4);
  });

  it.each([
    ["nothing", ""],
    ["no separator", Buffer.from("Brand").toString("base64url")],
    ["no type", Buffer.from(":1").toString("base64url")],
    ["no key", Buffer.from("Brand:").toString("base64url")],
    ["padding", `${toNodeId("Brand", 1)}=`],
    ["a character outside the alphabet", `${toNodeId("Brand", 12)}!`],
    ["plain text", "Brand:1"],
  ])("are not made of %s", (_, id) => {
    expect(parseNodeId(id)).toBeNull();
  });

  it("are never two texts of one object", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseNodeId(text);
        expect(parsed === null || toNodeId(parsed.type, parsed.key) === text).toBe(true);
      }),
    );
  });
});

describe("keys of ids that callers send", () => {
  const field = ["input", "brandId"];

  it("are numbers for the catalogue and UUIDs for the rest", () => {
    const run = newId(new Date(0));
    expect(integerKeyOf("Brand", toNodeId("Brand", 7), field)).toBe(7);
    expect(keyOf("Campaign", toNodeId("Campaign", run), field)).toBe(run);
  });

  it.each([
    ["another type", toNodeId("Category", 7), "an id of Category"],
    ["a key of another shape", toNodeId("Brand", "x"), "an id of Brand"],
    ["a number past nine digits", toNodeId("Brand", "1234567890"), "an id of Brand"],
    ["no id", "seven", '"seven"'],
    ["a long text, cut", "x".repeat(100), `"${"x".repeat(60)}"`],
  ])("are refused for %s, by the path of the argument", (_, id, got) => {
    expect(problemsOf(() => integerKeyOf("Brand", id, field))).toEqual([
      {
        code: "INVALID_ID",
        field,
        message: `input.brandId must be an id of Brand as this API returned it, but got ${got}.`,
      },
    ]);
  });
});
