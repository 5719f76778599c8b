import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { buildPack, createShop, daysBack, NOW, type Shop } from "../opportunities/opportunity-setup";
import { ExperimentClient } from "./experiment-client";

export const PEOPLE = 1200;
/** NOW's hour: when experiments that are started then begin. */
export const START = new Date("2025-11-11T09:00:00+08:00");
export const VARIANTS = [
  { code: "red", role: "CONTROL", perMille: 400 },
  { code: "blue", role: "TREATMENT", perMille: 400 },
  { code: "none", role: "HOLDOUT", perMille: 200 },
];
export const METRICS = [
  { code: "conversion", kind: "SHARE", role: "PRIMARY", action: "ORDER", toDay: 7 },
  { code: "visits", kind: "COUNT", role: "SECONDARY", action: "VISIT", toDay: 7 },
  { code: "value", kind: "VALUE", role: "SECONDARY", toDay: 7 },
  { code: "dwell", kind: "DWELL", role: "SECONDARY", action: "PRODUCT_VIEW", fromDay: 1, toDay: 7, capPercentile: 90 },
  { code: "unfollowed", kind: "SHARE", role: "GUARDRAIL", action: "REMOVE_FROM_CART", toDay: 7, isHigherBetter: false },
];

/** People of two audiences, the halves of everybody. */
export const audienceOf = (index: number): number => (index < PEOPLE / 2 ? 0 : 1);
export const person = (index: number): string => `p${index + 1}`;

export interface ExperimentShop {
  readonly test: TestApp;
  readonly shop: Shop;
  readonly client: ExperimentClient;
  /** The present may be set. */
  readonly clock: { now: Date };
  /** Built packs: who saw content on DOUYIN, and on XIAOHONGSHU. */
  readonly packs: readonly string[];
  /** A whole input, but for what is given. */
  input(over?: object): object;
}

export async function createExperimentShop(settings?: Parameters<typeof createShop>[1]): Promise<ExperimentShop> {
  const clock = { now: NOW };
  const test = await createTestApp(clock);
  const shop = await createShop(test, settings);
  const client = new ExperimentClient(test, shop.organisation.keys.AD_OPS);
  const common = { brandId: shop.brandId, sourceId: shop.cloudSourceId };
  const rows: TouchpointRow[] = [];
  for (let index = 0; index < PEOPLE; index++) {
    const platform = audienceOf(index) === 0 ? "DOUYIN" : "XIAOHONGSHU";
    rows.push({ ...common, person: person(index), at: daysBack(20), action: "CONTENT_VIEW", platform });
    // Visits before the start: what CUPED learns from. Every tenth person has bought in the week before.
    for (let visit = 0; visit < index % 5; visit++)
      rows.push({ ...common, person: person(index), at: daysBack(1 + visit), action: "VISIT" });
    if (index % 10 === 0)
      rows.push({
        ...common,
        person: person(index),
        at: daysBack(3),
        action: "ORDER",
        orderId: `b${index}`,
        value: 100,
      });
  }
  await insertTouchpoints(test, rows);
  const packs: string[] = [];
  for (const platform of ["DOUYIN", "XIAOHONGSHU"]) {
    const rules = { did: { action: "CONTENT_VIEW", platforms: [platform], within: { days: 30 } } };
    packs.push(await buildPack(test, shop, platform, rules));
  }
  return {
    ...{ test, shop, client, clock, packs },
    input: (over = {}) => ({
      ...{ brandId: shop.brand, name: "Colours", audiencePackIds: packs, variants: VARIANTS, metrics: METRICS },
      ...{ minimumEffect: 0.5, horizonDays: 7 },
      ...over,
    }),
  };
}
