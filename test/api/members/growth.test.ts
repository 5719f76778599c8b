import { numberOf } from "../../support/catalogue";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { identity } from "../people/people-setup";
import { documentOf, type MemberSetup, openMemberSetup } from "./member-setup";

const PEERS = ["p-one", "p-two", "p-three", "p-four", "p-five"];
const SUPER = { from: "2025-06-01T00:00:00+08:00", to: "2025-06-08T00:00:00+08:00" };
const DOUBLE = { from: "2025-11-01T00:00:00+08:00", to: "2025-11-15T00:00:00+08:00" };
const INGEST = `mutation ($source: ID!, $rows: [TouchpointInput!]!) {
  ingestTouchpoints(sourceId: $source, touchpoints: $rows) { accepted rows { message } }
}`;

let setup: MemberSetup;
const campaigns: Record<string, string> = {};

/** `count` people join the brand from an instant on, a second apart, through the intake. */
async function join(brandCode: string, count: number, from: string, first: number): Promise<void> {
  const source = Buffer.from(`TouchpointSource:${setup.cloud}`).toString("base64url");
  for (let sent = 0; sent < count; sent += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, count - sent) }, (_, place) => ({
      eventId: `${brandCode}-join-${first + sent + place}`,
      occurredAt: new Date(Date.parse(from) + (sent + place) * 1_000).toISOString(),
      ...{ action: "MEMBER_JOIN", platform: "JD", site: "ON_SITE", brandCode },
      identities: [identity(`${brandCode}-${first + sent + place}`)],
    }));
    const { data } = await setup.test.query(setup.own.keys.INTEGRATION, INGEST, { source, rows });
    expect(data.ingestTouchpoints.accepted).toBe(rows.length);
  }
}

beforeAll(async () => {
  setup = await openMemberSetup("2025-11-20T00:00:00+08:00", ["haoyu", ...PEERS]);
  // 40 new members in the earlier promotion, 3,000 in the later; a peer has 3,000 too, the others fewer.
  await join("haoyu", 40, SUPER.from, 1);
  await join("haoyu", 3_000, DOUBLE.from, 1_001);
  await join("p-one", 2_999, DOUBLE.from, 1);
  for (const [place, code] of PEERS.slice(1).entries()) await join(code, 10 * place, DOUBLE.from, 1);
  for (const [code, window] of Object.entries({ SUPER, DOUBLE })) {
    const { data } = await setup.test.query(
      setup.own.keys.AD_OPS,
      "mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { campaign { id } userErrors { message } } }",
      {
        input: {
          ...{ brandId: setup.brands["haoyu"], code, name: code, window, placements: [] },
          steps: [],
        },
      },
    );
    expect(data.createCampaign.userErrors).toEqual([]);
    campaigns[code] = data.createCampaign.campaign.id;
  }
});
afterAll(() => setup.test.close());

const ask = (variables: object, secret = setup.own.keys.BI) =>
  setup.test.query(secret, documentOf("member-growth"), {
    brand: setup.brands["haoyu"],
    base: SUPER,
    current: DOUBLE,
    ...variables,
  });
const growth = async (variables: object = {}, secret?: string) => {
  const answer = await ask(variables, secret);
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data.brand.memberGrowth;
};

