import { chineseWording } from "../../../../src/engines/segmentation/chinese-wording";
import { englishWording } from "../../../../src/engines/segmentation/english-wording";
import { explainRule } from "../../../../src/engines/segmentation/explain-rule";
import { actions } from "../../../../src/engines/segmentation/rule";
import type { DidInput, RuleInput } from "../../../../src/engines/segmentation/rule-input";
import { actions as touchpointActions } from "../../../../src/features/touchpoints/action";
import { soundRule } from "./engine";

const english = englishWording({
  platform: (code) => ({ XIAOHONGSHU: "Xiaohongshu", DOUYIN: "Douyin" })[code]!,
  category: () => "Phones",
  pack: () => "Retouch",
  lookAlike: () => "Best buyers",
});
const chinese = chineseWording({
  platform: (code) => ({ XIAOHONGSHU: "小红书", DOUYIN: "抖音" })[code]!,
  category: () => "手机",
  pack: () => "二次触达",
  lookAlike: () => "优质买家",
});

const did = (input: Partial<DidInput>): RuleInput => ({ did: { action: "ORDER", within: { days: 60 }, ...input } });
const act: RuleInput = { stage: { in: ["ACT"] } };

it("explains the tree of an ad-ops tool", () => {
  const rule = soundRule({
    allOf: [
      { stage: { in: ["APPEAL", "ACT"] } },
      { did: { action: "CONTENT_VIEW", platforms: ["XIAOHONGSHU"], times: { min: 1 }, within: { days: 30 } } },
      { not: { did: { action: "ORDER", brand: "OWN", within: { days: 60 } } } },
    ],
  });
  expect(explainRule(rule, english)).toBe(
    "People in stage Appeal or Act, and with at least 1 content view of this brand on Xiaohongshu in the last 30 days, and with no orders of this brand in the last 60 days.",
  );
  expect(explainRule(rule, chinese)).toBe(
    "人群:处于吸引或行动阶段,且近30天内在小红书有至少1次本品牌内容浏览,且近60天内没有本品牌下单。",
  );
});

it.each<[RuleInput, string, string]>([
  [
    { anyOf: [act, { allOf: [did({}), { group: { in: ["BASE", "POTENTIAL"] } }] }] },
    "People in stage Act, or (with at least 1 order of this brand in the last 60 days, and in the base or potential group).",
    "人群:处于行动阶段,或(近60天内有至少1次本品牌下单,且属于基础用户或潜在用户)。",
  ],
  [
    { not: { anyOf: [act, { pack: { id: "a" } }] } },
    'People not (in stage Act, or in the pack "Retouch").',
    "人群:非(处于行动阶段,或在人群包“二次触达”中)。",
  ],
  [{ not: { anyOf: [act] } }, "People not in stage Act.", "人群:非处于行动阶段。"],
  [
    { stage: { in: ["AWARE", "ADVOCATE"], at: new Date("2025-11-01T00:00:00+08:00") } },
    "People in stage Aware or Advocate as of 2025-10-31T16:00:00.000Z.",
    "人群:在2025-10-31T16:00:00.000Z处于认知或拥护阶段。",
  ],
  [
    { cell: { intent: ["BRAND", "CATEGORY"], loyalty: ["SWING"] } },
    "People with brand or category intent and swing loyalty.",
    "人群:九宫格为品牌或品类意向的摇摆人群。",
  ],
  [{ pack: { id: "a" } }, 'People in the pack "Retouch".', "人群:在人群包“二次触达”中。"],
  [
    { lookAlike: { modelId: "a", topPercent: 5 } },
    'People in the top 5 % of the look-alike model "Best buyers".',
    "人群:在相似人群模型“优质买家”的前5%。",
  ],
  [
    { rfm: { brand: "ANY", categoryId: 7, within: { days: 365 }, recency: { min: 4 }, monetary: { min: 3, max: 3 } } },
    "People scoring recency 4 to 5, monetary 3 among buyers of any brand in category Phones in the last 365 days.",
    "人群:近365天内在手机类目任意品牌购买者中最近购买4至5分、客单价3分。",
  ],
  [
    did({
      platforms: ["XIAOHONGSHU", "DOUYIN"],
      site: "OFF_SITE",
      brand: "RIVAL",
      categoryId: 7,
      campaignCode: "1111",
      times: { min: 2, max: 4 },
    }),
    "People with 2 to 4 orders of rival brands on Xiaohongshu or Douyin off site in category Phones in campaign 1111 in the last 60 days.",
    "人群:近60天内在小红书或抖音站外在手机类目在活动1111中有2至4次竞品下单。",
  ],
  [
    {
      did: {
        action: "SEARCH",
        brand: "ANY",
        site: "ON_SITE",
        times: { min: 3, max: 3 },
        between: { from: new Date(0), to: new Date(86_400_000) },
      },
    },
    "People with exactly 3 searches of any brand on site from 1970-01-01T00:00:00.000Z until 1970-01-02T00:00:00.000Z.",
    "人群:1970-01-01T00:00:00.000Z起至1970-01-02T00:00:00.000Z前站内恰有3次任意品牌搜索。",
  ],
  [
    did({ times: { max: 1 } }),
    "People with at most 1 order of this brand in the last 60 days.",
    "人群:近60天内有至多1次本品牌下单。",
  ],
  [
    did({ times: { max: 2 } }),
    "People with at most 2 orders of this brand in the last 60 days.",
    "人群:近60天内有至多2次本品牌下单。",
  ],
  [
    did({ times: { max: 0 } }),
    "People with no orders of this brand in the last 60 days.",
    "人群:近60天内没有本品牌下单。",
  ],
  [
    did({ times: { min: 0 } }),
    "People with any number of orders of this brand in the last 60 days.",
    "人群:近60天内有任意次本品牌下单。",
  ],
  [
    did({ within: { days: 1 } }),
    "People with at least 1 order of this brand in the last day.",
    "人群:近1天内有至少1次本品牌下单。",
  ],
  [
    { not: did({ times: { min: 3 } }) },
    "People with at most 2 orders of this brand in the last 60 days.",
    "人群:近60天内有至多2次本品牌下单。",
  ],
  [
    { not: did({ times: { min: 1, max: 2 } }) },
    "People not with 1 to 2 orders of this brand in the last 60 days.",
    "人群:非近60天内有1至2次本品牌下单。",
  ],
])("%j", (input, inEnglish, inChinese) => {
  expect(explainRule(soundRule(input), english)).toBe(inEnglish);
  expect(explainRule(soundRule(input), chinese)).toBe(inChinese);
});

it("knows the actions that touchpoints have, all of them", () => {
  expect(actions).toEqual(touchpointActions);
});
