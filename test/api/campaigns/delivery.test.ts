import {
  type CampaignSetup,
  type CreatedCampaign,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
  placement,
} from "./campaign-setup";

const IMPORT = documentOf(__dirname, "import-delivery");
const READ = documentOf(__dirname, "campaign-delivery");

let setup: CampaignSetup;
let campaign: CreatedCampaign;
let made = 0;
beforeAll(async () => {
  setup = await openCampaignSetup("2025-11-13T09:00:00+08:00");
});
afterAll(() => setup.test.close());

/** A campaign with a splash screen (`s`) and a feed (`f`) on DOUYIN; ids carry the campaign's number. */
beforeEach(async () => {
  made += 1;
  campaign = await createCampaign(
    setup,
    setup.own,
    campaignInput(setup.brands.haoyu, {
      code: `campaign-${made}`,
      placements: [placement({ externalIds: [`s${made}`] }), placement({ name: "Feed", externalIds: [`f${made}`] })],
    }),
  );
});

const hour = (day: string, at: number) => ({
  from: `${day}T${String(at).padStart(2, "0")}:00:00+08:00`,
  to: new Date(Date.parse(`${day}T00:00:00+08:00`) + (at + 1) * 3_600_000).toISOString(),
});
const day = (date: string) => ({
  from: `${date}T00:00:00+08:00`,
  to: new Date(Date.parse(`${date}T24:00:00+08:00`)).toISOString(),
});

const row = (change: object = {}) => ({
  externalId: `s${made}`,
  platform: "DOUYIN",
  period: day("2025-11-11"),
  impressions: "1000",
  clicks: "10",
  cost: { amount: "90.50", currencyCode: "CNY" },
  ...change,
});

const importRows = async (rows: readonly object[], key?: string, organisation = setup.own) => {
  const input = { campaignId: campaign.id, source: "Ocean Engine reports", rows };
  const answer = await setup.test.query(organisation.keys.INTEGRATION, IMPORT, { input, key });
  return answer.data.importPlacementDelivery;
};
const outcomesOf = ({ rows }: { readonly rows: readonly { readonly outcome: string }[] }) =>
  rows.map(({ outcome }) => outcome);
const read = async () => (await setup.test.query(setup.own.keys.BI, READ, { campaign: campaign.id })).data.campaign;

