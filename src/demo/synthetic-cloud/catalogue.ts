/** The invented market: every brand, product and figure is made up; only the media platforms' names are real words. */
export interface Names {
  readonly en: string;
  readonly zh: string;
}

export interface Category {
  readonly code: string;
  readonly names: Names;
  /** Typical price in CNY. */
  readonly price: number;
  readonly searchWords: readonly string[];
}

export interface Brand {
  readonly code: string;
  readonly category: string;
  readonly names: Names;
}

export interface Product {
  readonly code: string;
  readonly brand: string;
  readonly names: Names;
  readonly priceMinor: number;
}

export interface Platform {
  readonly code: string;
  readonly names: Names;
  readonly site: "OFF_SITE" | "ON_SITE";
  /** Share among the media; 0 for the store itself. */
  readonly share: number;
  /** Share of its contacts that are read or watched content rather than impressions. */
  readonly contentShare: number;
}

export const CURRENCY_CODE = "CNY";
export const TIME_ZONE = "Asia/Shanghai";
export const STORE = "JD";

export const CATEGORIES: readonly Category[] = [
  { code: "watch", names: { en: "Watches", zh: "腕表" }, price: 899, searchWords: ["腕表", "手表"] },
  { code: "headphones", names: { en: "Headphones", zh: "耳机" }, price: 499, searchWords: ["耳机", "降噪耳机"] },
];

export const BRANDS: readonly Brand[] = [
  { code: "haoyu", category: "watch", names: { en: "Haoyu", zh: "皓屿" } },
  { code: "linchuan", category: "watch", names: { en: "Linchuan", zh: "林钏" } },
  { code: "moting", category: "watch", names: { en: "Moting", zh: "墨汀" } },
  { code: "yanque", category: "watch", names: { en: "Yanque", zh: "砚雀" } },
  { code: "beilan", category: "watch", names: { en: "Beilan", zh: "北岚" } },
  { code: "suiguang", category: "watch", names: { en: "Suiguang", zh: "穗光" } },
  { code: "jichen", category: "watch", names: { en: "Jichen", zh: "霁辰" } },
  { code: "qisheng", category: "headphones", names: { en: "Qisheng", zh: "栖笙" } },
  { code: "tinglan", category: "headphones", names: { en: "Tinglan", zh: "汀澜" } },
  { code: "konggu", category: "headphones", names: { en: "Konggu", zh: "箜谷" } },
  { code: "yunling", category: "headphones", names: { en: "Yunling", zh: "芸翎" } },
  { code: "luyin", category: "headphones", names: { en: "Luyin", zh: "麓吟" } },
  { code: "moxian", category: "headphones", names: { en: "Moxian", zh: "茉弦" } },
  { code: "xingluo", category: "headphones", names: { en: "Xingluo", zh: "杏箩" } },
];

export const PLATFORMS: readonly Platform[] = [
  { code: STORE, names: { en: "JD", zh: "京东" }, site: "ON_SITE", share: 0, contentShare: 0 },
  { code: "DOUYIN", names: { en: "Douyin", zh: "抖音" }, site: "OFF_SITE", share: 0.28, contentShare: 0.05 },
  { code: "TENCENT", names: { en: "Tencent", zh: "腾讯" }, site: "OFF_SITE", share: 0.26, contentShare: 0.03 },
  { code: "XIAOHONGSHU", names: { en: "Xiaohongshu", zh: "小红书" }, site: "OFF_SITE", share: 0.18, contentShare: 0.3 },
  { code: "TOUTIAO", names: { en: "Toutiao", zh: "头条" }, site: "OFF_SITE", share: 0.12, contentShare: 0.05 },
  { code: "BILIBILI", names: { en: "Bilibili", zh: "B站" }, site: "OFF_SITE", share: 0.09, contentShare: 0.3 },
  { code: "KUAISHOU", names: { en: "Kuaishou", zh: "快手" }, site: "OFF_SITE", share: 0.07, contentShare: 0.05 },
];

const RANGE = [
  { suffix: "lite", names: { en: "Lite", zh: "轻享款" }, price: 0.55 },
  { suffix: "core", names: { en: "Core", zh: "经典款" }, price: 1 },
  { suffix: "max", names: { en: "Max", zh: "旗舰款" }, price: 1.9 },
];

/** Three products a brand; brands of a category differ in price by up to a tenth. */
export const PRODUCTS: readonly Product[] = BRANDS.flatMap((brand, position) => {
  const category = CATEGORIES.find((candidate) => candidate.code === brand.category)!;
  const level = 0.9 + ((position * 3) % 7) / 30;
  return RANGE.map(({ suffix, names, price }) => ({
    code: `${brand.code}-${suffix}`,
    brand: brand.code,
    names: { en: `${brand.names.en} ${names.en}`, zh: `${brand.names.zh}${names.zh}` },
    priceMinor: Math.round(category.price * level * price) * 100,
  }));
});
