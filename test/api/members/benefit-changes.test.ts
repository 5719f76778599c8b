import { createPeopleCloud, identity, type PeopleCloud } from "../people/people-setup";
import { BenefitClient, join, outcomesOf } from "./benefit-setup";
import { evaluate } from "./member-setup";

let cloud: PeopleCloud;
let client: BenefitClient;

beforeAll(async () => {
  cloud = await createPeopleCloud();
  client = new BenefitClient(cloud, cloud.acme);
  await client.setUp();
  await join(cloud, "shop", "ann", "bob", "cat");
});
afterAll(() => cloud.test.close());

const change = async (id: string, input: object, expectedVersion: number) =>
  (await client.send("change-benefit", { id, input, expectedVersion }, "AD_OPS")).data.changeBenefit;
const withdraw = async (id: string, expectedVersion: number) =>
  (await client.send("withdraw-benefit", { id, expectedVersion }, "AD_OPS")).data.withdrawBenefit;

/** Days for which each issue of a benefit holds, the longest first; null: for ever. */
const daysIssued = (benefitId: string): Promise<readonly (number | null)[]> =>
  cloud.test.app.database.withSystem(async (manager) => {
    const rows: { days: number | null }[] = await manager.query(
      `SELECT extract(day FROM expires_at - issued_at)::int AS days FROM benefit_issue WHERE benefit_id = $1 ORDER BY days DESC NULLS LAST`,
      [Buffer.from(benefitId, "base64url").toString().split(":")[1]],
    );
    return rows.map(({ days }) => days);
  });

describe("changeBenefit", () => {
  it("holds for what is issued and used from then on; what is there stays as it was", async () => {
    const coupon = await client.benefit("SHORTER", { validDays: 30, uses: 2 });
    await client.issue(coupon, ["ann"]);
    await client.redeem([["SHORTER", "ann", "s1"]]);
    const { benefit, userErrors } = await change(
      coupon,
      { name: "Shorter", validDays: 7, unitCost: { amount: "4.00", currencyCode: "CNY" } },
      1,
    );
    expect(userErrors).toEqual([]);
    expect(benefit).toEqual({
      ...{ name: "Shorter", uses: 2, validDays: 7, unitCost: { amount: "4.00" }, version: 2, withdrawnAt: null },
    });
    await client.issue(coupon, ["bob"]);
    await client.redeem([["SHORTER", "ann", "s2"]]);
    expect(await daysIssued(coupon)).toEqual([30, 7]);
    expect((await client.ledgers())["SHORTER"].total).toMatchObject({ uses: "2", cost: { amount: "14.00" } });
    expect((await change(coupon, { validDays: null }, 2)).benefit).toMatchObject({ validDays: null, version: 3 });
    await client.issue(coupon, ["cat"]);
    expect(await daysIssued(coupon)).toEqual([30, 7, null]);
  });

  it("refuses what is no benefit, another version and another organisation's", async () => {
    const id = await client.benefit("CHECKED_CHANGE");
    const input = { name: null, validDays: 0, unitCost: { amount: "1.00", currencyCode: "USD" } };
    expect((await change(id, input, 1)).userErrors).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["input", "name"],
        message: "name must have a value, but got null; leave it out to keep it.",
      },
      {
        code: "INVALID_INPUT",
        field: ["input", "validDays"],
        message: "validDays must be 1 to 3660, but got 0; leave it out for ever.",
      },
      {
        code: "INVALID_INPUT",
        field: ["input", "unitCost"],
        message:
          "unitCost must be an amount of at least 0 in whole minor units of the brand's currency CNY, but got 1 USD.",
      },
    ]);
    expect((await change(id, {}, 2)).userErrors).toEqual([
      {
        code: "VERSION_CONFLICT",
        field: ["expectedVersion"],
        message:
          "expectedVersion must be the benefit's current version 1, but got 2; read it again and repeat the change.",
      },
    ]);
    const stranger = new BenefitClient(cloud, cloud.beta);
    const answer = await stranger.send("change-benefit", { id, input: {}, expectedVersion: 1 });
    expect(answer.data.changeBenefit.userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
  });
});

describe("withdrawBenefit", () => {
  it("stops issuing for good; who has it uses it, and its ledger stays", async () => {
    const gone = await client.benefit("GONE");
    await client.issue(gone, ["ann"]);
    const { benefit, userErrors } = await withdraw(gone, 1);
    expect(userErrors).toEqual([]);
    expect(benefit).toEqual({ version: 2, withdrawnAt: "2025-12-01T00:00:00.000Z" });
    expect((await withdraw(gone, 2)).benefit).toEqual(benefit);
    const refused = [
      {
        code: "BENEFIT_WITHDRAWN",
        field: ["input", "benefitId"],
        message: "The benefit must be given still, but it was withdrawn; create another one under a new code.",
      },
    ];
    expect((await client.issue(gone, ["bob"])).userErrors).toEqual(refused);
    const evaluation = await evaluate(cloud.test, cloud.acme, client.programme, "2025-11-20T00:00:00Z");
    const input = { benefitId: gone, memberEvaluationId: evaluation, tiers: ["BRONZE"] };
    const { data } = await client.send("issue-benefits-to-tiers", { input }, "AD_OPS");
    expect(data.issueBenefitsToTiers).toMatchObject({ run: null, userErrors: refused });
    expect(outcomesOf(await client.redeem([["GONE", "ann", "g1"]]))).toEqual(["ACCEPTED"]);
    expect((await client.ledgers())["GONE"].total).toMatchObject({ issued: "1", redeemed: "1" });
  });
});

describe("consent that was taken back", () => {
  it("stops an issue by identity and by tiers, until it is given again", async () => {
    const consent = async (name: string, state: string, consentedAt: string): Promise<void> => {
      const rows = [{ identities: [identity(name)], consent: state, consentedAt }];
      const variables = { source: cloud.sources.acme, rows };
      const { data } = await client.send("../people/upload-identities", variables, "INTEGRATION");
      expect(data.uploadIdentities).toMatchObject({ accepted: 1 });
    };
    await consent("cat", "GRANTED", "2025-10-01T00:00:00Z");
    await consent("cat", "WITHDRAWN", "2025-10-02T00:00:00Z");
    const gift = await client.benefit("CONSENTED");
    const { rows } = await client.issue(gift, ["ann", "cat"]);
    expect(rows).toMatchObject([
      { outcome: "ACCEPTED" },
      {
        outcome: "REJECTED",
        reason: "CONSENT_WITHDRAWN",
        message:
          "identity must be of somebody whose consent to this organisation stands, but it was withdrawn; upload the consent if it was given again.",
      },
    ]);
    const evaluation = await evaluate(cloud.test, cloud.acme, client.programme, "2025-11-21T00:00:00Z");
    const issue = async () => {
      const input = { benefitId: gift, memberEvaluationId: evaluation, tiers: ["BRONZE"] };
      const { data } = await client.send("issue-benefits-to-tiers", { input }, "AD_OPS");
      const { id } = data.issueBenefitsToTiers.run;
      expect(await cloud.test.waitForRun(cloud.acme.keys.AD_OPS, id)).toMatchObject({ status: "SUCCEEDED" });
      return (await client.send("benefit-issue-run", { id })).data.node.counts;
    };
    expect(await issue()).toEqual({ issued: "1", held: "1", left: "0", withoutConsent: "1" });
    await consent("cat", "GRANTED", "2025-10-03T00:00:00Z");
    expect(await issue()).toEqual({ issued: "1", held: "2", left: "0", withoutConsent: "0" });
  });
});
