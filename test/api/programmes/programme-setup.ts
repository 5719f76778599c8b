import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import type { TouchpointRow } from "../../support/touchpoint-rows";

/** What a client would send, from the file beside the tests. */
export const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

export interface ProgrammeSetup {
  readonly test: TestApp;
  /** The present as the app sees it; a test moves it. */
  readonly time: { now: Date };
  /** `own` sees exact counts of both brands, `careful` groups of 5 and more of haoyu. */
  readonly own: TestOrganisation;
  readonly careful: TestOrganisation;
  readonly brands: Readonly<Record<"haoyu" | "tinglan", string>>;
  /** Number of a source that everybody sees. */
  readonly cloud: number;
}

export async function openProgrammeSetup(now: string): Promise<ProgrammeSetup> {
  const time = { now: new Date(now) };
  const test = await createTestApp(time);
  const own = await test.addOrganisation("own");
  const careful = await test.addOrganisation("careful", { smallGroupThreshold: 5 });
  const { brands } = await addCatalogue(test, own.keys.OPERATOR, { TV: ["haoyu", "tinglan"] }, [
    { organisationId: own.id, brands: ["haoyu", "tinglan"] },
    { organisationId: careful.id, brands: ["haoyu"] },
  ]);
  const cloud = numberOf(await addSource(test, own.keys.OPERATOR, "cloud"));
  return { test, time, own, careful, brands: { haoyu: brands["haoyu"]!, tinglan: brands["tinglan"]! }, cloud };
}

/** Input of a contract of haoyu without its own wishes. */
export const programmeInput = (brandId: string, change: object = {}): object => ({
  brandId,
  code: "JINGX",
  name: "Red Jing 2025",
  partnerPlatform: "XIAOHONGSHU",
  startsOn: "2025-01-01",
  hasDataReturn: true,
  ...change,
});

/** Creates a programme over HTTP and fails with the reasons when it is refused; returns its id. */
export async function createProgramme(test: TestApp, organisation: TestOrganisation, input: object): Promise<string> {
  const answer = await test.query(organisation.keys.AD_OPS, documentOf("create-media-programme"), { input });
  const { mediaProgramme, userErrors } = answer.data.createMediaProgramme;
  if (!mediaProgramme) throw new Error(JSON.stringify(userErrors));
  return mediaProgramme.id;
}

/** Rows p<first> to p<last> that are alike but for the person. */
export const crowd = (first: number, last: number, row: Omit<TouchpointRow, "person">): readonly TouchpointRow[] =>
  Array.from({ length: last - first + 1 }, (_, index) => ({ ...row, person: `p${first + index}` }));
