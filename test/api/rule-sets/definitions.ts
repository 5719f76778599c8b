/** A definition as callers send it: look-backs of a month, two strong signs, and the category's customers among the potential ones. */
export const STRICT = {
  universeDays: 30,
  stagePriority: ["ADVOCATE", "ACT", "APPEAL", "AWARE"],
  aware: { days: 15 },
  appeal: {
    days: 15,
    repeated: { actions: ["CONTENT_VIEW", "CLICK"], times: 3 },
    strong: { actions: ["SEARCH", "FOLLOW"], times: 2 },
  },
  act: { days: 30 },
  advocate: { days: 30, orderDays: 2, minimumRating: 5, actionsAfterOrder: ["SHARE"] },
  nineGrid: {
    intentPriority: ["BRAND", "CATEGORY", "PLATFORM"],
    intentDays: 30,
    intentExcludes: ["IMPRESSION"],
    loyaltyDays: 30,
    loyalShare: 0.5,
  },
  groups: [
    { group: "BASE", cells: [{ intent: "BRAND", loyalty: "LOYAL" }] },
    {
      group: "POTENTIAL",
      cells: [
        { intent: "BRAND", loyalty: "SWING" },
        { intent: "BRAND", loyalty: "POTENTIAL" },
        { intent: "CATEGORY", loyalty: "LOYAL" },
        { intent: "CATEGORY", loyalty: "SWING" },
        { intent: "CATEGORY", loyalty: "POTENTIAL" },
      ],
    },
    { group: "INDUSTRY", cells: [] },
    {
      group: "PENETRATION",
      cells: [
        { intent: "PLATFORM", loyalty: "LOYAL" },
        { intent: "PLATFORM", loyalty: "SWING" },
        { intent: "PLATFORM", loyalty: "POTENTIAL" },
      ],
    },
  ],
};

export const SHIPPED_ENGLISH = {
  UNIVERSE: "Everybody who had a touchpoint of the brand in the last 365 days.",
  AWARE: "A touchpoint of the brand in the last 15 days.",
  APPEAL:
    "In the last 15 days at least 2 of content view, click, shop visit, product view, live view, or at least 1 of search, favourite, follow, add to cart, consultation, membership, share, answer.",
  ACT: "An order of the brand in the last 365 days that was not fully refunded.",
  ADVOCATE:
    "Act, and in the last 365 days orders on at least 2 different days, or a review of at least 4 of 5, or after an order one of share, answer.",
  STAGE_PRIORITY:
    "Who meets several stages is in the first of Advocate, Act, Appeal, Aware; who meets none has lapsed.",
  BRAND_INTENT: "In the last 30 days a touchpoint of the brand other than impression.",
  CATEGORY_INTENT: "In the last 30 days a touchpoint of any brand of the category other than impression.",
  PLATFORM_INTENT: "In the last 30 days any touchpoint on site.",
  INTENT_PRIORITY:
    "Who shows several intents is in the first of Brand intent, Category intent, Platform intent; who shows none is unplaced.",
  LOYAL: "Of the net orders in the category in the last 365 days at least one is of the brand, and at least 50% are.",
  SWING: "Net orders in the category in the last 365 days, too few of them of the brand to be loyal.",
  POTENTIAL: "No net order in the category in the last 365 days.",
  GROUPS:
    "Base: Brand intent × Loyal; Potential customers: Brand intent × Swing, Brand intent × Potential; Industry customers: Category intent × Loyal, Category intent × Swing, Category intent × Potential; Platform customers: Platform intent × Loyal, Platform intent × Swing, Platform intent × Potential.",
};

export const SHIPPED_CHINESE = {
  UNIVERSE: "最近365天内与品牌有过触点的所有人。",
  AWARE: "最近15天内与品牌有过触点。",
  APPEAL:
    "最近15天内内容浏览、点击、进店、商品浏览、直播观看合计至少2次,或搜索、收藏、关注、加购、咨询客服、入会、分享、回答合计至少1次。",
  ACT: "最近365天内有未全额退款的本品订单。",
  ADVOCATE: "满足行动,且最近365天内在至少2个不同日期下单,或评价不低于4分(满分5分),或在下单后有分享、回答之一。",
  STAGE_PRIORITY: "同时满足多个阶段时,归入拥护、行动、吸引、认知中最先的一个;均不满足者为流失。",
  BRAND_INTENT: "最近30天内与品牌有过触点(曝光除外)。",
  CATEGORY_INTENT: "最近30天内与品类中任一品牌有过触点(曝光除外)。",
  PLATFORM_INTENT: "最近30天内有过任何站内触点。",
  INTENT_PRIORITY: "同时表现出多种意向时,归入品牌意向、品类意向、平台意向中最先的一个;均无者不入格。",
  LOYAL: "最近365天品类净订单中至少一单为本品,且本品占比不低于50%。",
  SWING: "最近365天有品类净订单,但本品订单不足以成为忠诚。",
  POTENTIAL: "最近365天没有品类净订单。",
  GROUPS:
    "基础用户:品牌意向 × 忠诚;潜在用户:品牌意向 × 摇摆、品牌意向 × 潜客;行业用户:品类意向 × 忠诚、品类意向 × 摇摆、品类意向 × 潜客;平台渗透用户:平台意向 × 忠诚、平台意向 × 摇摆、平台意向 × 潜客。",
};
