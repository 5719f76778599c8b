import { createPeopleCloud, identity, ingest, type PeopleCloud } from "../people/people-setup";
import { BenefitClient, join, outcomesOf, touch } from "./benefit-setup";
import { evaluate } from "./member-setup";

/** The clock of the cloud. */
const NOW = "2025-12-01T00:00:00Z";

let cloud: PeopleCloud;
let client: BenefitClient;
beforeAll(async () => {
  cloud = await createPeopleCloud();
  client = new BenefitClient(cloud, cloud.acme);
  await client.setUp();
  await join(cloud, "shop", "ann", "bob", "cat", "dan", "eve");
  await ingest(cloud, "shop", [
    { ...touch("MEMBER_LEAVE", "eve"), at: "2025-11-02T12:00:00Z" },
    touch("VISIT", "guest"),
    touch("VISIT", "ann", "ann-phone"), // two identities of one person
  ]);
});
afterAll(() => cloud.test.close());

describe("createBenefit", () => {
  it("refuses what is no benefit, each problem at its path", async () => {
    const create = async (change: object) => {
      const unitCost = { amount: "1", currencyCode: "CNY" };
      const input = { membershipProgrammeId: client.programme, code: "X", name: "X", unitCost, ...change };
      return (await client.send("create-benefit", { input })).data.createBenefit.userErrors;
    };
    expect(
      await create({ code: "", name: " ", uses: 0, validDays: 0, unitCost: { amount: "-1", currencyCode: "CNY" } }),
    ).toMatchObject(["code", "name", "uses", "validDays", "unitCost"].map((field) => ({ field: ["input", field] })));
    expect(await create({ unitCost: { amount: "1.001", currencyCode: "CNY" } })).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["input", "unitCost"],
        message:
          "unitCost must be an amount of at least 0 in whole minor units of the brand's currency CNY, but got 1.001 CNY.",
      },
    ]);
    expect(await create({})).toEqual([]);
    expect(await create({})).toMatchObject([{ code: "CODE_TAKEN", field: ["input", "code"] }]);
  });
});

describe("issueBenefits", () => {
  it("gives it to members once, whatever the identity, and says why others get nothing", async () => {
    const coupon = await client.benefit("WELCOME");
    const answer = await client.issue(coupon, ["ann", "bob", "ann-phone", "eve", "guest", "nobody"], "welcome");
    expect(answer).toMatchObject({ accepted: 2, duplicates: 1, rejected: 3, userErrors: [] });
    expect(outcomesOf(answer)).toEqual([
      ...["ACCEPTED", "ACCEPTED", "DUPLICATE"],
      ...["NOT_A_MEMBER", "NOT_A_MEMBER", "NOT_A_MEMBER"],
    ]);
    expect(answer.rows[3]).toEqual({
      ...{ index: 3, outcome: "REJECTED", reason: "NOT_A_MEMBER", field: ["identity"] },
      message:
        "identity must be of somebody who is a member of the brand now, but nobody such is known under it; send the MEMBER_JOIN first.",
    });
    // A retry gets the first answer; the same call without a key finds that they have it.
    expect(await client.issue(coupon, ["ann", "bob", "ann-phone", "eve", "guest", "nobody"], "welcome")).toEqual(
      answer,
    );
    expect(outcomesOf(await client.issue(coupon, ["ann-phone", "bob"]))).toEqual(["DUPLICATE", "DUPLICATE"]);
    expect((await client.ledgers())["WELCOME"].total).toMatchObject({ issued: "2", redeemed: "0", open: "2" });
  });

  it("gives it once when the same people are sent at the same moment", async () => {
    const race = await client.benefit("RACE");
    const answers = await Promise.all(
      [1, 2, 3, 4].map((sender) => client.issue(race, ["ann", "bob", "cat", "dan"], `race-${sender}`)),
    );
    expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(4);
    expect((await client.ledgers())["RACE"].total.issued).toBe("4");
  });

  it("takes identities as the intake does, and refuses calls of none or too many", async () => {
    const id = await client.benefit("CHECKED");
    const send = async (identities: object[]) =>
      (await client.send("issue-benefits", { input: { benefitId: id, identities } }, "INTEGRATION")).data.issueBenefits;
    const { namespace, value } = identity("cat");
    const answer = await send([
      { namespace, value: value.toUpperCase() },
      { namespace, value: "13800138000" },
      { namespace: "SHOE", value },
    ]);
    expect(outcomesOf(answer)).toEqual(["ACCEPTED", "IDENTITY_FORMAT", "UNKNOWN_NAMESPACE"]);
    expect(answer.rows[1].field).toEqual(["identity", "value"]);
    expect(JSON.stringify(answer)).not.toContain("13800138000");
    expect((await send([])).userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["input", "identities"] }]);
    const many = Array.from({ length: 1_001 }, () => identity("cat"));
    expect((await send(many)).userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["input", "identities"] }]);
  });

  it("is for senders of identities, and knows benefits of its own organisation only", async () => {
    const id = await client.benefit("OWN");
    const input = { benefitId: id, identities: [identity("ann")] };
    expect((await client.send("issue-benefits", { input }, "AD_OPS")).errors![0]).toMatchObject({
      extensions: { code: "FORBIDDEN" },
    });
    const other = new BenefitClient(cloud, cloud.beta);
    const foreign = (await other.send("issue-benefits", { input }, "INTEGRATION")).data.issueBenefits;
    expect(foreign).toMatchObject({ accepted: null, rows: [], userErrors: [{ code: "NOT_FOUND" }] });
  });
});

