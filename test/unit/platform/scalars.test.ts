import fc from "fast-check";
import { parseValue } from "graphql";
import { BigIntScalar, DecimalScalar } from "../../../src/graphql/scalars";

const literal = (scalar: typeof BigIntScalar | typeof DecimalScalar, text: string): unknown =>
  scalar.parseLiteral(parseValue(text));

describe("BigInt", () => {
  it.each([
    [7n, "7"],
    [-(2n ** 63n), "-9223372036854775808"],
    [42, "42"],
    ["9007199254740993", "9007199254740993"],
  ])("answers %s as a string", (value, text) => {
    expect(BigIntScalar.serialize(value)).toBe(text);
  });

  it("takes strings and numbers, as variables and in the document", () => {
    expect(BigIntScalar.parseValue("9007199254740993")).toBe(9007199254740993n);
    expect(BigIntScalar.parseValue(-3)).toBe(-3n);
    expect(literal(BigIntScalar, '"9007199254740993"')).toBe(9007199254740993n);
    expect(literal(BigIntScalar, "9007199254740993")).toBe(9007199254740993n);
  });

  it("comes back from its text", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 99n), max: 2n ** 99n }), (value) => {
        expect(BigIntScalar.parseValue(BigIntScalar.serialize(value))).toBe(value);
      }),
    );
  });

  it.each([
    ["a fraction", "1.5", 'BigInt must be a whole number, but got "1.5"'],
    ["a number with a fraction", 1.5, 'BigInt must be a whole number, but got "1.5"'],
    [
      "a number that JSON rounded",
      1e30,
      "BigInt past 2^53 must be sent as a string, but got the number 1e+30, which JSON rounds",
    ],
    ["text", "seven", 'BigInt must be a whole number, but got "seven"'],
    ["hexadecimal", "0x10", 'BigInt must be a whole number, but got "0x10"'],
    ["nothing", "", 'BigInt must be a whole number, but got ""'],
    ["31 digits", "1".repeat(31), `BigInt must be a whole number, but got "${"1".repeat(31)}"`],
    ["a truth value", true, "BigInt must be a string of digits, but got true"],
    ["a list", [1], "BigInt must be a string of digits, but got [1]"],
  ])("refuses %s", (_, value, message) => {
    expect(() => BigIntScalar.parseValue(value)).toThrow(message);
  });

  it("refuses other literals", () => {
    expect(() => literal(BigIntScalar, "true")).toThrow("BigInt must be a string of digits");
    expect(() => literal(BigIntScalar, "1.5")).toThrow('BigInt must be a whole number, but got "1.5"');
  });
});

describe("Decimal", () => {
  it.each([
    ["399.00", "399.00"],
    [5, "5"],
    [7n, "7"],
  ])("answers %s as a string with the decimals it has", (value, text) => {
    expect(DecimalScalar.serialize(value)).toBe(text);
  });

  it.each([
    ["399.50", "399.5"],
    ["-0.000000000001", "-0.000000000001"],
    ["007", "7"],
    ["123456789012345678901234567890", "123456789012345678901234567890"],
    ["123456789012345678901234567890.123456789012", "123456789012345678901234567890.123456789012"],
    [0.1, "0.1"],
  ])("takes %s as %s, without an exponent", (value, text) => {
    expect(DecimalScalar.parseValue(value)).toBe(text);
  });

  it("takes literals", () => {
    expect(literal(DecimalScalar, "399.10")).toBe("399.1");
    expect(literal(DecimalScalar, '"399.10"')).toBe("399.1");
  });

  it.each([
    ["a thirteenth decimal", "0.0000000000001"],
    ["an exponent", "1e3"],
    ["no digit before the point", ".5"],
    ["space", " 1"],
    ["no number", "NaN"],
    ["infinity", "Infinity"],
    ["nothing", ""],
  ])("refuses %s", (_, value) => {
    expect(() => DecimalScalar.parseValue(value)).toThrow(
      `Decimal must be digits with at most 12 decimal places, but got "${value}"`,
    );
  });

  it("refuses what is no text", () => {
    expect(() => DecimalScalar.parseValue({ minor: 1 })).toThrow(
      'Decimal must be a string of digits, but got {"minor":1}',
    );
  });
});
