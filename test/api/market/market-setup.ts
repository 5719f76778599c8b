import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource, type CatalogueFixture } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";

/** What a client would send, from the file beside the tests. */
export const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

/** A touchpoint of person n as a shop's system sends it; absent: on site, on JD. */
export interface SentTouchpoint {
  readonly person: number;
  readonly at: string;
  readonly action: string;
  readonly brand: string;
  readonly site?: "ON_SITE" | "OFF_SITE";
  readonly category?: string;
  readonly orderId?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly quantity?: number;
}

export interface MarketSetup extends CatalogueFixture {
  readonly test: TestApp;
  /** Sees exact counts of the first brand of each category. */
  readonly own: TestOrganisation;
  /** Sees the same brands, in groups of 50 and more. */
  readonly careful: TestOrganisation;
  /** Sends rows through the intake of a cloud source. */
  send(rows: readonly SentTouchpoint[]): Promise<void>;
  refreshBenchmarks(category: string, window: { readonly flowFrom?: string; readonly asOf: string }): Promise<void>;
  refreshMarket(
    category: string,
    window: { readonly from: string; readonly to: string; readonly years?: number },
  ): Promise<void>;
  /** Answers a document about a brand with `brand` of its data, and fails on errors. */
  // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
  ask(organisation: TestOrganisation, document: string, brand: string, variables: object): Promise<any>;
}

const REFRESH_BENCHMARKS = readFileSync(join(__dirname, "../benchmarks/refresh-benchmarks.graphql"), "utf8");

/** Brands by category, the first of each granted. */
export async function openMarket(
  now: string,
  categories: Readonly<Record<string, readonly string[]>>,
): Promise<MarketSetup> {
  const test = await createTestApp({ now: new Date(now) });
  const own = await test.addOrganisation("own");
  const careful = await test.addOrganisation("careful", { smallGroupThreshold: 50 });
  const brands = Object.values(categories).flatMap(([first]) => first ?? []);
  const grants = [own, careful].map(({ id }) => ({ organisationId: id, brands }));
  const operator = own.keys.OPERATOR;
  const catalogue = await addCatalogue(test, operator, categories, grants);
  await addSource(test, operator, "shop");
  let sent = 0;
  const run = async (document: string, field: string, input: object): Promise<void> => {
    const { data } = await test.query(operator, document, { input });
    expect(data[field].userErrors).toEqual([]);
    expect(await test.waitForRun(operator, data[field].run.id)).toEqual({ status: "SUCCEEDED", failure: null });
  };
  return {
    test,
    own,
    careful,
    ...catalogue,
    send: async (rows) => {
      const response = await fetch(`${test.url}/v1/touchpoints?source=shop&rows=problems`, {
        method: "POST",
        headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${own.keys.INTEGRATION}` },
        body: rows.map((row) => `${JSON.stringify(toTouchpoint(row, `e${sent++}`))}\n`).join(""),
      });
      const last = (await response.text()).trim().split("\n").at(-1)!;
      expect(JSON.parse(last)).toMatchObject({ done: true, accepted: rows.length, rejected: 0, conflicts: 0 });
    },
    refreshBenchmarks: (category, window) =>
      run(REFRESH_BENCHMARKS, "refreshBenchmarks", { categoryId: catalogue.categories[category], ...window }),
    refreshMarket: (category, window) =>
      run(documentOf("refresh-market"), "refreshMarket", { categoryId: catalogue.categories[category], ...window }),
    ask: async (organisation, document, brand, variables) => {
      const asked = { brand: catalogue.brands[brand], ...variables };
      const { data, errors } = await test.query(organisation.keys.PARTNER, documentOf(document), asked);
      expect(errors).toBeUndefined();
      return data.brand;
    },
  };
}

const toTouchpoint = (row: SentTouchpoint, eventId: string): object => ({
  eventId,
  occurredAt: row.at,
  action: row.action,
  platform: "JD",
  site: row.site ?? "ON_SITE",
  brandCode: row.brand,
  ...(row.category !== undefined && { categoryCode: row.category }),
  ...(row.orderId !== undefined && { orderId: row.orderId }),
  ...(row.amount !== undefined && { value: { amount: row.amount, currencyCode: row.currency ?? "CNY" } }),
  ...(row.quantity !== undefined && { quantity: row.quantity }),
  identities: [{ namespace: "JD_PIN", value: row.person.toString(16).padStart(64, "0") }],
});

/** People first to first + count - 1, each with the same row. */
export const crowd = (first: number, count: number, row: Omit<SentTouchpoint, "person">): readonly SentTouchpoint[] =>
  Array.from({ length: count }, (_, index) => ({ ...row, person: first + index }));
