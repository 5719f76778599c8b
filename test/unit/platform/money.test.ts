import fc from "fast-check";
import { currencyExponent, isCurrencyCode, parseMinor, toMajor } from "../../../src/platform/money";

/** Largest amount that PostgreSQL and ClickHouse keep: signed 64 bits. */
const LARGEST = 2n ** 63n - 1n;

describe("amounts in minor units", () => {
  it.each([
    ["CNY", 39_900n, "399.00"],
    ["CNY", -39_905n, "-399.05"],
    ["CNY", 5n, "0.05"],
    ["CNY", -5n, "-0.05"],
    ["CNY", 0n, "0.00"],
    ["JPY", 39_900n, "39900"],
    ["JPY", 0n, "0"],
    ["KWD", 39_900n, "39.900"],
    ["KWD", 1n, "0.001"],
    ["CNY", LARGEST, "92233720368547758.07"],
  ])("%s %s is written %s", (currencyCode, minor, amount) => {
    expect(toMajor({ minor, currencyCode })).toEqual({ amount, currencyCode });
  });

  it.each([
    ["CNY", "399", 39_900n],
    ["CNY", "399.5", 39_950n],
    ["CNY", "399.5000", 39_950n],
    ["CNY", "-0.01", -1n],
    ["CNY", "007", 700n],
    ["JPY", "399.00", 399n],
    ["KWD", "0.001", 1n],
  ])("%s %s is read as %s", (currencyCode, amount, minor) => {
    expect(parseMinor(amount, currencyCode)).toBe(minor);
  });

  it.each([
    ["more decimals than the currency has", "CNY", "0.001"],
    ["any decimals where there are none", "JPY", "0.5"],
    ["a fourth decimal where there are three", "KWD", "0.0001"],
    ["an exponent", "CNY", "1e3"],
    ["a thousands separator", "CNY", "1,000"],
    ["a plus sign", "CNY", "+1"],
    ["no digit before the point", "CNY", ".5"],
    ["no digit after the point", "CNY", "5."],
    ["space", "CNY", " 5"],
    ["digits of another script", "CNY", "٥"],
    ["nothing", "CNY", ""],
    ["no number", "CNY", "NaN"],
    ["a currency that does not exist", "QQQ", "5"],
    ["a currency in lower case", "cny", "5"],
  ])("refuses %s", (_, currencyCode, amount) => {
    expect(parseMinor(amount, currencyCode)).toBeNull();
  });

  const currency = fc.constantFrom("CNY", "JPY", "KWD", "USD", "EUR", "KRW");

  it("are written to the last unit, in every currency and up to 64 bits", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -LARGEST, max: LARGEST }), currency, (minor, currencyCode) => {
        const { amount } = toMajor({ minor, currencyCode });
        expect(BigInt(amount.replace(".", ""))).toBe(minor);
        expect(amount.split(".")[1]?.length ?? 0).toBe(currencyExponent(currencyCode));
      }),
    );
  });

  it("come back from their text, up to fifteen digits of major units", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }), currency, (minor, currencyCode) => {
        expect(parseMinor(toMajor({ minor, currencyCode }).amount, currencyCode)).toBe(minor);
      }),
    );
    expect(parseMinor("999999999999999.99", "CNY")).toBe(10n ** 17n - 1n);
    expect(parseMinor("1000000000000000", "CNY")).toBeNull();
  });
});

describe("currencies", () => {
  it.each([
    ["CNY", 2],
    ["USD", 2],
    ["JPY", 0],
    ["KRW", 0],
    ["VND", 0],
    ["KWD", 3],
    ["BHD", 3],
  ])("%s has %i decimals", (code, exponent) => {
    expect(currencyExponent(code)).toBe(exponent);
  });

  it("are the codes of ISO 4217 in capitals", () => {
    expect(["CNY", "JPY", "KWD", "cny", "RMB", "", "CNYX"].filter(isCurrencyCode)).toEqual(["CNY", "JPY", "KWD"]);
  });
});