describe("redeemBenefits", () => {
  it("uses what was issued, once for each of the shop's numbers, and says why it does not", async () => {
    const twice = await client.benefit("TWICE", {
      uses: 2,
      validDays: 30,
      unitCost: { amount: "12.50", currencyCode: "CNY" },
    });
    await client.issue(twice, ["ann", "bob"]);
    const answer = await client.redeem([
      ["TWICE", "ann-phone", "r1"],
      ["TWICE", "ann", "r1"], // the same, under the other identity
      ["TWICE", "bob", "r1"], // another person's
      ["TWICE", "ann", "r2", { cost: { amount: "7.00", currencyCode: "CNY" } }],
      ["TWICE", "ann", "r3"],
      ["TWICE", "cat", "r4"],
      ["TWICE", "bob", "r5", { redeemedAt: "2025-11-30T23:59:59Z" }],
      ["SHOE", "bob", "r6"],
      ["TWICE", "bob", "r7", { redeemedAt: "2026-01-01T00:00:00Z" }],
      ["TWICE", "bob", "r8", { cost: { amount: "1", currencyCode: "USD" } }],
      ["TWICE", "bob", "", {}],
    ]);
    expect(outcomesOf(answer)).toEqual([
      ...["ACCEPTED", "DUPLICATE", "CONFLICT", "ACCEPTED", "SPENT", "NOT_ISSUED", "NOT_ISSUED"],
      ...["UNKNOWN_BENEFIT", "INVALID_TIME", "INVALID_VALUE", "INVALID_VALUE"],
    ]);
    expect(answer.rows[4].message).toBe(
      "TWICE must have a use left, but all 2 of what was issued to the person are redeemed.",
    );
    expect(answer.rows[6].message).toBe(
      "TWICE must have been issued to the person before 2025-11-30T23:59:59.000Z, but was not; issue it with issueBenefits.",
    );
    expect(await client.balances("ann")).toContainEqual(["TWICE", 2, 0]);
    expect(await client.balances("bob")).toContainEqual(["TWICE", 0, 2]);
    expect(
      outcomesOf(await client.redeem([["TWICE", "ann", "r2", { cost: { amount: "7", currencyCode: "CNY" } }]])),
    ).toEqual(["DUPLICATE"]);
    expect((await client.ledgers())["TWICE"].total).toEqual({
      ...{ issued: "2", redeemed: "1", expired: "0", open: "1", uses: "2" },
      ...{ cost: { amount: "19.50", currencyCode: "CNY" }, redemptionRate: 0.5 },
      // Wilson 1927 for 1 of 2.
      interval: { low: expect.closeTo(0.094531, 5), high: expect.closeTo(0.905469, 5) },
    });
  });

  it("refuses what has expired", async () => {
    const past = await client.benefit("PAST", { validDays: 1 });
    await client.issue(past, ["ann", "bob"]);
    await cloud.test.app.database.withSystem((manager) =>
      manager.query(
        "UPDATE benefit_issue SET issued_at = issued_at - interval '9 days', expires_at = expires_at - interval '9 days' WHERE benefit_id = $1",
        [Buffer.from(past, "base64url").toString().split(":")[1]],
      ),
    );
    const answer = await client.redeem([
      ["PAST", "ann", "p1", { redeemedAt: "2025-11-22T23:59:59Z" }],
      ["PAST", "bob", "p2", { redeemedAt: "2025-11-23T00:00:00Z" }],
    ]);
    expect(outcomesOf(answer)).toEqual(["ACCEPTED", "EXPIRED"]);
    expect(answer.rows[1].message).toBe(
      "PAST must not have expired at 2025-11-23T00:00:00.000Z, but did at 2025-11-23T00:00:00.000Z.",
    );
    expect((await client.ledgers())["PAST"].total).toMatchObject({
      issued: "2",
      redeemed: "1",
      expired: "1",
      open: "0",
    });
    expect(await client.balances("bob")).toContainEqual(["PAST", 0, 0]);
  });

  it("never lets more uses through than there are, whoever asks at the same moment", async () => {
    const limited = await client.benefit("LIMITED", { uses: 5 });
    await client.issue(limited, ["ann", "bob"]);
    const send = (sender: number) =>
      client.redeem([
        ["LIMITED", sender % 2 === 0 ? "ann" : "ann-phone", `l${sender}`],
        ["LIMITED", "bob", "l-shared"],
      ]);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, sender) => send(sender)));
    const outcomes = answers.map(outcomesOf);
    expect(outcomes.filter(([first]) => first === "ACCEPTED")).toHaveLength(5);
    expect(outcomes.filter(([first]) => first === "SPENT")).toHaveLength(7);
    expect(outcomes.filter(([, second]) => second === "ACCEPTED")).toHaveLength(1);
    expect(outcomes.filter(([, second]) => second === "DUPLICATE")).toHaveLength(11);
    expect(await client.balances("ann")).toContainEqual(["LIMITED", 5, 0]);
    expect((await client.ledgers())["LIMITED"].total).toMatchObject({ uses: "6", redeemed: "2" });
  });
});

