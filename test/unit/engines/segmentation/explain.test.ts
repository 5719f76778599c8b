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
  list: () => "Members of the shop",
  attribute: () => "City tier",
  lookAlike: () => "Best buyers",
  money: (minor, currencyCode) => `${minor} minor ${currencyCode}`,
});
const chinese = chineseWording({
  platform: (code) => ({ XIAOHONGSHU: "小红书", DOUYIN: "抖音" })[code]!,
  category: () => "手机",
  pack: () => "二次触达",
  list: () => "门店会员",
  attribute: () => "城市等级",
  lookAlike: () => "优质买家",
  money: (minor, currencyCode) => `${minor}${currencyCode}`,
});

const did = (input: Partial<DidInput>): RuleInput => ({ did: { action: "ORDER", within: { days: 60 }, ...input } });
const later = (gap: { minHours?: number; maxHours?: number }): RuleInput => ({
  sequence: { first: { action: "SEARCH" }, second: { action: "ORDER" }, gap, within: { days: 1 } },
});
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
    { frequency: { min: 1, within: { hours: 48 } } },
    "People with at least 1 exposure of this brand off site in the last 48 hours.",
    "人群:近48小时内站外有至少1次本品牌触达。",
  ],
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
  [{ pack: { id: "a", mode: "FROZEN" } }, 'People in the pack "Retouch".', "人群:在人群包“二次触达”中。"],
  [
    { pack: { id: "a", mode: "LIVE" } },
    'People in the pack "Retouch" by its rules at that instant.',
    "人群:按当时规则属于人群包“二次触达”。",
  ],
  [
    { randomShare: { salt: "holdout", perMille: 100 } },
    'People in a random 100 of 1000 by "holdout".',
    "人群:属于按“holdout”随机的1000份中100份。",
  ],
  [
    { randomShare: { salt: "holdout", perMille: 100, skip: 50 } },
    'People in a random 100 of 1000 after the first 50 by "holdout".',
    "人群:属于按“holdout”随机的1000份中前50份之后的100份。",
  ],
  [
    { reachable: { namespaces: ["PHONE", "EMAIL"], platforms: ["XIAOHONGSHU", "DOUYIN"] } },
    "People with an identity in PHONE or EMAIL and reachable on Xiaohongshu or Douyin.",
    "人群:有PHONE或EMAIL标识且在小红书或抖音可触达。",
  ],
  [{ membership: {} }, "People with a membership.", "人群:会员。"],
  [{ not: { membership: {} } }, "People not with a membership.", "人群:非会员。"],
  [
    { membership: { tiers: ["GOLD", "BLACK"] } },
    "People with member tier GOLD or BLACK.",
    "人群:会员等级为GOLD或BLACK。",
  ],
  [
    { valueTier: { in: ["HIGH", "MID"], quadrants: ["LOW_NOW_HIGH_NEXT"] } },
    "People in value tier HIGH or MID and of low value now and high value next.",
    "人群:属于高或中价值人群且当前价值低而未来价值高。",
  ],
  [
    { lifecycle: { in: ["NEW", "ACTIVE", "LAPSING", "LOST"] } },
    "People in lifecycle state New or Active or Lapsing or Lost.",
    "人群:处于新客或活跃或沉默或流失生命周期。",
  ],
  [{ list: { id: "a" } }, 'People on the uploaded list "Members of the shop".', "人群:在上传名单“门店会员”中。"],
  [
    { not: { list: { id: "a" } } },
    'People not on the uploaded list "Members of the shop".',
    "人群:非在上传名单“门店会员”中。",
  ],
  [{ attribute: { code: "city_tier", in: ["A", "B"] } }, "People with City tier A or B.", "人群:城市等级为A或B。"],
  [{ attribute: { code: "visits", min: "3" } }, "People with City tier at least 3.", "人群:城市等级至少3。"],
  [{ attribute: { code: "visits", max: "5" } }, "People with City tier at most 5.", "人群:城市等级至多5。"],
  [{ attribute: { code: "visits", min: "3", max: "5" } }, "People with City tier 3 to 5.", "人群:城市等级为3至5。"],
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
    did({
      action: "IMPRESSION",
      programmeCodes: ["JING-TENG"],
      placementCodes: ["PL-1", "PL-2"],
      slotCodes: ["HOME-1"],
      creativeCodes: ["CR-1"],
      contentCodes: ["NOTE-1"],
      creatorCodes: ["KOL-7"],
      productCodes: ["GA-2100"],
    }),
    "People with at least 1 impression of this brand in programme JING-TENG at placement PL-1 or PL-2 in slot HOME-1 with creative CR-1 of content NOTE-1 by creator KOL-7 of product GA-2100 in the last 60 days.",
    "人群:近60天内在媒体计划JING-TENG中在广告位PL-1或PL-2在资源位HOME-1对创意CR-1对内容NOTE-1对达人KOL-7有至少1次商品GA-2100的本品牌曝光。",
  ],
  [
    did({ action: "SEARCH", brand: "ANY", keywords: ["小方块", "ga-2100"] }),
    'People with at least 1 search of any brand for "小方块" or "ga-2100" in the last 60 days.',
    "人群:近60天内有至少1次关键词为“小方块”或“ga-2100”的任意品牌搜索。",
  ],
  [
    did({ action: "SEARCH", aliasOf: { productCodes: ["GA-2100", "GA-B2100"] } }),
    "People with at least 1 search of this brand for an alias of product GA-2100 or GA-B2100 in the last 60 days.",
    "人群:近60天内有至少1次关键词含商品GA-2100或GA-B2100别称的本品牌搜索。",
  ],
  [
    did({ action: "SEARCH", aliasOf: {} }),
    "People with at least 1 search of this brand for an alias of the brand or its products in the last 60 days.",
    "人群:近60天内有至少1次关键词含本品牌或其商品别称的本品牌搜索。",
  ],
  [
    did({ value: { currencyCode: "CNY", min: "39900", max: "60000" } }),
    "People with at least 1 order of this brand worth 39900 minor CNY to 60000 minor CNY each in the last 60 days.",
    "人群:近60天内有至少1次每次39900CNY至60000CNY的本品牌下单。",
  ],
  [
    did({ totalValue: { currencyCode: "CNY", min: "100" } }),
    "People with orders of this brand worth at least 100 minor CNY in total in the last 60 days.",
    "人群:近60天内有累计至少100CNY的本品牌下单。",
  ],
  [
    did({ totalValue: { currencyCode: "CNY", max: "100" } }),
    "People with orders of this brand worth at most 100 minor CNY in total or none in the last 60 days.",
    "人群:近60天内有累计至多100CNY(含没有)的本品牌下单。",
  ],
  [
    { not: did({ times: { min: 2 }, totalValue: { currencyCode: "CNY", min: "100" } }) },
    "People not with at least 2 orders of this brand worth at least 100 minor CNY in total in the last 60 days.",
    "人群:非近60天内有至少2次累计至少100CNY的本品牌下单。",
  ],
  [
    { frequency: { platforms: ["DOUYIN"], campaignCode: "1111", min: 1, max: 3, within: { days: 30 } } },
    "People with 1 to 3 exposures of this brand on Douyin off site in campaign 1111 in the last 30 days.",
    "人群:近30天内在抖音站外在活动1111中有1至3次本品牌触达。",
  ],
  [
    { not: { frequency: { brand: "RIVAL", min: 3, within: { days: 30 } } } },
    "People with at most 2 exposures of rival brands off site in the last 30 days.",
    "人群:近30天内站外有至多2次竞品触达。",
  ],
  [
    {
      sequence: {
        first: { action: "CONTENT_VIEW", platforms: ["XIAOHONGSHU"] },
        second: { action: "ORDER", brand: "RIVAL" },
        gap: { maxHours: 168 },
        within: { days: 30 },
      },
    },
    "People with at least 1 content view of this brand on Xiaohongshu and, at most 7 days later, at least 1 order of rival brands, both in the last 30 days.",
    "人群:近30天内先在小红书有至少1次本品牌内容浏览再于7天内有至少1次竞品下单。",
  ],
  [
    later({}),
    "People with at least 1 search of this brand and, later, at least 1 order of this brand, both in the last day.",
    "人群:近1天内先有至少1次本品牌搜索再有至少1次本品牌下单。",
  ],
  [
    later({ minHours: 1 }),
    "People with at least 1 search of this brand and, at least 1 hour later, at least 1 order of this brand, both in the last day.",
    "人群:近1天内先有至少1次本品牌搜索再于至少1小时后有至少1次本品牌下单。",
  ],
  [
    later({ minHours: 2, maxHours: 24 }),
    "People with at least 1 search of this brand and, 2 hours to 1 day later, at least 1 order of this brand, both in the last day.",
    "人群:近1天内先有至少1次本品牌搜索再于2小时至1天后有至少1次本品牌下单。",
  ],
  [
    { moved: { from: ["NOT_MET", "LAPSED"], to: ["ACT"], since: new Date(0), until: new Date(86_400_000) } },
    "People moved from not met or lapsed as of 1970-01-01T00:00:00.000Z to Act as of 1970-01-02T00:00:00.000Z.",
    "人群:由在1970-01-01T00:00:00.000Z未触达或流失变为在1970-01-02T00:00:00.000Z行动。",
  ],
  [
    {
      allOf: [
        { cell: { intent: ["BRAND"], loyalty: ["LOYAL"], at: new Date(0) } },
        { group: { in: ["BASE"], at: new Date(0) } },
      ],
    },
    "People with brand intent and loyal loyalty as of 1970-01-01T00:00:00.000Z, and in the base group as of 1970-01-01T00:00:00.000Z.",
    "人群:在1970-01-01T00:00:00.000Z九宫格为品牌意向的忠诚人群,且在1970-01-01T00:00:00.000Z属于基础用户。",
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
