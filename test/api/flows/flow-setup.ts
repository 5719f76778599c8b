import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import type { TouchpointRow } from "../../support/touchpoint-rows";

/** What a client would send, from the file beside the tests. */
export const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

export interface FlowSetup {
  readonly test: TestApp;
  /** The present as the app sees it; a test moves it. */
  readonly time: { now: Date };
  /** Sees exact counts of both brands. */
  readonly own: TestOrganisation;
  /** Sees haoyu, groups of 5 and more, rounded to 10. */
  readonly careful: TestOrganisation;
  readonly brands: Readonly<Record<"haoyu" | "tinglan", string>>;
  /** Number of a source that everybody sees. */
  readonly sourceId: number;
}

export async function openFlowSetup(now: string): Promise<FlowSetup> {
  const time = { now: new Date(now) };
  const test = await createTestApp(time);
  const own = await test.addOrganisation("own");
  const careful = await test.addOrganisation("careful", { smallGroupThreshold: 5, roundingBase: 10 });
  const { brands } = await addCatalogue(test, own.keys.OPERATOR, { WATCH: ["haoyu", "tinglan"] }, [
    { organisationId: own.id, brands: ["haoyu", "tinglan"] },
    { organisationId: careful.id, brands: ["haoyu"] },
  ]);
  const sourceId = numberOf(await addSource(test, own.keys.OPERATOR, "media"));
  return { test, time, own, careful, brands: { haoyu: brands["haoyu"]!, tinglan: brands["tinglan"]! }, sourceId };
}

/** Rows p<first> to p<last> that are alike but for the person. */
export const crowd = (first: number, last: number, row: Omit<TouchpointRow, "person">): readonly TouchpointRow[] =>
  Array.from({ length: last - first + 1 }, (_, index) => ({ ...row, person: `p${first + index}` }));
