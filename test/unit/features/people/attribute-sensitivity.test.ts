import type { AttributeSpecification } from "../../../../src/features/people/attribute-definition";
import { refuseAgesOfMinors } from "../../../../src/features/people/attribute-minors";
import { sensitiveKinds } from "../../../../src/features/people/attribute-sensitive-terms";
import { findSensitiveWord } from "../../../../src/features/people/attribute-sensitivity";

const kindOf = (text: string): string | null => findSensitiveWord(text)?.kind.name ?? null;

describe("a text that names sensitive personal information", () => {
  it.each([
    ["fingerprint_hash", "biometrics"],
    ["人脸特征", "biometrics"],
    ["religion", "religious belief"],
    ["halal_food_buyer", "religious belief"],
    ["宗教信仰", "religious belief"],
    ["isVeteran", "specific identity"],
    ["残疾人", "specific identity"],
    ["healthScore", "health and medicine"],
    ["Blood-Type", "health and medicine"],
    ["备孕人群", "health and medicine"],
    ["bank_account_no", "financial accounts"],
    ["CREDIT SCORE", "financial accounts"],
    ["征信分", "financial accounts"],
    ["last_location", "whereabouts"],
    ["home address", "whereabouts"],
    ["行踪轨迹", "whereabouts"],
    ["child's age", "minors under 14"],
    ["十四岁以下", "minors under 14"],
    ["race", "race or ethnicity"],
    ["民 族", "race or ethnicity"],
    ["political_party", "political opinion"],
    ["党员", "political opinion"],
    ["union_member", "union membership"],
    ["工会会员", "union membership"],
    ["sexual_orientation", "sexual life"],
    ["性取向", "sexual life"],
    ["ｒｅｌｉｇｉｏｎ", "religious belief"], // full width
  ])("%s is %s", (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  // Refused although they may be harmless: the list errs on this side, and the message says how to go on.
  it.each([["healthy_food_buyer"], ["race_day_visitor"], ["email address"], ["drugstore_buyer"], ["asset diagnosis"]])(
    "%s is refused too",
    (text) => {
      expect(kindOf(text)).not.toBeNull();
    },
  );

  it.each([
    ["sex"],
    ["性别"],
    ["gender"],
    ["income_band"],
    ["marital_status"],
    ["kids_count"],
    ["home_ownership"],
    ["member_card_level"],
    ["account_tenure_days"],
    ["power_bank_buyer"],
    ["party_supplies_buyer"],
    ["unionpay_user"],
    ["embraces_novelty"], // race inside a word
    ["trace_element_buyer"],
    ["environmental_interest"], // mental inside a word
    ["baby_product_buyer"],
    ["母婴商品购买者"],
    ["city_tier"],
    ["城市级别"],
    ["Asia/Shanghai"],
    ["organic_food_buyer"],
  ])("%s is not", (text) => {
    expect(kindOf(text)).toBeNull();
  });

  it("is found by every term of every kind alone, so that none is misspelt out of reach", () => {
    for (const { english, chinese } of sensitiveKinds)
      for (const term of [...english, ...chinese])
        expect([term, kindOf(term.replace("*", ""))]).toEqual([term, expect.any(String)]);
  });
});

describe("an attribute of age", () => {
  const attribute = (change: Partial<AttributeSpecification>): AttributeSpecification => ({
    ...{ code: "age", name: "Age", description: "", type: "ENUM", allowedValues: ["18-24"] },
    ...{ minimum: null, maximum: null, maximumAgeDays: null },
    ...change,
  });

  it.each<[string, Partial<AttributeSpecification>]>([
    ["bands from 14", { allowedValues: ["14-17", "18-24", "65+", "56岁以上"] }],
    ["whole years from 14", { type: "INTEGER", allowedValues: [], minimum: 14n }],
    ["yes or no", { code: "is_of_age", type: "BOOLEAN", allowedValues: [] }],
    ["another thing", { code: "page_views", name: "Page views", type: "INTEGER", allowedValues: [], minimum: 0n }],
    ["a band without a number", { allowedValues: ["young", "old"] }],
  ])("may have %s", (_, change) => {
    expect(refuseAgesOfMinors(attribute(change))).toBeNull();
  });

  it.each<[string, Partial<AttributeSpecification>, string]>([
    ["a band below 14", { allowedValues: ["13-17"] }, 'bands of an age must begin at 14 or later, but got "13-17"'],
    ["an open band", { allowedValues: ["Under 18"] }, 'bands of an age must begin at 14 or later, but got "Under 18"'],
    [
      "an open band in Chinese",
      { code: "band", name: "年龄段", allowedValues: ["15岁以下"] },
      'bands of an age must begin at 14 or later, but got "15岁以下"',
    ],
    [
      "years without a minimum",
      { type: "INTEGER", allowedValues: [] },
      "minimum of an age must be at least 14, but got none",
    ],
    [
      "years from 13",
      { type: "INTEGER", allowedValues: [], minimum: 13n },
      "minimum of an age must be at least 14, but got 13",
    ],
    [
      "a day of birth",
      { code: "birthday", name: "Birthday", type: "DATE", allowedValues: [] },
      "an age must be an ENUM of bands or an INTEGER with a minimum of 14, but got DATE",
    ],
  ])("may not have %s", (_, change, sentence) => {
    expect(refuseAgesOfMinors(attribute(change))).toBe(sentence);
  });
});