describe("importPlacementDelivery", () => {
  it("answers row by row and takes what can be taken", async () => {
    const answer = await importRows([
      row(),
      row({ externalId: `f${made}`, period: hour("2025-11-11", 23), clicks: "2000" }),
      row({ externalId: "s0" }),
      row({ platform: "MYSPACE" }),
      row({ period: { from: "2025-11-11T00:00:00Z", to: "2025-11-12T00:00:00Z" } }),
      row({ impressions: "-1" }),
      row({ cost: { amount: "1.00", currencyCode: "USD" } }),
      row({ period: hour("2025-11-11", 3) }),
      row(),
    ]);
    expect(answer).toMatchObject({ accepted: 2, restated: 0, unchanged: 1, rejected: 6, userErrors: [] });
    const none = { reason: null, field: [], message: null };
    expect(answer.rows).toEqual([
      { index: 0, outcome: "ACCEPTED", ...none },
      { index: 1, outcome: "ACCEPTED", ...none },
      expect.objectContaining({ index: 2, outcome: "REJECTED", reason: "UNKNOWN_EXTERNAL_ID", field: ["externalId"] }),
      expect.objectContaining({ index: 3, outcome: "REJECTED", reason: "UNKNOWN_PLATFORM", field: ["platform"] }),
      expect.objectContaining({ index: 4, outcome: "REJECTED", reason: "INVALID_PERIOD", field: ["period"] }),
      expect.objectContaining({ index: 5, outcome: "REJECTED", reason: "INVALID_VALUE", field: ["impressions"] }),
      expect.objectContaining({
        index: 6,
        outcome: "REJECTED",
        reason: "WRONG_CURRENCY",
        field: ["cost", "currencyCode"],
      }),
      expect.objectContaining({ index: 7, outcome: "REJECTED", reason: "GRAIN_CONFLICT", field: ["period"] }),
      { index: 8, outcome: "UNCHANGED", ...none },
    ]);
  });

  it("changes nothing for an equal row and restates other figures, keeping the earlier ones", async () => {
    const later = row({ clicks: "11", cost: { amount: "91.00", currencyCode: "CNY" } });
    expect(outcomesOf(await importRows([row()]))).toEqual(["ACCEPTED"]);
    expect(outcomesOf(await importRows([row()]))).toEqual(["UNCHANGED"]);
    expect(outcomesOf(await importRows([later]))).toEqual(["RESTATED"]);
    expect(outcomesOf(await importRows([later]))).toEqual(["UNCHANGED"]);
    expect((await read()).placements[0].delivery).toMatchObject({
      impressions: "1000",
      clicks: "11",
      cost: { amount: "91.00", currencyCode: "CNY" },
      periods: 1,
    });
    const kept = await setup.test.app.database.withSystem((manager) =>
      manager.query(
        `SELECT placement_delivery.version, clicks, cost_minor, source FROM placement_delivery
         JOIN placement_external_id USING (placement_id) WHERE external_id = $1 ORDER BY version`,
        [`s${made}`],
      ),
    );
    const source = "Ocean Engine reports";
    expect(kept).toEqual([
      { version: 1, clicks: "10", cost_minor: "9050", source },
      { version: 2, clicks: "11", cost_minor: "9100", source },
    ]);
  });

  it("keeps a day in the grain in which it was reported first, also between calls", async () => {
    await importRows([row(), row({ period: hour("2025-11-12", 0) })]);
    const answer = await importRows([
      row({ period: hour("2025-11-11", 0) }),
      row({ period: day("2025-11-12") }),
      row({ period: hour("2025-11-12", 23) }),
      row({ period: day("2025-11-13") }),
      row({ period: hour("2025-11-11", 0), externalId: `f${made}` }),
    ]);
    expect(outcomesOf(answer)).toEqual(["REJECTED", "REJECTED", "ACCEPTED", "ACCEPTED", "ACCEPTED"]);
  });

  it("refuses the whole call with the reasons", async () => {
    const refused = { accepted: null, restated: null, unchanged: null, rejected: null, rows: [] };
    expect(await importRows([])).toEqual({
      ...refused,
      userErrors: [
        {
          code: "INVALID_INPUT",
          field: ["input", "rows"],
          message: "rows must have 1 to 1000 elements, but got 0; send them in several calls.",
        },
      ],
    });
    expect((await importRows(new Array(1_001).fill(row()))).userErrors).toMatchObject([{ field: ["input", "rows"] }]);
    expect(await importRows([row()], undefined, setup.rival)).toMatchObject({
      ...refused,
      userErrors: [{ code: "NOT_FOUND", field: ["input", "campaignId"] }],
    });
  });

  it("answers 50 calls at once with one key as one", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => importRows([row()], `key of ${campaign.id}`)));
    for (const answer of answers) expect(outcomesOf(answer)).toEqual(["ACCEPTED"]);
    expect((await read()).deliveryTotals).toMatchObject({ impressions: "1000", periods: 1 });
  });

  it("puts imports of one campaign at once in an order", async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        importRows([row({ impressions: String(index) }), row({ period: hour("2025-11-12", index) })]),
      ),
    );
    expect(answers.map(({ rows }) => rows[0].outcome).sort()).toEqual(["ACCEPTED", ...new Array(9).fill("RESTATED")]);
    const versions = await setup.test.app.database.withSystem((manager) =>
      manager.query(
        `SELECT max(placement_delivery.version) AS latest FROM placement_delivery JOIN placement_external_id USING (placement_id)
         WHERE external_id = $1 AND period_end - period_start > interval '1 hour'`,
        [`s${made}`],
      ),
    );
    expect(versions).toEqual([{ latest: 10 }]);
  });
});

