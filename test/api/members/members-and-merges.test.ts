import { erase } from "../erasure/erasure-setup";
import {
  assertPeople,
  createPeopleCloud,
  identity,
  ingest,
  keyOf,
  type PeopleCloud,
  select,
  settle,
} from "../people/people-setup";
import { BenefitClient, join, outcomesOf, touch } from "./benefit-setup";
import { documentOf, evaluate, peopleOf, readEvaluation } from "./member-setup";

const AS_OF = "2025-11-20T00:00:00Z";

let cloud: PeopleCloud;
let client: BenefitClient;
beforeAll(async () => {
  cloud = await createPeopleCloud();
  client = new BenefitClient(cloud, cloud.acme);
  await client.setUp();
});
afterAll(() => cloud.test.close());

const order = (name: string, yuan: number) => ({
  ...touch("ORDER", name),
  ...{ orderId: `order-${name}`, value: { amount: String(yuan), currencyCode: "CNY" }, quantity: 1 },
});
const members = async (organisation = cloud.acme) => {
  const variables = { brand: cloud.brands["haoyu"], asOf: AS_OF, from: "2025-11-01", to: "2025-11-03" };
  const answer = await cloud.test.query(organisation.keys.BI, documentOf("brand-members"), variables);
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return Number(answer.data.brand.members.members);
};

describe("after a merge", () => {
  let evaluation: string;
  let coupon: string;
  beforeAll(async () => {
    await join(cloud, "shop", "gil", "gil-two", "hal");
    await ingest(cloud, "shop", [order("gil", 600), order("gil-two", 600), touch("VISIT", "ivy")]);
    evaluation = await evaluate(cloud.test, cloud.acme, client.programme, AS_OF);
    coupon = await client.benefit("MERGED");
    expect(outcomesOf(await client.issue(coupon, ["gil", "gil-two", "hal"]))).toEqual([
      "ACCEPTED",
      "ACCEPTED",
      "ACCEPTED",
    ]);
    await assertPeople(cloud, "merge-people", "shop", ["gil", "gil-two"]);
  });

  it("two members are one, with the orders of both, and the earlier evaluation is outdated", async () => {
    expect(await members()).toBe(2);
    const before = await readEvaluation(cloud.test, cloud.acme, evaluation);
    expect(before).toMatchObject({ state: "OUTDATED", members: "3" });
    const again = await evaluate(cloud.test, cloud.acme, client.programme, AS_OF);
    expect(peopleOf(await readEvaluation(cloud.test, cloud.acme, again))).toEqual({
      BRONZE: "1",
      SILVER: "1",
      GOLD: "0",
    });
  });

  it("a person has what was issued to both, and gets no more", async () => {
    expect(await client.balances("gil")).toEqual([
      ["MERGED", 0, 1],
      ["MERGED", 0, 1],
    ]);
    expect(outcomesOf(await client.issue(coupon, ["gil", "gil-two"]))).toEqual(["DUPLICATE", "DUPLICATE"]);
    const answer = await client.redeem([
      ["MERGED", "gil", "m1"],
      ["MERGED", "gil", "m2"],
      ["MERGED", "gil-two", "m3"],
    ]);
    expect(outcomesOf(answer)).toEqual(["ACCEPTED", "ACCEPTED", "SPENT"]);
  });

  it("each has again what was issued to it when they are told apart", async () => {
    await assertPeople(cloud, "unmerge-people", "shop", ["gil", "gil-two"]);
    expect(await members()).toBe(3);
    expect(await client.balances("gil")).toEqual([["MERGED", 1, 0]]);
    expect(await client.balances("gil-two")).toEqual([["MERGED", 1, 0]]);
    expect(outcomesOf(await client.redeem([["MERGED", "hal", "m4"]]))).toEqual(["ACCEPTED"]);
  });
});

it("reads through the overlay of an organisation's private links", async () => {
  await join(cloud, "shop", "jan", "jan-two");
  const before = await members();
  await ingest(cloud, "acme", [touch("VISIT", "jan", "jan-two")]);
  await settle(cloud);
  expect(await members()).toBe(before - 1);
  expect(await members(cloud.beta)).toBe(before);
  const id = await client.benefit("OVERLAY");
  expect(outcomesOf(await client.issue(id, ["jan", "jan-two"]))).toEqual(["ACCEPTED", "DUPLICATE"]);
  expect(outcomesOf(await client.redeem([["OVERLAY", "jan-two", "o1"]]))).toEqual(["ACCEPTED"]);
  const other = new BenefitClient(cloud, cloud.beta);
  await other.setUp();
  const theirs = await other.benefit("OVERLAY");
  expect(outcomesOf(await other.issue(theirs, ["jan", "jan-two"]))).toEqual(["ACCEPTED", "ACCEPTED"]);
});

describe("after an erasure", () => {
  it("the person is in no tier and no ledger, sums stay, and nothing is taken of the identity", async () => {
    await join(cloud, "shop", "kim");
    const evaluation = await evaluate(cloud.test, cloud.acme, client.programme, AS_OF);
    const { members: counted } = await readEvaluation(cloud.test, cloud.acme, evaluation);
    const id = await client.benefit("ERASED", { uses: 2 });
    await client.issue(id, ["kim", "hal"]);
    await client.redeem([["ERASED", "kim", "receipt of kim"]]);
    const before = await members();
    const receipt = await erase(cloud, identity("kim"), "ticket 11");
    expect(receipt).toMatchObject({ outcome: "ERASED" });

    expect(await members()).toBe(before - 1);
    expect(await readEvaluation(cloud.test, cloud.acme, evaluation)).toMatchObject({
      ...{ state: "OUTDATED", members: counted, erasedPeople: "1" },
    });
    const again = await evaluate(cloud.test, cloud.acme, client.programme, AS_OF);
    expect((await readEvaluation(cloud.test, cloud.acme, again)).members).toBe(String(Number(counted) - 1));
    expect((await client.ledgers())["ERASED"].total).toMatchObject({ issued: "2", redeemed: "1", uses: "1" });
    const rows = await cloud.test.app.database.withSystem((manager) =>
      manager.query(
        `SELECT 1 FROM benefit_issue LEFT JOIN benefit_redemption ON issue_id = benefit_issue.id
         WHERE identity_key = $1::numeric OR reference LIKE '%kim%'`,
        [keyOf("kim")],
      ),
    );
    expect(rows).toEqual([]);
    expect(outcomesOf(await client.issue(id, ["kim"]))).toEqual(["IDENTITY_ERASED"]);
    expect(outcomesOf(await client.redeem([["ERASED", "kim", "again"]]))).toEqual(["IDENTITY_ERASED"]);
    const tiers = await select<[string]>(
      cloud.test,
      "SELECT toString(sum(bitmapCardinality(people))) FROM member_tier",
    );
    expect(Number(tiers[0]![0])).toBeGreaterThan(0);
  });
});