describe("issueBenefitsToTiers", () => {
  it("gives it to the tiers' people who are members still and have it not, all at once, and sums it by tier", async () => {
    const shopping = (name: string, yuan: number) => ({
      ...touch("ORDER", name),
      ...{ orderId: `order-${name}`, value: { amount: String(yuan), currencyCode: "CNY" }, quantity: 1 },
      at: "2025-11-10T12:00:00Z",
    });
    await ingest(cloud, "shop", [shopping("cat", 1_000), shopping("dan", 2_000), shopping("bob", 999)]);
    const evaluation = await evaluate(cloud.test, cloud.acme, client.programme, "2025-11-20T00:00:00Z");
    await ingest(cloud, "shop", [{ ...touch("MEMBER_LEAVE", "dan"), at: "2025-11-21T12:00:00Z" }]);
    const gift = await client.benefit("GIFT");
    await client.issue(gift, ["ann"]);
    const issue = async (...tiers: string[]) => {
      const input = { benefitId: gift, memberEvaluationId: evaluation, tiers };
      const { data } = await client.send("issue-benefits-to-tiers", { input }, "AD_OPS");
      if (data.issueBenefitsToTiers.run === null) return data.issueBenefitsToTiers.userErrors;
      const { id } = data.issueBenefitsToTiers.run;
      expect(await cloud.test.waitForRun(cloud.acme.keys.AD_OPS, id)).toEqual({ status: "SUCCEEDED", failure: null });
      return (await client.send("benefit-issue-run", { id })).data.node.counts;
    };
    // Bronze: ann and bob; silver: cat and dan.
    expect(await issue("SILVER")).toEqual({ issued: "1", held: "0", left: "1", withoutConsent: "0" });
    expect(await issue("BRONZE", "SILVER", "GOLD")).toEqual({ issued: "1", held: "2", left: "1", withoutConsent: "0" });
    expect(await client.balances("cat")).toContainEqual(["GIFT", 0, 1]);
    await client.redeem([["GIFT", "cat", "g1"]]);
    const ledger = (await client.ledgers())["GIFT"];
    expect(ledger.total).toMatchObject({ issued: "3", redeemed: "1", open: "2", cost: { amount: "10.00" } });
    expect(
      ledger.byTier.map(({ tier, sums }: { tier: string; sums: { issued: string; redeemed: string } }) => [
        ...[tier, sums.issued, sums.redeemed],
      ]),
    ).toEqual([
      ["BRONZE", "2", "0"],
      ["SILVER", "1", "1"],
    ]);
    expect(await issue("PLATINUM")).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["input", "tiers"],
        message: 'tiers must be some of BRONZE, SILVER, GOLD, but got "PLATINUM".',
      },
    ]);
  });
});

it("counts what platforms report beside the ledger and never in it", async () => {
  const id = await client.benefit("REPORTED");
  await client.issue(id, ["ann"]);
  const report = (action: string, name: string) => ({ ...touch(action, name), benefitCode: "REPORTED" });
  await ingest(cloud, "media", [
    report("BENEFIT_ISSUE", "ann"),
    report("BENEFIT_ISSUE", "bob"),
    report("BENEFIT_REDEEM", "bob"),
  ]);
  const ledger = (await client.ledgers())["REPORTED"];
  expect(ledger).toMatchObject({
    total: { issued: "1", redeemed: "0" },
    reported: { issues: "2", redemptions: "1", people: "2" },
    ...{ isSuppressed: false, threshold: 1 },
  });
  // A window of issues.
  const before = (await client.ledgers({ to: NOW }))["REPORTED"];
  expect(before.total).toMatchObject({ issued: "0", redemptionRate: null, interval: null });
});
