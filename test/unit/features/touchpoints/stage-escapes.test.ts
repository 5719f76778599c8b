import { hasEscapes } from "../../../../src/features/touchpoints/stage-escapes";

const has = (text: string, delimiter: string): boolean => hasEscapes(["1,a\n", text].map(Buffer.from), delimiter);

it("finds every character that JSON escapes, but line ends and quotes, which rows without quotes are told apart by", () => {
  const codes = Array.from({ length: 0x7f }, (_, code) => String.fromCharCode(code));
  const escaped = codes.filter((character) => JSON.stringify(character) !== `"${character}"`);
  const found = codes.filter((character) => has(`2,${character}\n`, ","));
  expect(found).toEqual(escaped.filter((character) => !'\n\r"'.includes(character)));
});

it("takes a tab for what it is where it stands between fields", () => {
  expect(has("2\tb\n", "\t")).toBe(false);
  expect(has("2\t\\b\n", "\t")).toBe(true);
  expect(has("2\tb\n", ",")).toBe(true);
});
