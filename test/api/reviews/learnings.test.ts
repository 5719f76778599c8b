import { documentOf, openReviewSetup, publish, type ReviewSetup } from "./review-setup";

let setup: ReviewSetup;
let reviewId: string;

const send = async (name: string, variables: object, role: "AD_OPS" | "BI" = "AD_OPS") => {
  const { data, errors } = await setup.test.query(setup.market.own.keys[role], documentOf("reviews", name), variables);
  expect(errors).toBeUndefined();
  return data;
};
const search = async (text: string | null, page: object = { first: 10 }) =>
  (await send("brand-learnings", { brand: setup.brand, text, ...page }, "BI")).brand.learnings;

beforeAll(async () => {
  setup = await openReviewSetup();
  await publish(setup, { campaignId: setup.campaigns.eleven });
  const asked = { campaign: setup.campaigns.eleven, metric: "ROI" };
  reviewId = (await send("review", asked, "BI")).campaign.review.id;
});
afterAll(() => setup.test.close());

describe("learnings (V82)", () => {
  const input = {
    from: "AWARE_OR_APPEAL",
    to: "ACT",
    condition: "Seen off site",
    action: "Splash screens, then coupons",
  };

  it("are recorded in words, with the numbers of a measured flow, once however often the call is repeated", async () => {
    const recorded = async () =>
      (await send("record-learning", { input: { ...input, reviewId }, key: "words" })).recordLearning;
    const { learning, userErrors } = await recorded();
    expect(userErrors).toEqual([]);
    expect(learning).toMatchObject({
      ...{ condition: input.condition, action: input.action, people: "40" },
      review: { version: 1 },
    });
    expect(learning.effect.value).toBeCloseTo(4, 12);
    expect((await recorded()).learning.id).toBe(learning.id);
  });

  it("are found by their words, page by page", async () => {
    expect((await search("COUPONS")).nodes).toMatchObject([{ action: "Splash screens, then coupons" }]);
    expect((await search("douyin")).totalCount).toBe(4);
    expect((await search("100 %")).totalCount).toBe(0);
    const first = await search(null, { first: 3 });
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    const rest = await search(null, { first: 3, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes].map(({ id }: { id: string }) => id)).toEqual(
      (await search(null)).nodes.map(({ id }: { id: string }) => id),
    );
  });

  it("are attached to a campaign's plan and taken out again", async () => {
    const [{ id: learning }] = (await search("coupons")).nodes;
    const pair = { learning, campaign: setup.campaigns.super };
    for (let times = 0; times < 2; times++) {
      const { attachLearning } = await send("attach-learning", pair);
      expect(attachLearning).toEqual({ campaign: { attachedLearnings: [{ id: learning }] }, userErrors: [] });
    }
    const { detachLearning } = await send("detach-learning", pair);
    expect(detachLearning).toEqual({ campaign: { attachedLearnings: [] }, userErrors: [] });
  });

  it("need a measured flow and words", async () => {
    const bad = { reviewId, from: "ACT", to: "ADVOCATE", condition: " ", action: "" };
    const { recordLearning } = await send("record-learning", { input: bad });
    expect(recordLearning).toEqual({
      learning: null,
      userErrors: [
        { code: "INVALID_INPUT", field: ["input", "condition"] },
        { code: "INVALID_INPUT", field: ["input", "action"] },
        { code: "NOT_MEASURED", field: ["input", "from"] },
      ],
    });
  });
});
