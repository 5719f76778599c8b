import { isPlain, meansTheSame, removesTheSame, sqlText } from "../../../../src/features/touchpoints/stage-sql";

it.each(["^[A-Za-z0-9._:-]{4,128}$", "\\.0$", "-\\d+$", "^CN\\d{8}$", "^[0-9a-f]{64}$"])(
  "takes %s to mean the same to JavaScript and to RE2",
  (pattern) => expect(meansTheSame(pattern)).toBe(true),
);

it.each(["a|b", "(?=x)y", "\\bword", "[^,]+", "x*", "\\s+", "\\w", ".", "é", "(a)\\1", "[a-z", "a{2"])(
  "leaves %s to JavaScript",
  (pattern) => expect(meansTheSame(pattern)).toBe(false),
);

it("takes out only what cannot match nothing, nor depends on where the text begins", () => {
  expect(removesTheSame("\\.0$")).toBe(true);
  expect(removesTheSame("^0")).toBe(false);
  expect(removesTheSame("a{0,2}")).toBe(false);
});

it("writes any text as a literal that cannot end early", () => {
  expect(sqlText("it's a \\ and \0")).toBe("'it\\'s a \\\\ and \\0'");
});

it("knows which text JSON has as it is", () => {
  expect(["plain", "冬季", "'", ""].every(isPlain)).toBe(true);
  expect(['"', "\\", "\n", "\u0001", "\ud800"].some(isPlain)).toBe(false);
});
