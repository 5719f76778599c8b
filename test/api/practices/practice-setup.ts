import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import type { TestApp, TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";

export const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

export const NOW = new Date("2025-11-11T09:30:30+08:00");
/** Instant of the newest snapshot, and of one before. */
export const TODAY = "2025-11-11T00:00:00+08:00";
export const BEFORE = "2025-10-20T00:00:00+08:00";

/** So many days before TODAY. */
export const daysBack = (days: number): string => new Date(Date.parse(TODAY) - days * 86_400_000).toISOString();

export const BRANDS = ["retouched", "seeded", "chased", "returned", "strong", "empty"] as const;
export type BrandCode = (typeof BRANDS)[number];

export interface PracticeFixture {
  readonly organisation: TestOrganisation;
  readonly brands: Readonly<Record<BrandCode, string>>;
  readonly sourceId: number;
  readonly categoryId: number;
}

type Touch = Omit<TouchpointRow, "person" | "at">;

/** A brand for each practice, so that each can be counted by hand alone. */
export async function createPracticeFixture(
  test: TestApp,
  settings?: Parameters<TestApp["addOrganisation"]>[1],
): Promise<PracticeFixture> {
  const organisation = await test.addOrganisation("acme", settings);
  const { brands, categories } = await addCatalogue(test, organisation.keys.OPERATOR, { watches: BRANDS }, [
    { organisationId: organisation.id, brands: BRANDS },
  ]);
  const sourceId = numberOf(await addSource(test, organisation.keys.OPERATOR, "cloud", "CLOUD"));
  const fixture = {
    organisation,
    brands: brands as Record<BrandCode, string>,
    sourceId,
    categoryId: numberOf(categories["watches"]!),
  };
  await insertTouchpoints(test, [
    ...retouched(fixture),
    ...seeded(fixture),
    ...chased(fixture),
    ...returned(fixture),
    ...strong(fixture),
  ]);
  return fixture;
}

const off = (platform: string, action: string, more: Touch | object = {}): Touch => ({
  ...{ platform, action, site: "OFF_SITE" },
  ...more,
});
const on = (action: string, more: object = {}): Touch => ({ platform: "JD", action, site: "ON_SITE", ...more });

/** Rows of people: each with (days before TODAY, what happened). */
function rowsOf(
  { sourceId, brands }: PracticeFixture,
  brand: BrandCode,
  people: Readonly<Record<string, readonly (readonly [days: number, touch: Touch])[]>>,
): readonly TouchpointRow[] {
  const brandId = numberOf(brands[brand]);
  return Object.entries(people).flatMap(([person, touches]) =>
    touches.map(([days, touch]) => ({ brandId, sourceId, ...touch, person, at: daysBack(days) })),
  );
}

const retouched = (fixture: PracticeFixture) =>
  rowsOf(fixture, "retouched", {
    p1: [[2, off("DOUYIN", "CLICK")]],
    p2: [
      [5, off("DOUYIN", "CLICK")],
      [2, off("DOUYIN", "CLICK")],
    ],
    p3: [[20, off("XIAOHONGSHU", "CONTENT_VIEW")]],
    p4: [
      [10, off("DOUYIN", "CLICK")],
      [4, on("ORDER", { orderId: "o4" })],
    ],
    p5: [
      [12, off("XIAOHONGSHU", "CONTENT_VIEW")],
      [1, on("VISIT")],
    ],
    p6: [
      [6, on("ORDER", { orderId: "o6" })],
      [2, off("DOUYIN", "CLICK")],
    ],
  });

/** The pack: who searched. */
const seeded = (fixture: PracticeFixture) =>
  rowsOf(fixture, "seeded", {
    p21: [
      [40, on("SEARCH")],
      [5, off("XIAOHONGSHU", "CONTENT_VIEW", { content: "note-1", creator: "kol-1" })],
    ],
    p22: [
      [40, on("SEARCH")],
      [6, off("XIAOHONGSHU", "CONTENT_VIEW", { content: "note-1", creator: "kol-1" })],
    ],
    p23: [
      [40, on("SEARCH")],
      [7, off("DOUYIN", "LIVE_VIEW", { content: "note-1", creator: "kol-2" })],
    ],
    p24: [
      [40, on("SEARCH")],
      [8, off("XIAOHONGSHU", "CONTENT_VIEW", { content: "note-2" })],
    ],
    p25: [[40, on("SEARCH")]],
    p26: [[5, off("XIAOHONGSHU", "CONTENT_VIEW", { content: "note-1", brandId: 0 })]],
    p27: [[5, off("XIAOHONGSHU", "CONTENT_VIEW", { content: "note-1" })]],
    p28: [[5, off("XIAOHONGSHU", "CONTENT_VIEW", { content: "note-1" })]],
    p29: [[50, off("XIAOHONGSHU", "CONTENT_VIEW", { content: "note-1" })]],
  });

const chased = (fixture: PracticeFixture) => {
  const touch = off("DOUYIN", "IMPRESSION");
  return [
    ...rowsOf(fixture, "chased", {
      p31: [[5, touch]],
      p32: [
        [5, touch],
        [3, touch],
      ],
      p33: [[1, touch]],
      p34: [
        [6, touch],
        [5, touch],
        [4, touch],
      ],
      p35: [
        [5, touch],
        [4, on("VISIT")],
      ],
      p36: [[5, touch]],
      p37: [[20, touch]],
    }),
    ...rowsOf(fixture, "empty", { p36: [[4, on("VISIT")]] }),
  ];
};

/** Of programme "kol": the window of a week's follow-up ends 6.625 days before TODAY. */
const returned = (fixture: PracticeFixture) => {
  const back = off("DOUYIN", "CLICK", { programme: "kol" });
  const again = on("IMPRESSION");
  return rowsOf(fixture, "returned", {
    p41: [
      [10, back],
      [9, again],
      [8, on("ORDER", { orderId: "o41" })],
    ],
    p42: [
      [10, back],
      [8, again],
    ],
    p43: [
      [10, back],
      [6, off("DOUYIN", "ORDER", { orderId: "o43" })],
    ],
    p44: [
      [10, back],
      [2, again],
    ],
    p45: [
      [10, back],
      [9.5, on("ORDER", { orderId: "o45" })],
      [9, again],
    ],
    p46: [
      [10, off("DOUYIN", "CLICK", { programme: "other" })],
      [9, again],
    ],
    p47: [[3, back]],
    p48: [
      [3, back],
      [2, again],
    ],
  });
};

/** BEFORE is 22 days before TODAY. */
const strong = (fixture: PracticeFixture) => {
  const visit = [30, on("VISIT")] as const;
  const { categoryId } = fixture;
  const order = (person: string, days: number) => [days, on("ORDER", { orderId: person, categoryId })] as const;
  const click = [17, off("DOUYIN", "CLICK")] as const;
  const view = [17, off("XIAOHONGSHU", "CONTENT_VIEW")] as const;
  return rowsOf(fixture, "strong", {
    p51: [visit, click, order("p51", 15)],
    p52: [visit, click, order("p52", 15)],
    p53: [visit, click, order("p53", 15)],
    p54: [visit, click],
    p55: [visit, view],
    p56: [visit, view],
    p57: [visit, view],
    p58: [visit, view],
    p59: [visit, view],
    p60: [visit, view],
    p61: [visit, order("p61-first", 40), click, order("p61", 16)],
    p62: [visit, order("p62-first", 40), view],
    p63: [click],
  });
};
