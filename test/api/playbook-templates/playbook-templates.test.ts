import { parseNodeId } from "../../../src/graphql/node";
import { newId } from "../../../src/platform/ids";
import type { TestOrganisation } from "../../support/test-app";
import { grant } from "../benchmarks/market";
import { type Answer, codesOf, openSharedSetup, type SharedSetup, sender } from "../group-strategies/shared-setup";
import { documentOf } from "../reviews/review-setup";

let setup: SharedSetup;
let send: ReturnType<typeof sender>;
let template: string;
/** Each is granted one of the rivals w1 to w5. */
const others: { readonly organisation: TestOrganisation; readonly brand: string }[] = [];

const OTHERS = 5;
beforeAll(async () => {
  setup = await openSharedSetup();
  send = sender(setup);
  for (let n = 1; n <= OTHERS; n++) others.push(await addOther(`other-${n}`, `w${n}`));
});
afterAll(() => setup.test.close());

async function addOther(code: string, brandCode: string) {
  const organisation = await setup.test.addOrganisation(code);
  const brand = setup.market.brands.get(brandCode)!;
  await grant(setup.test, setup.market.own.keys.OPERATOR, organisation.id, [brand]);
  return { organisation, brand };
}

const ask = (document: string, variables: object, key?: string): Promise<Answer> =>
  send("playbook-templates", document, variables, key ?? setup.market.own.keys.ADMIN);
const share = (more: object = {}, key?: string): Promise<Answer> =>
  ask("share-playbook", {
    input: { playbookId: setup.playbook, title: "Show again", leaveOutPacks: [1], ...more },
    key,
  });
const list = (key: string, category?: string): Promise<Answer> => ask("playbook-templates", { category }, key);

/** Adopts, makes a campaign, and has it reviewed with these figures; the review is written as publishReview would. */
async function useTemplate(
  { organisation, brand }: (typeof others)[number],
  figures: readonly object[],
  publishedAt: string,
  isFinal = true,
): Promise<void> {
  const { AD_OPS } = organisation.keys;
  const name = `Adopted ${publishedAt}`;
  const adopted = await ask(
    "adopt-playbook-template",
    { input: { templateId: template, brandId: brand, name } },
    AD_OPS,
  );
  expect(adopted.userErrors).toEqual([]);
  const input = {
    ...{ playbookId: adopted.playbook.id, code: `c-${Date.parse(publishedAt)}`, name },
    startsAt: "2025-11-15T00:00:00+08:00",
  };
  const { campaign } = await send("playbooks", "instantiate-playbook", { input }, AD_OPS);
  await setup.test.app.database.withSystem((manager) =>
    manager.query(
      `INSERT INTO campaign_review (id, organisation_id, campaign_id, version, published_at, inputs, content)
       VALUES ($1, $2, $3, 1, $4, '{}', $5)`,
      [
        ...[newId(new Date(publishedAt)), organisation.id, parseNodeId(campaign.id)!.key, publishedAt],
        JSON.stringify({ isFinal, figures }),
      ],
    ),
  );
}
const roi = (value: number, state = "KNOWN") => ({ metric: "ROI", value: state === "KNOWN" ? value : null, state });
const resultOf = async (key: string, metric: string): Promise<Answer> =>
  (await list(key)).nodes[0].results.find((result: Answer) => result.metric === metric);

