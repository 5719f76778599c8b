import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import { keywordWords, normaliseKeyword } from "../../../src/engines/search/normalise-keyword";
import { runsSql, spellingSql, wordsSql } from "../../../src/features/search-trends/search-sql";
import { createTestApp, type TestApp } from "../../support/test-app";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

async function ask<Row>(select: string, texts: readonly string[]): Promise<readonly Row[]> {
  const rows = texts.map((text) => Buffer.from(text).toString("base64"));
  const answer = await test.app.clickhouse.query({
    query: `SELECT ${select} FROM (SELECT base64Decode(arrayJoin({rows:Array(String)})) AS keyword)`,
    query_params: { rows },
    format: "JSONCompactEachRow",
  });
  return answer.json<Row>();
}

/** Blocks that people type in and to which Unicode adds no more letters: two versions of it agree on what is a letter there. */
const BLOCKS = [
  [0x20, 0x85f],
  [0xe00, 0xe7f],
  [0x1100, 0x11ff],
  [0x1e00, 0x2bff],
  [0x3000, 0x33ff],
  [0x4e00, 0x4eff],
  [0xac00, 0xacff],
  [0xff01, 0xffef],
] as const;
const CHARACTERS = BLOCKS.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
).filter((character) => /[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]/u.test(character));
const PIECES = [
  "Casio",
  "ＧＡ２１００",
  "小",
  "方块",
  " ",
  "　",
  "\t",
  "-",
  "カシオ",
  "ｶﾞ",
  "É",
  "e\u0301",
  "ﬃ",
  "Ⅷ",
  "!",
  "手表",
  "İ",
  "ß",
  "한국",
  "ไทย",
  "🕐",
];

it("spells every text in a statement as the engine does", async () => {
  const random = SeededRandom.fromSeed(3);
  const mixed = Array.from({ length: 2_000 }, () =>
    Array.from({ length: random.integer(0, 8) }, () => PIECES[random.integer(0, PIECES.length - 1)]!).join(""),
  );
  const texts = [...CHARACTERS.map((character) => `a${character}b`), ...CHARACTERS, ...mixed];
  const found: [string, string[]][] = [];
  for (let start = 0; start < texts.length; start += 1_000)
    found.push(
      ...(await ask<[string, string[]]>(
        `${spellingSql("keyword")} AS spelling, ${wordsSql("spelling")} AS words`,
        texts.slice(start, start + 1_000),
      )),
    );
  const wrong = texts.flatMap((text, index) => {
    const spelling = normaliseKeyword(text);
    const words = keywordWords(spelling).trim().split(" ");
    const [otherSpelling, otherWords] = found[index]!;
    return spelling === otherSpelling && words.join("|") === otherWords.join("|")
      ? []
      : [{ text, spelling, otherSpelling, words, otherWords }];
  });
  expect(wrong).toEqual([]);
});

it("lists every run of words up to the longest", async () => {
  const [[runs]] = (await ask<[string[]]>(runsSql(wordsSql("keyword"), 2), ["g shock小"])) as [[string[]]];
  expect([...runs].sort()).toEqual([" g ", " g shock ", " shock ", " shock 小 ", " 小 "]);
});