describe("delivery of a campaign", () => {
  it("adds up placements, periods and days of the brand's zone", async () => {
    await importRows([
      row({
        period: day("2025-11-10"),
        impressions: "100",
        clicks: "1",
        cost: { amount: "1.00", currencyCode: "CNY" },
      }),
      // The first and the last hour of 11-11 in Shanghai lie in two days of UTC.
      row({
        period: hour("2025-11-11", 0),
        impressions: "10",
        clicks: "2",
        cost: { amount: "0.10", currencyCode: "CNY" },
      }),
      row({
        period: hour("2025-11-11", 23),
        impressions: "20",
        clicks: "3",
        cost: { amount: "0.20", currencyCode: "CNY" },
      }),
      row({
        externalId: `f${made}`,
        period: day("2025-11-11"),
        impressions: "1000",
        clicks: "4",
        cost: { amount: "0.01", currencyCode: "CNY" },
      }),
    ]);
    setup.time.now = new Date("2025-11-14T09:00:00+08:00");
    await importRows([
      row({
        period: day("2025-11-10"),
        impressions: "200",
        clicks: "1",
        cost: { amount: "2.00", currencyCode: "CNY" },
      }),
    ]);

    const early = "2025-11-13T01:00:00.000Z";
    const late = "2025-11-14T01:00:00.000Z";
    const cny = (amount: string) => ({ amount, currencyCode: "CNY" });
    expect(await read()).toEqual({
      // Splash screen 200 + 10 + 20, feed 1000; clicks 1 + 2 + 3 + 4; cost 2.00 + .10 + .20 + .01.
      deliveryTotals: { impressions: "1230", clicks: "10", cost: cny("2.31"), periods: 4, asOf: late },
      delivery: [
        {
          from: "2025-11-09T16:00:00.000Z",
          to: "2025-11-10T16:00:00.000Z",
          impressions: "200",
          clicks: "1",
          cost: cny("2.00"),
        },
        {
          from: "2025-11-10T16:00:00.000Z",
          to: "2025-11-11T16:00:00.000Z",
          impressions: "1030",
          clicks: "9",
          cost: cny("0.31"),
        },
      ],
      placements: [
        {
          name: "Splash screen",
          delivery: { impressions: "230", clicks: "6", cost: cny("2.30"), periods: 3, asOf: late },
        },
        { name: "Feed", delivery: { impressions: "1000", clicks: "4", cost: cny("0.01"), periods: 1, asOf: early } },
      ],
    });
  });

  it("is read for many placements in as many statements as for one", async () => {
    const statementsFor = async (count: number): Promise<number> => {
      const placements = Array.from({ length: count }, () => placement());
      const input = campaignInput(setup.brands.haoyu, { code: `of-${count}`, placements });
      campaign = await createCampaign(setup, setup.own, input);
      const stores = jest.spyOn(setup.test.app.database, "withTenant");
      await read();
      const { length } = stores.mock.calls;
      stores.mockRestore();
      return length;
    };
    expect(await statementsFor(40)).toBe(await statementsFor(1));
  });

  it("sums past 2^53 to the unit", async () => {
    const most = String(10n ** 15n);
    const days = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"];
    await importRows([
      ...days.map((date) => row({ period: day(`2025-11-${date}`), impressions: most })),
      row({ period: day("2025-11-11"), impressions: "1" }),
    ]);
    expect((await read()).deliveryTotals.impressions).toBe("10000000000000001");
  });

  it("is the latest 400 days, oldest first", async () => {
    const start = Date.parse("2024-01-01T00:00:00+08:00");
    const rows = Array.from({ length: 402 }, (_, index) => {
      const from = start + index * 86_400_000;
      return row({ period: { from: new Date(from).toISOString(), to: new Date(from + 86_400_000).toISOString() } });
    });
    expect(await importRows(rows)).toMatchObject({ accepted: 402 });
    const { delivery } = await read();
    expect(delivery).toHaveLength(400);
    expect(delivery[0].from).toBe(new Date(start + 2 * 86_400_000).toISOString());
    expect(delivery.at(-1).from).toBe(new Date(start + 401 * 86_400_000).toISOString());
  });
});
