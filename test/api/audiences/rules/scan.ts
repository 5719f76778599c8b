import type { TouchpointRow } from "../../../support/touchpoint-rows";

/** A rule as a document writes it, money in major units and instants as text. */
// biome-ignore lint/suspicious/noExplicitAny: any variant of the rule language
type Written = any;

/** All that the scan may look at. */
export interface ScannedWorld {
  readonly asOf: string;
  readonly rows: readonly TouchpointRow[];
  readonly ownBrandId: number;
  readonly rivalBrandIds: readonly number[];
  readonly aliases: readonly {
    readonly text: string;
    readonly productCode: string | null;
    readonly from: string;
    readonly to: string | null;
  }[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EXPOSURES = ["IMPRESSION", "CONTENT_VIEW", "CLICK", "LIVE_VIEW"];

/** Goes through all touchpoints for each person in turn: slow, and obvious. Knows conditions on touchpoints, `not` and lists. */
export function scan(rule: Written, world: ScannedWorld): readonly string[] {
  const asOf = Date.parse(world.asOf);
  const seen = world.rows.filter(({ at }) => Date.parse(at) < asOf && Date.parse(at) >= asOf - 365 * DAY);
  return [...new Set(seen.map(({ person }) => person))].filter((person) => holds(rule, person, world)).sort();
}

function holds(rule: Written, person: string, world: ScannedWorld): boolean {
  if (rule.allOf) return rule.allOf.every((child: Written) => holds(child, person, world));
  if (rule.anyOf) return rule.anyOf.some((child: Written) => holds(child, person, world));
  if (rule.not) return !holds(rule.not, person, world);
  if (rule.frequency) {
    const { frequency } = rule;
    const exposures = EXPOSURES.flatMap((action) =>
      matching({ ...frequency, action, site: "OFF_SITE" }, frequency, person, world),
    );
    return isBetween(exposures.length, frequency.min, frequency.max);
  }
  if (rule.sequence) {
    const { first, second, gap } = rule.sequence;
    return matching(first, rule.sequence, person, world).some((before) =>
      matching(second, rule.sequence, person, world).some((after) => {
        const hours = (Date.parse(after.at) - Date.parse(before.at)) / HOUR;
        return hours > 0 && isBetween(hours, gap?.minHours, gap?.maxHours);
      }),
    );
  }
  const { did } = rule;
  const done = matching(did, did, person, world);
  if (did.times && !isBetween(done.length, did.times.min, did.times.max)) return false;
  if (!did.totalValue) return did.times ? true : done.length >= 1;
  const paid = done.filter(({ currency = "CNY" }) => currency === did.totalValue.currencyCode);
  const total = paid.reduce((sum, { value = 0 }) => sum + value, 0);
  return isBetween(total / 100, did.totalValue.min, did.totalValue.max);
}

const isBetween = (value: number, min: unknown, max: unknown): boolean =>
  (min == null || value >= Number(min)) && (max == null || value <= Number(max));

/** A row that was written twice is one touchpoint. */
function matching(touch: Written, when: Written, person: string, world: ScannedWorld): readonly TouchpointRow[] {
  const asOf = Date.parse(world.asOf);
  const { within } = when;
  const from = within
    ? asOf - (within.hours ? (within.hours * DAY) / 24 : within.days * DAY)
    : Date.parse(when.between.from);
  const to = when.within ? asOf : Date.parse(when.between.to);
  return world.rows.filter((row) => {
    const at = Date.parse(row.at);
    return row.person === person && at >= from && at < to && meets(touch, row, world);
  });
}

function meets(touch: Written, row: TouchpointRow, world: ScannedWorld): boolean {
  if (row.action !== touch.action || row.exposure === "OPPORTUNITY_TO_SEE") return false;
  const brand = touch.brand ?? "OWN";
  if (brand === "OWN" && row.brandId !== world.ownBrandId) return false;
  if (brand === "RIVAL" && !world.rivalBrandIds.includes(row.brandId!)) return false;
  if (touch.platforms && !touch.platforms.includes(row.platform ?? "JD")) return false;
  if (touch.site && touch.site !== (row.site ?? "ON_SITE")) return false;
  if (touch.campaignCode && touch.campaignCode !== row.campaign) return false;
  if (touch.placementCodes && !touch.placementCodes.includes(row.placement)) return false;
  if (touch.creativeCodes && !touch.creativeCodes.includes(row.creative)) return false;
  if (touch.programmeCodes && !touch.programmeCodes.includes(row.programme)) return false;
  if (touch.contentCodes && !touch.contentCodes.includes(row.content)) return false;
  if (touch.creatorCodes && !touch.creatorCodes.includes(row.creator)) return false;
  if (touch.productCodes && !touch.productCodes.includes(row.product)) return false;
  if (touch.slotCodes && !touch.slotCodes.includes(row.slot)) return false;
  if (touch.keywords && !touch.keywords.some((text: string) => spelled(text) === spelled(row.keyword ?? "")))
    return false;
  if (touch.aliasOf && !holdsAlias(touch.aliasOf, row, world)) return false;
  if (!touch.value) return true;
  const { currencyCode, min, max } = touch.value;
  return row.value !== undefined && (row.currency ?? "CNY") === currencyCode && isBetween(row.value / 100, min, max);
}

function holdsAlias(aliasOf: Written, row: TouchpointRow, world: ScannedWorld): boolean {
  const day = new Date(Date.parse(row.at) + 8 * HOUR).toISOString().slice(0, 10); // of Asia/Shanghai
  return world.aliases.some(
    ({ text, productCode, from, to }) =>
      (!aliasOf.productCodes || aliasOf.productCodes.includes(productCode)) &&
      day >= from &&
      (to === null || day < to) &&
      words(row.keyword ?? "").includes(words(text)),
  );
}

/** Enough for the texts of these tests: wide and narrow, upper and lower case, and spaces. */
const spelled = (text: string): string => text.normalize("NFKC").toLowerCase().replaceAll(" ", "");

/** "GA-2100 买" as " ga 2100 买 ". */
const words = (text: string): string =>
  ` ${text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^a-z0-9\u4e00-\u9fff]+/g, " ")
    .replace(/([\u4e00-\u9fff])/g, " $1 ")
    .trim()
    .replace(/ +/g, " ")} `;
