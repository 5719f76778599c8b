import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestApp, type TestApp } from "../../../support/test-app";
import { STRICT } from "../../rule-sets/definitions";
import { AS_OF, type AudienceFixture, buildPack, createAudienceFixture, createPack, NOW } from "../audience-fixture";
import { audienceServicesOf, contextOf, keyOfNode } from "../audience-services";
import { ruleDocument, rulesOf } from "./rules-fixture";

const BEFORE = "2025-10-15T00:00:00+08:00";
const UTC = new Date(AS_OF).toISOString();

let test: TestApp;
let fixture: AudienceFixture;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createAudienceFixture(test);
});
afterAll(() => test.close());

const snapshotOf = async (asOf: string, ruleSetId?: string): Promise<void> => {
  const { data } = await test.query(
    fixture.organisation.keys.ADMIN,
    "mutation($input: TakeAssetSnapshotInput!) { takeAssetSnapshot(input: $input) { run { id } userErrors { message } } }",
    { input: { brandId: fixture.brand, asOf, ruleSetId } },
  );
  const run = await test.waitForRun(fixture.organisation.keys.ADMIN, data.takeAssetSnapshot.run.id);
  if (run.status !== "SUCCEEDED") throw new Error(JSON.stringify(run));
};

const ESTIMATE = `query($brand: ID!, $rules: AudienceRuleInput!) {
  estimateAudiencePack(brandId: $brand, rules: $rules) { size { people } }
}`;
const problemsOf = async (rules: object) => {
  const { data, errors } = await test.query(fixture.organisation.keys.AD_OPS, ESTIMATE, {
    brand: fixture.brand,
    rules,
  });
  expect(data?.estimateAudiencePack).toBeNull();
  return errors![0]!.extensions["problems"];
};
const moved = (more: object = {}): object => ({ moved: { from: ["AWARE"], to: ["ACT"], since: BEFORE, ...more } });

it("before the snapshots, each instant without one is a problem", async () => {
  const missing = (at: string | null) =>
    `must have a published snapshot of the brand to read, but there is none${at ? ` as of ${new Date(at).toISOString()}` : ""}; take one with takeAssetSnapshot.`;
  expect(
    await problemsOf({
      anyOf: [
        moved(),
        { not: moved({ until: AS_OF }) },
        { cell: { intent: ["BRAND"], at: BEFORE } },
        { group: { in: ["BASE"], at: BEFORE } },
      ],
    }),
  ).toEqual([
    { code: "NO_SNAPSHOT", field: ["rules", "anyOf", "0", "moved", "since"], message: `moved ${missing(BEFORE)}` },
    { code: "NO_SNAPSHOT", field: ["rules", "anyOf", "0", "moved"], message: `moved ${missing(null)}` },
    {
      code: "NO_SNAPSHOT",
      field: ["rules", "anyOf", "1", "not", "moved", "since"],
      message: `moved ${missing(BEFORE)}`,
    },
    {
      code: "NO_SNAPSHOT",
      field: ["rules", "anyOf", "1", "not", "moved", "until"],
      message: `moved ${missing(AS_OF)}`,
    },
    { code: "NO_SNAPSHOT", field: ["rules", "anyOf", "2", "cell", "at"], message: `cell ${missing(BEFORE)}` },
    { code: "NO_SNAPSHOT", field: ["rules", "anyOf", "3", "group", "at"], message: `group ${missing(BEFORE)}` },
  ]);
});

/**
 * Where the people of the fixture stand by the shipped rules (15 days for Aware and Appeal, 365 for orders), first and then:
 *
 *     p1, p2, p4, p5, p6, p8  not met            APPEAL, AWARE, ACT, APPEAL, APPEAL, not met
 *     p3                      ACT                ACT
 *     p7                      AWARE (10-01 view) APPEAL (search)
 *     p9                      ADVOCATE           ADVOCATE
 *     p12                     LAPSED             LAPSED
 */
describe("with two snapshots", () => {
  beforeAll(async () => {
    await snapshotOf(BEFORE);
    await snapshotOf(AS_OF);
  });

  const expected: Readonly<Record<string, readonly number[]>> = {
    risen: [7],
    new: [1, 2, 5, 6],
    newOrLapsedBuyers: [4],
    lapsed: [],
    cellThen: [7], // the only one with a touchpoint in the 30 days before, and without an order
    groupThenAndNow: [3, 4, 9], // of those who bought, none had brand intent then
  };

  it("answers moved.graphql", async () => {
    const text = ruleDocument("moved");
    const { data, errors } = await test.query(fixture.organisation.keys.AD_OPS, text, { brand: fixture.brand });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject(
      Object.fromEntries(
        Object.entries(expected).map(([field, people]) => [field, { size: { people: String(people.length) } }]),
      ),
    );
    expect(data.risen).toMatchObject({
      asOf: UTC,
      explanation: "People moved from Aware as of 2025-10-14T16:00:00.000Z to Appeal or Act.",
    });
  });

  it("builds the same people", async () => {
    for (const [field, rules] of rulesOf(ruleDocument("moved"))) {
      const { audiencePack } = await createPack(test, fixture, { name: field, rules });
      expect(await buildPack(test, fixture, audiencePack)).toMatchObject({ status: "SUCCEEDED" });
      const { service } = audienceServicesOf(test);
      const members = await service.members(contextOf(fixture.organisation, NOW), keyOfNode(audiencePack.id));
      expect({ field, people: members.toArray() }).toEqual({ field, people: expected[field] });
    }
  });

  it("everybody stands in one position at each instant", async () => {
    const positions = ["NOT_MET", "LAPSED", "AWARE", "APPEAL", "ACT", "ADVOCATE"];
    const sizes: number[] = [];
    for (const from of positions) {
      for (const to of positions) {
        const { data } = await test.query(fixture.organisation.keys.AD_OPS, ESTIMATE, {
          brand: fixture.brand,
          rules: moved({ from: [from], to: [to] }),
        });
        sizes.push(Number(data.estimateAudiencePack.size.people));
      }
    }
    // p1 to p9 and p12 were seen in the year before the snapshot.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10);
  });

  it("refuses instants that are not in order", async () => {
    expect(await problemsOf(moved({ since: AS_OF, until: BEFORE }))).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["rules", "moved", "until"],
        message:
          "until must be after since (2025-11-10T16:00:00.000Z), but got 2025-10-14T16:00:00.000Z; swap or move them.",
      },
    ]);
    expect(await problemsOf(moved({ since: AS_OF }))).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["rules", "moved", "since"],
        message: `since must lie before the audience's snapshot, which is of ${UTC}, but got ${UTC}; take a snapshot of a later instant or move since.`,
      },
    ]);
  });

  it("refuses snapshots by different rules: nobody moves when the rules do", async () => {
    const { data } = await test.query(
      fixture.organisation.keys.ADMIN,
      readFileSync(join(__dirname, "../../rule-sets/create-rule-set.graphql"), "utf8"),
      { input: { code: "STRICT", definition: STRICT } },
    );
    const between = "2025-10-25T00:00:00+08:00";
    await snapshotOf(between, data.createRuleSet.ruleSet.id);
    expect(await problemsOf({ not: moved({ since: between }) })).toEqual([
      {
        code: "RULES_DIFFER",
        field: ["rules", "not", "moved"],
        message: `moved must cross snapshots by the same rules, but that of 2025-10-24T16:00:00.000Z and that of ${UTC} are by different ones; take one of them again with takeAssetSnapshot.`,
      },
    ]);
  });
});