describe("brand.memberGrowth", () => {
  it("is +7400 % from 40 to 3,000 new members of two campaigns, rank 1 in the category, on a small base", async () => {
    expect(
      await growth({ base: { campaignId: campaigns["SUPER"] }, current: { campaignId: campaigns["DOUBLE"] } }),
    ).toEqual({
      metric: "NEW_MEMBERS",
      base: { from: "2025-05-31T16:00:00.000Z", to: "2025-06-07T16:00:00.000Z", count: "40", returned: "0" },
      current: { from: "2025-10-31T16:00:00.000Z", to: "2025-11-14T16:00:00.000Z", count: "3000", returned: "0" },
      isPerDay: false,
      change: 74,
      multiple: 75,
      changeReason: null,
      isSmallBase: true,
      rank: 1,
      of: 6,
      rankReason: null,
      threshold: 1,
    });
  });

  it("takes windows by their instants, compares them by the day, and the balance as well", async () => {
    // 40 in 7 days, 3,000 in 14.
    expect(await growth({ perDay: true })).toMatchObject({ change: 36.5, multiple: 37.5, isPerDay: true });
    expect(await growth({ metric: "MEMBERS" })).toMatchObject({
      base: { count: "40", returned: null },
      current: { count: "3040", returned: null },
      ...{ change: 75, rank: 1, of: 6 },
    });
  });

  it("tells members who come back from new ones, and ranks equal brands alike", async () => {
    const brandId = numberOf(setup.brands["p-two"]!);
    const row = (action: string, at: string) => ({ person: "p9000001", action, at, brandId, sourceId: setup.cloud });
    await insertTouchpoints(setup.test, [
      row("MEMBER_JOIN", "2025-05-01T12:00:00+08:00"),
      row("MEMBER_LEAVE", "2025-05-02T12:00:00+08:00"),
      row("MEMBER_JOIN", "2025-11-02T12:00:00+08:00"),
    ]);
    const two = await growth({ brand: setup.brands["p-two"] });
    // p-two: 1, p-three: 10, p-four: 20, p-five: 30.
    expect(two).toMatchObject({
      current: { count: "1", returned: "1" },
      rank: 6,
      change: null,
      changeReason: "BASE_NOT_POSITIVE",
    });
    expect(await growth({ brand: setup.brands["p-two"], metric: "MEMBERS", current: SUPER })).toMatchObject({
      rank: 2,
      of: 6,
    });
  });

  it("tells no rank outside of a category", async () => {
    const made = await setup.test.query(
      setup.own.keys.OPERATOR,
      'mutation { createCategory(input: { code: "LAMP", name: "LAMP" }) { category { id } } }',
    );
    const category = made.data.createCategory.category.id;
    expect(await growth({ category })).toMatchObject({ rank: null, of: null, rankReason: "NO_CATEGORY", change: 74 });
  });

  it("withholds few, and says that the base is small", async () => {
    const base = { from: "2025-07-01T00:00:00+08:00", to: "2025-08-01T00:00:00+08:00" };
    await join("haoyu", 3, "2025-07-02T00:00:00+08:00", 8_001);
    expect(await growth({ base }, setup.careful.keys.BI)).toMatchObject({
      base: { count: null, returned: null },
      current: { count: "3000", returned: "0" },
      ...{ change: null, multiple: null, changeReason: "SUPPRESSED", isSmallBase: true, rank: 1, threshold: 5 },
    });
    expect(await growth({ base })).toMatchObject({ base: { count: "3" }, change: 999 });
  });

  it("refuses windows that are none, and what cannot be divided by days", async () => {
    const refusals: readonly (readonly [object, string])[] = [
      [{ base: {} }, "base must have either campaignId, or from and to, but got none of them."],
      [
        { base: { campaignId: campaigns["SUPER"], ...SUPER } },
        "base must have either campaignId, or from and to, but got campaignId and from and to.",
      ],
      [
        { current: { from: DOUBLE.to, to: DOUBLE.from } },
        "current.to must lie after current.from (2025-11-14T16:00:00.000Z), at most 366 days, but got 2025-10-31T16:00:00.000Z.",
      ],
      [
        { current: { from: "2025-12-01T00:00:00+08:00", to: "2025-12-02T00:00:00+08:00" } },
        "current must have begun, but begins at 2025-11-30T16:00:00.000Z; it is 2025-11-19T16:00:00.000Z.",
      ],
      [{ metric: "MEMBERS", perDay: true }, "perDay must be false of MEMBERS: a balance has no days to be divided by."],
      [
        { brand: setup.brands["p-one"], base: { campaignId: campaigns["SUPER"] } },
        "base.campaignId must name a campaign of the brand, but got another one's.",
      ],
    ];
    for (const [variables, message] of refusals)
      expect((await ask(variables)).errors![0]).toMatchObject({ message, extensions: { code: "BAD_USER_INPUT" } });
    const odd = await ask({ base: { ...SUPER, to: "2025-06-08T00:00:01+08:00" } }, setup.careful.keys.BI);
    expect(odd.errors![0]!.message).toContain("to must be a whole hour in Asia/Shanghai");
  });
});
