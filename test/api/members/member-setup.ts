import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";

/** What a client would send, from the file beside the tests. */
export const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

export interface MemberSetup {
  readonly test: TestApp;
  /** The present as the app sees it; a test moves it. */
  readonly time: { now: Date };
  /** `own` sees exact counts of all brands, `careful` groups of 5 and more of haoyu. */
  readonly own: TestOrganisation;
  readonly careful: TestOrganisation;
  readonly brands: Readonly<Record<string, string>>;
  /** Number of a source that everybody sees, and one that only `own` does. */
  readonly cloud: number;
  readonly private: number;
}

export async function openMemberSetup(now: string, brands: readonly string[] = ["haoyu"]): Promise<MemberSetup> {
  const time = { now: new Date(now) };
  const test = await createTestApp(time);
  const own = await test.addOrganisation("own");
  const careful = await test.addOrganisation("careful", { smallGroupThreshold: 5 });
  const catalogue = await addCatalogue(test, own.keys.OPERATOR, { WATCH: brands }, [
    { organisationId: own.id, brands },
    { organisationId: careful.id, brands: [brands[0]!] },
  ]);
  return {
    ...{ test, time, own, careful, brands: catalogue.brands },
    cloud: numberOf(await addSource(test, own.keys.OPERATOR, "cloud")),
    private: numberOf(await addSource(test, own.keys.ADMIN, "own-crm", "ORGANISATION")),
  };
}

const yuan = (amount: string) => ({ amount, currencyCode: "CNY" });

/** Bronze for all, silver from 1,000 yuan, gold from 5,000 on three days. */
export const TIERS = {
  match: "ALL",
  qualifyingDays: 90,
  keepingDays: 30,
  tiers: [
    { code: "BRONZE", name: "Bronze", nameZh: "铜卡" },
    { code: "SILVER", name: "Silver", minimumSpend: yuan("1000") },
    { code: "GOLD", name: "Gold", minimumSpend: yuan("5000.00"), minimumOrderDays: 3 },
  ],
};

/** Sets a programme up over HTTP and fails with the reasons when it is refused; returns its id. */
export async function createProgramme(
  { test, brands }: MemberSetup,
  { keys }: TestOrganisation,
  change: object = {},
): Promise<string> {
  const input = { brandId: brands["haoyu"], name: "Haoyu Club", tiers: TIERS, ...change };
  const { data } = await test.query(keys.AD_OPS, documentOf("create-membership-programme"), { input });
  const { membershipProgramme, userErrors } = data.createMembershipProgramme;
  if (!membershipProgramme) throw new Error(JSON.stringify(userErrors));
  return membershipProgramme.id;
}

/** Evaluates over HTTP, waits for the end, and returns the evaluation's id. */
export async function evaluate(
  test: TestApp,
  { keys }: TestOrganisation,
  membershipProgrammeId: string,
  asOf: string,
  tiersVersion?: number,
): Promise<string> {
  const input = { membershipProgrammeId, asOf, tiersVersion };
  const { data } = await test.query(keys.AD_OPS, documentOf("evaluate-members"), { input });
  expect(data.evaluateMembers.userErrors).toEqual([]);
  const { id } = data.evaluateMembers.run;
  expect(await test.waitForRun(keys.AD_OPS, id)).toEqual({ status: "SUCCEEDED", failure: null });
  const run = await test.query(keys.AD_OPS, documentOf("member-evaluation-run"), { id });
  return run.data.node.memberEvaluation.id;
}

/** The evaluation as its page shows it. */
export async function readEvaluation(test: TestApp, { keys }: TestOrganisation, id: string, since?: string) {
  const answer = await test.query(keys.BI, documentOf("member-evaluation"), { id, since });
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data.node;
}

/** Members by tier's code. */
export const peopleOf = ({ tiers }: { readonly tiers: readonly { tier: { code: string }; people: string | null }[] }) =>
  Object.fromEntries(tiers.map(({ tier, people }) => [tier.code, people]));
