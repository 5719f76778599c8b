import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import type { TouchpointRow } from "../../support/touchpoint-rows";

/** What a client would send, from the file beside the tests. */
export const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

export interface SearchSetup {
  readonly test: TestApp;
  /** The present as the app sees it; a test moves it. */
  readonly time: { now: Date };
  /** `own` sees exact counts of both brands of the category, `careful` groups of 5 and more of casio, in tens. */
  readonly own: TestOrganisation;
  readonly careful: TestOrganisation;
  readonly brands: Readonly<Record<"casio" | "rival", string>>;
  readonly casio: number;
  readonly rival: number;
  readonly watches: number;
  /** A category in which no brand of ours is. */
  readonly snacks: number;
  /** A source that everybody sees. */
  readonly source: string;
  readonly cloud: number;
}

/** Noon in the brand's zone. */
export const noon = (day: string): string => `${day}T12:00:00+08:00`;

export async function openSearchSetup(now: string): Promise<SearchSetup> {
  const time = { now: new Date(now) };
  const test = await createTestApp(time);
  const own = await test.addOrganisation("own");
  const careful = await test.addOrganisation("careful", { smallGroupThreshold: 5, roundingBase: 10 });
  const { brands, categories } = await addCatalogue(
    test,
    own.keys.OPERATOR,
    { WATCH: ["casio", "rival"], SNACK: ["chips"] },
    [
      { organisationId: own.id, brands: ["casio", "rival"] },
      { organisationId: careful.id, brands: ["casio"] },
    ],
  );
  const source = await addSource(test, own.keys.OPERATOR, "cloud");
  return {
    test,
    time,
    own,
    careful,
    brands: { casio: brands["casio"]!, rival: brands["rival"]! },
    casio: numberOf(brands["casio"]!),
    rival: numberOf(brands["rival"]!),
    watches: numberOf(categories["WATCH"]!),
    snacks: numberOf(categories["SNACK"]!),
    source,
    cloud: numberOf(source),
  };
}

/** Rows p<first> to p<last> that are alike but for the person. */
export const crowd = (first: number, last: number, row: Omit<TouchpointRow, "person">): readonly TouchpointRow[] =>
  Array.from({ length: last - first + 1 }, (_, index) => ({ ...row, person: `p${first + index}` }));

/** Fails with what went wrong; returns what the document selected of the brand. */
export async function askBrand(
  setup: SearchSetup,
  document: string,
  variables: object,
  { keys }: TestOrganisation = setup.own,
) {
  const answer = await setup.test.query(keys.BI, documentOf(document), { brand: setup.brands.casio, ...variables });
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data.brand;
}

export async function registerAliases(
  setup: SearchSetup,
  aliases: readonly object[],
  variables: object = {},
  { keys }: TestOrganisation = setup.own,
) {
  const asked = { brand: setup.brands.casio, aliases, ...variables };
  const answer = await setup.test.query(keys.AD_OPS, documentOf("register-search-aliases"), asked);
  return answer.data?.registerSearchAliases ?? answer;
}

export const nickname = (alias: string, change: object = {}): object => ({
  alias,
  kind: "NICKNAME",
  productCode: "GMW-B5000",
  validFrom: "2025-01-01",
  ...change,
});

/** Sends touchpoints as a platform would, a thousand a call, and fails when one is not taken. */
export async function ingest(setup: SearchSetup, rows: readonly object[]): Promise<void> {
  for (let start = 0; start < rows.length; start += 1_000) {
    const touchpoints = rows.slice(start, start + 1_000).map((row, index) => ({
      eventId: `e${start + index}`,
      platform: "JD",
      site: "ON_SITE",
      brandCode: "casio",
      ...row,
    }));
    const answer = await setup.test.query(
      setup.own.keys.INTEGRATION,
      "mutation ($source: ID!, $touchpoints: [TouchpointInput!]!) { ingestTouchpoints(sourceId: $source, touchpoints: $touchpoints) { accepted rows { message } } }",
      { source: setup.source, touchpoints },
    );
    if (answer.data?.ingestTouchpoints.accepted !== touchpoints.length)
      throw new Error(JSON.stringify(answer).slice(0, 500));
  }
}

/** A person as platforms name one. */
export const pin = (person: number): object => ({ namespace: "JD_PIN", value: person.toString(16).padStart(64, "0") });
