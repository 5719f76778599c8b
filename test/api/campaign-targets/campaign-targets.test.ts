import { documentOf, openReviewSetup, type ReviewSetup } from "../reviews/review-setup";

const SET = documentOf("campaign-targets", "set-campaign-targets");
const READ = documentOf("campaign-targets", "campaign-targets");

let setup: ReviewSetup;
beforeAll(async () => {
  setup = await openReviewSetup();
});
afterAll(() => setup.test.close());

const target = (metric: string, value: number, more: object = {}) => ({
  ...{ metric, target: value, owner: "Media team", dueOn: "2025-11-30" },
  ...more,
});
const set = async (targets: object[], version: number, campaign = setup.campaigns.eleven) => {
  const { data, errors } = await setup.test.query(setup.market.own.keys.AD_OPS, SET, { campaign, targets, version });
  expect(errors).toBeUndefined();
  return data.setCampaignTargets;
};
const codes = ({ userErrors }: { userErrors: { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => [code, field.join(".")]);

describe("targets of a campaign (V16, V55, G60, G63)", () => {
  it("are set whole and say how far they are", async () => {
    const sourceId = Buffer.from(`TouchpointSource:${setup.market.cloudSource}`).toString("base64url");
    const targets = [
      target("ROI", 5),
      target("COST", 400),
      target("A12_TO_A3", 0.4, { step: "LEAD" }),
      target("COST_PER_A3", 20),
      target("SEGMENT_DEPTH", 0.4),
      target("POTENTIAL_SCORE_QUALITY", 0.7),
      target("PRIVATE_DOMAIN_MATCH_RATE", 0.5, { sourceId }),
    ];
    expect(await set(targets, 0)).toMatchObject({ campaignTargets: { version: 1 }, userErrors: [] });
    const { data, errors } = await setup.test.query(setup.market.own.keys.BI, READ, {
      campaign: setup.campaigns.eleven,
    });
    expect(errors).toBeUndefined();
    const rows = data.campaign.targets.targets.map(({ metric, step, unit, progress }: Record<string, unknown>) => [
      metric,
      step,
      unit,
      ...Object.values(progress as object),
    ]);
    // 2,000.00 credited for 500.00; 20 of 40 bought, all in LEAD; 29 of 70 are beyond AWARE; nobody came on 10 November.
    expect(rows).toEqual([
      ["ROI", null, "RATIO", 4, "KNOWN", 0.8],
      ["COST", null, "MONEY", 500, "KNOWN", 0.8],
      ["A12_TO_A3", "LEAD", "RATIO", 0.5, "KNOWN", 1.25],
      ["COST_PER_A3", null, "MONEY", 25, "KNOWN", 0.8],
      ["SEGMENT_DEPTH", null, "RATIO", expect.closeTo(29 / 70, 12), "KNOWN", expect.closeTo(29 / 70 / 0.4, 12)],
      ["POTENTIAL_SCORE_QUALITY", null, "RATIO", null, "NO_MODEL", null],
      ["PRIVATE_DOMAIN_MATCH_RATE", null, "RATIO", null, "NO_SOURCE", null],
    ]);
  });

  it("change version by version, and none are left by []", async () => {
    expect(codes(await set([], 0))).toEqual([["VERSION_CONFLICT", "expectedVersion"]]);
    expect(await set([], 1)).toEqual({ campaignTargets: { version: 2, targets: [] }, userErrors: [] });
  });

  it("are refused with all that is wrong", async () => {
    const bad = [
      target("ROI", 0, { owner: " " }),
      target("ROI", 1),
      target("GMV", 1, { step: "LEAD" }),
      target("COST", 1, { step: "ENGAGE" }),
      target("PRIVATE_DOMAIN_MATCH_RATE", 1),
    ];
    expect(codes(await set(bad, 2))).toEqual([
      ["INVALID_INPUT", "targets.0.target"],
      ["INVALID_INPUT", "targets.0.owner"],
      ["INVALID_INPUT", "targets.1.metric"],
      ["INVALID_INPUT", "targets.2.step"],
      ["INVALID_INPUT", "targets.3.step"],
      ["INVALID_INPUT", "targets.4.sourceId"],
    ]);
  });

  it("of a campaign without reports, refreshes or cost have a reason and no figure, never 0", async () => {
    const metrics = ["GMV", "ROI", "COST", "VISIT_RATE", "GAP_CLOSURE", "ASSET_GROWTH_RANK"];
    await set(
      metrics.map((metric) => target(metric, 1)),
      0,
      setup.campaigns.super,
    );
    const { data } = await setup.test.query(setup.market.own.keys.BI, READ, { campaign: setup.campaigns.super });
    expect(data.campaign.targets.targets.map(({ progress }: { progress: object }) => progress)).toEqual([
      { actual: null, state: "NO_REPORT", attainment: null },
      { actual: null, state: "NO_REPORT", attainment: null },
      { actual: null, state: "NO_COST", attainment: null },
      { actual: null, state: "NOT_COMPUTED", attainment: null },
      { actual: null, state: "NOT_COMPUTED", attainment: null },
      { actual: null, state: "NOT_COMPUTED", attainment: null },
    ]);
  });
});
