import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, valueFromASTUntyped } from "graphql";
import { createTestApp, type TestApp } from "../../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../../support/touchpoint-rows";
import { documentOf } from "../../search-trends/search-setup";
import { type AudienceFixture, createAudienceFixture, MINUTE, NOW, rowsOf } from "../audience-fixture";
import type { ScannedWorld } from "./scan";

export const ruleDocument = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

/** The rules that a document asks for, by the name of each answer. */
// biome-ignore lint/suspicious/noExplicitAny: any variant of the rule language
export function rulesOf(text: string): ReadonlyMap<string, any> {
  const [query] = parse(text).definitions;
  if (query?.kind !== "OperationDefinition") throw new Error("the document must begin with its query");
  return new Map(
    query.selectionSet.selections.map((selection) => {
      if (selection.kind !== "Field") throw new Error("the query must select fields");
      const rules = selection.arguments!.find(({ name }) => name.value === "rules")!;
      return [(selection.alias ?? selection.name).value, valueFromASTUntyped(rules.value)];
    }),
  );
}

export interface RulesFixture extends AudienceFixture {
  readonly test: TestApp;
  readonly world: ScannedWorld;
}

/** What the brand's search dictionary is given. */
const ALIASES = [
  { alias: "小方块", kind: "NICKNAME", productCode: "GA-2100", validFrom: "2025-10-01", validTo: null },
  { alias: "GA-2100", kind: "PRODUCT_NAME", productCode: "GA-2100", validFrom: "2025-01-01", validTo: null },
  { alias: "浩宇", kind: "BRAND_NAME", productCode: null, validFrom: "2025-01-01", validTo: "2025-11-05" },
];

/** Touchpoints of one brand and its rival, each person there for one question; see the tests for who is whom. */
function moreRowsOf({ brandId, rivalBrandId }: AudienceFixture): readonly TouchpointRow[] {
  const touch = (person: string, at: string, action: string, more: Partial<TouchpointRow> = {}): TouchpointRow => ({
    person,
    at: `2025-${at}:00+08:00`,
    action,
    brandId,
    ...more,
  });
  const impression = (person: string, at: string, more: Partial<TouchpointRow> = {}): TouchpointRow =>
    touch(person, at, "IMPRESSION", { platform: "DOUYIN", site: "OFF_SITE", campaign: "1111", ...more });
  const order = (person: string, at: string, value: number, more: Partial<TouchpointRow> = {}): TouchpointRow =>
    touch(person, at, "ORDER", { orderId: `${person} ${at}`, value, ...more });
  const search = (person: string, at: string, keyword: string, more: Partial<TouchpointRow> = {}): TouchpointRow =>
    touch(person, at, "SEARCH", { brandId: 0, keyword, ...more });
  return [
    impression("p31", "11-05T10:00", { placement: "PL-1", creative: "CR-1", programme: "JING-TENG" }),
    order("p31", "11-06T10:00", 39_900),
    order("p32", "11-05T09:00", 10_000),
    impression("p32", "11-05T10:00", { placement: "PL-2", creative: "CR-2" }),
    impression("p33", "11-01T10:00", { placement: "PL-1", creative: "CR-2" }),
    impression("p33", "11-03T10:00", { placement: "PL-1", creative: "CR-2", platform: "BILIBILI" }),
    touch("p33", "11-03T10:01", "CLICK", { platform: "BILIBILI", site: "OFF_SITE" }),
    order("p33", "11-10T10:00", 60_000), // 168 hours after the second impression
    impression("p34", "11-01T10:00", { placement: "PL-3" }),
    order("p34", "11-09T13:01", 60_001), // a minute more than 168 hours after the last one
    touch("p34", "11-02T10:00", "CONTENT_VIEW", { site: "OFF_SITE", creator: "KOL-7", content: "NOTE-2" }),
    touch("p34", "11-02T11:00", "LIVE_VIEW", { site: "OFF_SITE" }),
    impression("p34", "11-02T12:00", { platform: "WEIBO", campaign: "618" }),
    impression("p34", "11-02T13:00", { platform: "WEIBO" }),
    impression("p35", "11-02T10:00", { placement: "PL-1", exposure: "OPPORTUNITY_TO_SEE" }),
    touch("p35", "11-02T10:00", "CONTENT_VIEW", { creator: "KOL-7", content: "NOTE-3" }),
    search("p36", "11-02T10:00", "小方块手表"),
    search("p37", "11-02T10:00", "ga-2100", { brandId }),
    search("p38", "11-02T10:00", "Ga－2100 多少钱"),
    search("p39", "09-30T23:59", "小方块"), // before the nickname
    search("p40", "11-04T23:59", "浩宇 怎么样"),
    search("p40", "11-04T10:00", "手表"),
    search("p41", "11-05T00:00", "浩宇"), // the name is over
    search("p42", "11-02T10:00", "买小方块"),
    search("p42", "11-03T10:00", "GA-2100"),
    search("p43", "11-02T10:00", "mega-21000"), // not of those words
    order("p44", "11-01T10:00", 20_000),
    order("p44", "11-02T10:00", 20_000),
    order("p44", "11-03T10:00", 20_000),
    order("p45", "11-03T10:00", 70_000, { currency: "USD" }),
    touch("p46", "11-03T10:00", "PRODUCT_VIEW", { product: "GA-2100", slot: "HOME-1" }),
    touch("p46", "11-03T11:00", "PRODUCT_VIEW", { product: "GA-2100", slot: "HOME-1" }),
    touch("p47", "11-03T10:00", "PRODUCT_VIEW", { product: "GA-2100", slot: "HOME-2" }),
    touch("p47", "11-03T11:00", "PRODUCT_VIEW", { product: "GA-2100", slot: "HOME-1" }),
    touch("p48", "10-20T10:00", "ADD_TO_CART", { brandId: rivalBrandId }),
    order("p48", "10-25T10:00", 39_900),
    order("p49", "10-20T10:00", 39_900),
    touch("p49", "10-25T10:00", "ADD_TO_CART", { brandId: rivalBrandId }),
    impression("p50", "11-03T10:00"),
    impression("p50", "11-03T10:00", { placement: "PL-4" }),
    order("p50", "11-03T10:00", 39_900), // at the same instant
  ];
}

/** Before any snapshot: rules are read as of the last full minute. */
export async function createRulesFixture(): Promise<RulesFixture> {
  const test = await createTestApp({ now: NOW });
  const fixture = await createAudienceFixture(test);
  const more = moreRowsOf(fixture);
  await insertTouchpoints(
    test,
    more.map((row) => ({ ...row, sourceId: fixture.cloudSourceId })),
  );
  const registered = await test.query(fixture.organisation.keys.AD_OPS, documentOf("register-search-aliases"), {
    brand: fixture.brand,
    aliases: ALIASES,
  });
  if (registered.data?.registerSearchAliases?.registered !== ALIASES.length)
    throw new Error(JSON.stringify(registered));
  const world: ScannedWorld = {
    asOf: MINUTE,
    rows: [...rowsOf(fixture).filter(({ sourceId }) => sourceId !== fixture.strangerSourceId), ...more],
    ownBrandId: fixture.brandId,
    rivalBrandIds: [fixture.rivalBrandId],
    aliases: ALIASES.map(({ alias, productCode, validFrom, validTo }) => ({
      text: alias,
      productCode,
      from: validFrom,
      to: validTo,
    })),
  };
  return { ...fixture, test, world };
}
