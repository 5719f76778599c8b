// Rows as a monitor's log has them. Nothing in it follows our order keys: times are unordered over 90 days, and people,
// platforms, brands and campaigns are drawn independently, with the heavy tails that such logs have.
import { createHash } from "node:crypto";
import { seededRandom } from "./random.mjs";

export const COLUMNS = [
  "event_id",
  "occurred_at",
  "device_id",
  "member_hash",
  "platform",
  "action",
  "site",
  "brand",
  "campaign",
  "amount",
];

const FIRST_DAY = Date.UTC(2025, 5, 1);
const DAYS = 90;
const DAY_MS = 86_400_000;
const BRANDS = 40;
const CAMPAIGNS = 120;
/** Of rows, where the person is logged in. */
const LOGGED_IN = 0.08;
/** Rows a person has on average; the most active hundredth has a tenth of all. */
const ROWS_PER_PERSON = 4;
const ACTIVITY_TAIL = 2;

const PLATFORMS = ["DOUYIN", "XIAOHONGSHU", "WECHAT", "JD", "TENCENT", "BILIBILI", "KUAISHOU", "WEIBO"];
const ACTIONS = [
  ["IMPRESSION", 0.62, "OFF_SITE"],
  ["CLICK", 0.74, "OFF_SITE"],
  ["CONTENT_VIEW", 0.82, "OFF_SITE"],
  ["PRODUCT_VIEW", 0.91, "ON_SITE"],
  ["SEARCH", 0.94, "ON_SITE"],
  ["ADD_TO_CART", 0.97, "ON_SITE"],
  ["FAVOURITE", 0.98, "ON_SITE"],
  ["ORDER", 1, "ON_SITE"],
];

/** Small numbers are drawn more often than large ones. */
const skewed = (random, count, tail) => Math.floor(count * random() ** tail);

const digits = (number, length) => String(number).padStart(length, "0");

/** `count` rows as lists of text in the order of COLUMNS. */
export function* touchpoints({ count, seed }) {
  const random = seededRandom(seed);
  const people = Math.ceil(count / ROWS_PER_PERSON);
  for (let i = 0; i < count; i++) {
    const person = skewed(random, people, ACTIVITY_TAIL);
    const share = random();
    const [action, , site] = ACTIONS.find(([, below]) => share < below);
    const time = FIRST_DAY + Math.floor(random() * DAYS * DAY_MS);
    yield [
      `${digits(Math.floor(random() * 1e9), 9)}-${seed}-${i}`,
      new Date(time).toISOString(),
      deviceOf(person),
      action === "ORDER" || random() < LOGGED_IN ? memberOf(person) : "",
      PLATFORMS[skewed(random, PLATFORMS.length, 2)],
      action,
      site,
      `brand-${digits(skewed(random, BRANDS, 2), 3)}`,
      site === "OFF_SITE" ? `campaign-${digits(skewed(random, CAMPAIGNS, 2), 4)}` : "",
      action === "ORDER" ? ((1 + skewed(random, 200_000, 3)) / 100).toFixed(2) : "",
    ];
  }
}

/** As an advertising id looks; multiplied by an odd number, so that neighbours are far apart. */
export function deviceOf(person) {
  const hex = (BigInt.asUintN(64, BigInt(person + 1) * 0x9e3779b97f4a7c15n) | (1n << 63n)).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${hex.slice(3, 7)}-${hex.slice(4, 16)}`;
}

const memberOf = (person) => createHash("sha256").update(`member ${person}`).digest("hex");
