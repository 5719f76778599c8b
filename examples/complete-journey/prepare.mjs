/**
 * Complete Journey (84.51°) as rows that the mappings beside this file read: node prepare.mjs RAW_FOLDER TARGET_FOLDER [LAST_WEEK]
 *
 * orders.csv       one row per order line
 * mailings.csv     one row per household that a campaign was mailed to
 * redemptions.csv  one row per redeemed coupon; of a brand and category where all products of the coupon are
 * promotions.csv   one row per promotion (store display or mailer) and household that shopped in its store and week, for
 *                  (manufacturer, category) pairs that are on an order line of the household: an opportunity to see
 */
import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const [raw, target, lastWeek = "53"] = process.argv.slice(2);
if (!raw || !target) throw new Error("usage: node prepare.mjs RAW_FOLDER TARGET_FOLDER [LAST_WEEK]");

/** Cells of a line, plain or in quotation marks; only a comma inside of a value takes the slow way. */
function cellsOf(line, count) {
  const cells = line.replaceAll('"', "").split(",");
  if (count === null || cells.length === count) return cells;
  return Array.from(line.matchAll(/"([^"]*)"|([^,]+)/g), ([, quoted, plain]) => quoted ?? plain);
}

/** Rows of a file as objects; the largest has 49 MB. */
function* rowsOf(name) {
  const text = gunzipSync(readFileSync(join(raw, `${name}.csv.gz`))).toString("utf8");
  const [header, ...lines] = text.trimEnd().split("\n");
  const columns = cellsOf(header, null);
  for (const line of lines) {
    const cells = cellsOf(line, columns.length);
    const row = {};
    for (const [index, column] of columns.entries()) row[column] = cells[index];
    yield row;
  }
}

/** Writes a CSV file; no value holds a comma or a quotation mark. */
async function write(name, columns, rows) {
  const file = createWriteStream(join(target, `${name}.csv`));
  file.write(`${columns.join(",")}\n`);
  let count = 0;
  for (const row of rows) {
    count += 1;
    if (!file.write(`${columns.map((column) => row[column] ?? "").join(",")}\n`)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
  process.stdout.write(`${count} rows in ${name}.csv\n`);
}

const addTo = (sets, key, value) => {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
};

/** Codes of the catalogue are letters, digits, dots and hyphens: "FRZN MEAT/MEAT DINNERS" is frzn-meat-meat-dinners. */
const codeOf = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** Brand and category of every product; a product that the list lacks has neither. */
const products = new Map();
for (const { product_id, manufacturer_id, product_category } of rowsOf("products"))
  products.set(product_id, {
    brand: `manufacturer-${manufacturer_id}`,
    category: product_category === "NA" ? null : codeOf(product_category),
  });
const pairOf = ({ brand, category }) => `${brand} ${category}`;

const orders = [];
/** Households by store and week, with the day of their first visit. */
const visits = new Map();
const boughtBy = new Map();
for (const line of rowsOf("transactions")) {
  const { household_id: household, product_id: product, transaction_timestamp: at } = line;
  const about = products.get(product);
  orders.push({
    household,
    at,
    basket: line.basket_id,
    product,
    ...about,
    quantity: line.quantity,
    value: line.sales_value,
  });
  if (about) addTo(boughtBy, pairOf(about), household);
  const place = `${line.store_id} ${line.week}`;
  const days = visits.get(place) ?? new Map();
  const day = at.slice(0, 10);
  if (!days.has(household) || day < days.get(household)) days.set(household, day);
  visits.set(place, days);
}

const startOf = new Map();
for (const { campaign_id, start_date } of rowsOf("campaign_descriptions")) startOf.set(campaign_id, start_date);

function* mailings() {
  for (const { campaign_id: campaign, household_id: household } of rowsOf("campaigns"))
    yield { household, campaign, date: startOf.get(campaign) };
}

function* redemptions() {
  const [brands, categories] = [new Map(), new Map()];
  for (const { coupon_upc, campaign_id, product_id } of rowsOf("coupons")) {
    const coupon = `${coupon_upc} ${campaign_id}`;
    addTo(brands, coupon, products.get(product_id)?.brand);
    addTo(categories, coupon, products.get(product_id)?.category);
  }
  const only = (set) => (set?.size === 1 ? [...set][0] : null);
  for (const { household_id, coupon_upc, campaign_id, redemption_date } of rowsOf("coupon_redemptions")) {
    const coupon = `${coupon_upc} ${campaign_id}`;
    const about = { brand: only(brands.get(coupon)), category: only(categories.get(coupon)) };
    yield { household: household_id, coupon: coupon_upc, campaign: campaign_id, date: redemption_date, ...about };
  }
}

function* promotions() {
  for (const row of rowsOf("promotions")) {
    const { product_id: product, store_id: store, week, display_location: display, mailer_location: mailer } = row;
    const about = products.get(product);
    const households = about && boughtBy.get(pairOf(about));
    if (!households || Number(week) > Number(lastWeek)) continue;
    const site = display === "0" ? "OFF_SITE" : "ON_SITE";
    const placement = `display-${display}.mailer-${mailer}`;
    for (const [household, date] of visits.get(`${store} ${week}`) ?? [])
      if (households.has(household)) yield { household, date, week, store, product, ...about, site, placement };
  }
}

await mkdir(target, { recursive: true });
await write("orders", ["household", "at", "basket", "product", "brand", "category", "quantity", "value"], orders);
await write("mailings", ["household", "campaign", "date"], mailings());
await write("redemptions", ["household", "coupon", "campaign", "date", "brand", "category"], redemptions());
await write(
  "promotions",
  ["household", "date", "week", "store", "product", "brand", "category", "site", "placement"],
  promotions(),
);