describe("a template of a playbook (G56)", () => {
  it("refuses what would tell whose it is, each with the reason", async () => {
    const { categories } = setup.market;
    expect(codesOf(await share({ leaveOutPacks: [] }))).toEqual([["NOT_PORTABLE", "input.leaveOutPacks"]]);
    const named = await share({ title: "How ELEVEN sold for w0" });
    expect(named.userErrors).toMatchObject([{ code: "IDENTIFYING", field: ["input", "title"] }]);
    expect(codesOf(await share({ title: "Harvest for all" }))).toEqual([["IDENTIFYING", "input.title"]]);
    // Pens would be no category of the brand, and of smartwatches there is one.
    expect(codesOf(await share({ categoryId: categories.get("pens") }))).toEqual([
      ["INVALID_INPUT", "input.categoryId"],
    ]);
  });

  it("refuses a category with fewer than five brands of others", async () => {
    const { AD_OPS } = setup.market.own.keys;
    const made = await send(
      "group-strategies",
      "create-brand-group",
      { input: { name: "House", brandIds: [setup.watches, setup.pens] } },
      AD_OPS,
    );
    const input = { playbookId: setup.playbook, brandGroupId: made.brandGroup.id, name: "All", leaveOutPacks: [1] };
    const { groupStrategy } = await send("group-strategies", "promote-playbook", { input }, AD_OPS);
    const adopt = { groupStrategyId: groupStrategy.id, brandId: setup.pens, name: "Of pens" };
    const { playbook } = await send("group-strategies", "adopt-group-strategy", { input: adopt }, AD_OPS);
    // p1 to p3.
    expect((await share({ playbookId: playbook.id, leaveOutPacks: [] })).userErrors).toMatchObject([
      { code: "IDENTIFYING", field: ["input", "categoryId"], message: expect.stringContaining("has 3") },
    ]);
  });

  it("says what was done to everybody, and of whom nothing", async () => {
    const shared = await share({}, "share");
    expect(shared.userErrors).toEqual([]);
    template = shared.playbookTemplate.id;
    expect((await share({}, "share")).playbookTemplate.id).toBe(template);
    const { BI } = others[0]!.organisation.keys;
    const found = await list(BI, setup.market.categories.get("watches"));
    expect(found.totalCount).toBe(1);
    expect(found.nodes[0]).toMatchObject({
      ...{ id: template, title: "Show again", sharedOn: "2025-12-20", isOwn: false, category: { code: "watches" } },
      content: {
        days: 30,
        packs: [{ name: "Pack 1", rules: { explanation: expect.stringContaining("60 days") } }],
        placements: [
          // 870.00 and 130.00 of 1000.00, to the next 0.05.
          { name: "Placement 1", platform: "DOUYIN", step: "ACQUIRE", packName: "Pack 1", costShare: 0.85 },
          { name: "Placement 2", platform: "DOUYIN", step: "ACQUIRE", packName: null, costShare: 0.15 },
        ],
        ...{ strategies: [], frequency: null },
      },
    });
    expect((await list(BI, setup.market.categories.get("pens"))).nodes).toEqual([]);
    expect((await list(setup.market.own.keys.BI)).nodes[0].isOwn).toBe(true);
  });

  it("keeps no name, key, date or amount of the author in what others can read", async () => {
    const [row] = await setup.test.app.database.withTenant({ organisationId: others[0]!.organisation.id }, (manager) =>
      manager.query("SELECT * FROM playbook_template"),
    );
    const text = JSON.stringify(row);
    const decoded = (id: string): string => parseNodeId(id)!.key;
    for (const secret of [
      ...["own", "w0", "eleven", "Harvest", "Seen", "Named", "Autumn", "Splash", "Feed", "870", "2025-10", "2025-11"],
      ...[setup.market.own.id, decoded(setup.playbook)],
    ])
      expect([secret, text.includes(secret)]).toEqual([secret, false]);
    expect(row.shared_on).toEqual(new Date("2025-12-20T00:00:00Z"));
    const authors = await setup.test.app.database.withTenant(
      { organisationId: others[0]!.organisation.id },
      (manager) => manager.query("SELECT * FROM playbook_template_author"),
    );
    expect(authors).toEqual([]);
  });

  it("becomes a playbook of whoever adopts it, whose source nobody is told", async () => {
    const { organisation, brand } = others[0]!;
    const input = { templateId: template, brandId: brand, name: "As others did" };
    const adopted = await ask("adopt-playbook-template", { input, key: "adopt" }, organisation.keys.AD_OPS);
    expect(adopted).toEqual({
      playbook: { id: expect.any(String), source: null, template: { title: "Show again" } },
      userErrors: [],
    });
    expect(codesOf(await ask("adopt-playbook-template", { input }, organisation.keys.AD_OPS))).toEqual([
      ["NAME_TAKEN", "input.name"],
    ]);
    const { campaign } = await send(
      "playbooks",
      "instantiate-playbook",
      {
        input: { playbookId: adopted.playbook.id, code: "again", name: "Again", startsAt: "2025-11-14T00:00:00+08:00" },
      },
      organisation.keys.AD_OPS,
    );
    // 30 days, and a step of eight days and ten hours.
    expect(campaign).toMatchObject({
      window: { from: "2025-11-13T16:00:00.000Z", to: "2025-12-13T16:00:00.000Z" },
      steps: [{ step: "ACQUIRE", from: "2025-11-13T16:00:00.000Z", to: "2025-11-22T02:00:00.000Z" }],
    });
  });

  it("tells results of five organisations at least, the reader's own left out", async () => {
    const { BI } = setup.market.own.keys;
    for (const [n, other] of others.slice(0, 4).entries())
      await useTemplate(other, [roi(n + 1)], `2026-01-0${n + 1}T00:00:00Z`);
    // Neither a review that is not final nor a figure that is not known makes the fifth.
    await useTemplate(others[4]!, [roi(100)], "2026-01-05T00:00:00Z", false);
    expect(await resultOf(BI, "ROI")).toEqual({
      ...{ metric: "ROI", state: "TOO_FEW_PEERS", organisations: null, mean: null },
    });
    await useTemplate(
      others[4]!,
      [roi(10), { metric: "NEW_SHARE", value: 0.5, state: "KNOWN" }],
      "2026-01-06T00:00:00Z",
    );
    expect(await resultOf(BI, "ROI")).toEqual({ metric: "ROI", state: "AVAILABLE", organisations: 5, mean: 4 });
    expect(await resultOf(BI, "NEW_SHARE")).toMatchObject({ state: "TOO_FEW_PEERS", mean: null });
    // One of the five reads of four others.
    expect(await resultOf(others[0]!.organisation.keys.BI, "ROI")).toMatchObject({ state: "TOO_FEW_PEERS" });
  });

  it("tells a new mean only when five more have joined, so that no two answers differ by one", async () => {
    const { BI } = setup.market.own.keys;
    const sixth = await addOther("other-6", "w1");
    await useTemplate(sixth, [roi(1_000)], "2026-01-07T00:00:00Z");
    expect(await resultOf(BI, "ROI")).toMatchObject({ organisations: 5, mean: 4 });
    // A second campaign of one that is counted already changes nothing either.
    await useTemplate(others[0]!, [roi(500)], "2026-01-08T00:00:00Z");
    expect(await resultOf(BI, "ROI")).toMatchObject({ organisations: 5, mean: 4 });
  });

  it("is shared and withdrawn by the author's administrators alone", async () => {
    const document = documentOf("playbook-templates", "share-playbook");
    const input = { playbookId: setup.playbook, title: "Show again", leaveOutPacks: [1] };
    const { errors } = await setup.test.query(setup.market.own.keys.AD_OPS, document, { input });
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    const { ADMIN, AD_OPS, BI } = others[0]!.organisation.keys;
    expect(codesOf(await ask("share-playbook", { input }, ADMIN))).toEqual([["NOT_FOUND", "input.playbookId"]]);
    expect(codesOf(await ask("withdraw-playbook-template", { id: template }, ADMIN))).toEqual([["NOT_FOUND", "id"]]);
    expect(codesOf(await ask("withdraw-playbook-template", { id: template }))).toEqual([]);
    expect((await list(BI)).nodes).toEqual([]);
    const wanted = { templateId: template, brandId: others[0]!.brand, name: "Late" };
    expect(codesOf(await ask("adopt-playbook-template", { input: wanted }, AD_OPS))).toEqual([
      ["NOT_FOUND", "input.templateId"],
    ]);
  });
});
