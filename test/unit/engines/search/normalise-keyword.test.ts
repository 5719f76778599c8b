import { keywordWords, normaliseKeyword } from "../../../../src/engines/search/normalise-keyword";

it.each([
  ["Casio", "casio"],
  ["  G-SHOCK\t 小 方块 ", "g-shock小方块"],
  ["ＧＡ－２１００　黑", "ga-2100黑"],
  ["ﬁve", "five"],
  ["小　方　块", "小方块"],
  ["カシオ 時計", "カシオ時計"],
  ["ｶｼｵ", "カシオ"],
  ["new  casio   watch", "new casio watch"],
  ["   ", ""],
  ["Ⅷ", "viii"],
])("spells %j as %j", (text, expected) => {
  expect(normaliseKeyword(text)).toBe(expected);
  expect(normaliseKeyword(expected)).toBe(expected);
});

it.each([
  ["g-shock小方块", " g shock 小 方 块 "],
  ["ga-2100", " ga 2100 "],
  ["!!", "  "],
  ["ไทย", " ไทย "],
])("reads the words of %j as %j", (keyword, words) => {
  expect(keywordWords(keyword)).toBe(words);
});
