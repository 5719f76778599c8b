import { AS_OF, FLOW_FROM, grant } from "../benchmarks/market";
import { campaignInput, createCampaign } from "../campaigns/campaign-setup";
import { documentOf, openReviewSetup, publish, type ReviewSetup } from "./review-setup";

let setup: ReviewSetup;
beforeAll(async () => {
  setup = await openReviewSetup();
});
afterAll(() => setup.test.close());

it("keeps no small group in a review, neither in its figures nor in its inputs, and says why a figure is null", async () => {
  const { test, market, brand } = setup;
  const careful = await test.addOrganisation("careful", { smallGroupThreshold: 50, roundingBase: 10 });
  await grant(test, market.own.keys.OPERATOR, careful.id, [brand]);
  const window = { from: FLOW_FROM, to: AS_OF };
  const { id } = await createCampaign({ test }, careful, campaignInput(brand, { code: "mine", name: "mine", window }));
  await publish({ ...setup, market: { ...market, own: careful } }, { campaignId: id });
  const asked = { campaign: id, metric: "A1_GROWTH" };
  const { data, errors } = await test.query(careful.keys.BI, documentOf("reviews", "review"), asked);
  expect(errors).toBeUndefined();
  const { assets, stages, flows, scorecard, explain } = { ...data.campaign.review, ...data.campaign.review.assets };
  // 40, 0, 4 and 0 people with 36 lapsed, then 41, 2, 27 and 0: all below 50, but for nobody at all.
  expect([assets.before, assets.after, assets.growth]).toEqual([null, null, null]);
  for (const { before, after } of stages) for (const people of [before, after]) expect([null, "0"]).toContain(people);
  for (const { people } of flows) expect([null, "0"]).toContain(people);
  const line = scorecard.find(({ metric }: { metric: string }) => metric === "ASSET_GROWTH");
  expect(line).toMatchObject({ value: null, suppressedReason: "SUPPRESSED" });
  expect(explain).toMatchObject({ value: null, isReproduced: true });
  expect(Object.values(explain.inputs)).toEqual([null, null]);
  const kept: { inputs: unknown }[] = await test.app.database.withSystem((manager) =>
    manager.query("SELECT inputs -> 'campaign' -> 'boundaries' AS inputs FROM campaign_review WHERE campaign_id = $1", [
      Buffer.from(id, "base64url").toString("utf8").split(":")[1],
    ]),
  );
  for (const { people } of kept[0]!.inputs as { people: (number | null)[] }[])
    for (const count of people) expect([null, 0]).toContain(count);
});
