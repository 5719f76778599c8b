import { documentOf } from "../reviews/review-setup";
import { type Answer, codesOf, createPack, openSharedSetup, type SharedSetup, sender } from "./shared-setup";

let setup: SharedSetup;
let send: ReturnType<typeof sender>;
let group: string;
let strategy: string;

beforeAll(async () => {
  setup = await openSharedSetup();
  send = sender(setup);
});
afterAll(() => setup.test.close());

const ask = (document: string, variables: object, key?: string): Promise<Answer> =>
  send("group-strategies", document, variables, key);
const inherited = async (brand: string): Promise<Answer> => {
  const { AD_OPS } = setup.market.own.keys;
  const { data, errors } = await setup.test.query(AD_OPS, documentOf("group-strategies", "inherited-strategies"), {
    brand,
  });
  expect(errors).toBeUndefined();
  return data;
};
const promotion = (more: object = {}): object => ({ playbookId: setup.playbook, leaveOutPacks: [1], ...more });
const next = (input: object, expectedVersion: number): Promise<Answer> =>
  ask("promote-next-version", { id: strategy, input: promotion(input), expectedVersion });
const override = (brand: string, input: object, expectedVersion: number): Promise<Answer> =>
  ask("set-strategy-override", { strategy, brand, input, expectedVersion });

describe("strategies of a brand group (G55)", () => {
  it("groups granted brands, once however often it is asked", async () => {
    const input = { name: "House", brandIds: [setup.watches, setup.pens] };
    const made = await ask("create-brand-group", { input, key: "house" });
    expect(made).toEqual({
      brandGroup: { id: expect.any(String), name: "House", version: 1, brands: [{ code: "w0" }, { code: "p0" }] },
      userErrors: [],
    });
    group = made.brandGroup.id;
    expect((await ask("create-brand-group", { input, key: "house" })).brandGroup.id).toBe(group);
    expect(codesOf(await ask("create-brand-group", { input }))).toEqual([["NAME_TAKEN", "input.name"]]);
    const rivals = setup.market.brands.get("w1")!;
    const bad = { name: " ", brandIds: [setup.watches, rivals, setup.watches] };
    expect(codesOf(await ask("create-brand-group", { input: bad }))).toEqual([
      ["INVALID_INPUT", "input.name"],
      ["NOT_FOUND", "input.brandIds.1"],
      ["INVALID_INPUT", "input.brandIds.2"],
    ]);
  });

  it("does not promote what only the brand has, and says which pack names it", async () => {
    const input = { ...promotion({ leaveOutPacks: [] }), brandGroupId: group, name: "Seen again" };
    const refused = await ask("promote-playbook", { input });
    expect(refused).toMatchObject({
      groupStrategy: null,
      userErrors: [{ code: "NOT_PORTABLE", message: expect.stringContaining('pack 1, "Named", name a campaign') }],
    });
    expect(codesOf(await ask("promote-playbook", { input: { ...input, leaveOutPacks: [1, 2] } }))).toEqual([
      ["INVALID_INPUT", "input.leaveOutPacks.1"],
    ]);
  });

  it("promotes a brand's playbook; the group's brands inherit it, others do not", async () => {
    const input = { ...promotion({ note: "Sold best" }), brandGroupId: group, name: "Seen again" };
    const { groupStrategy, userErrors } = await ask("promote-playbook", { input, key: "promote" });
    expect(userErrors).toEqual([]);
    expect(groupStrategy).toMatchObject({
      version: 1,
      versions: [
        {
          ...{ note: "Sold best", source: { name: "Autumn" } },
          content: {
            packs: [{ name: "Seen" }],
            placements: [
              { name: "Splash screen", packName: "Seen" },
              { name: "Feed of Harvest", packName: null },
            ],
          },
        },
      ],
    });
    strategy = groupStrategy.id;
    expect((await ask("promote-playbook", { input, key: "promote" })).groupStrategy.id).toBe(strategy);
    const { viewer, brand } = await inherited(setup.pens);
    expect(viewer.brandGroups).toEqual([
      { name: "House", strategies: [{ name: "Seen again", group: { name: "House" } }] },
    ]);
    expect(brand.inheritedStrategies).toMatchObject([
      {
        ...{ state: "INHERITED", reason: null, overrideVersion: 0, changes: [], unusedOverrides: [] },
        ...{ strategy: { name: "Seen again", version: 1 }, content: { days: 30, frequency: null } },
      },
    ]);
    expect((await inherited(setup.loner)).brand.inheritedStrategies).toEqual([]);
  });

  it("keeps to a scope of categories from version to version", async () => {
    const { categories } = setup.market;
    const narrow = await next({ categoryIds: [categories.get("watches")] }, 1);
    expect(narrow).toEqual({
      groupStrategy: {
        version: 2,
        versions: [
          { version: 2, categories: [{ code: "watches" }] },
          { version: 1, categories: [] },
        ],
        heirs: [{ state: "INHERITED", brand: { code: "w0" } }],
      },
      userErrors: [],
    });
    expect((await inherited(setup.pens)).brand.inheritedStrategies).toEqual([]);
    expect(codesOf(await next({}, 1))).toEqual([["VERSION_CONFLICT", "expectedVersion"]]);
    expect((await next({}, 2)).groupStrategy.heirs).toHaveLength(2);
  });

  it("lets a brand do otherwise with a reason, and keeps that under the next version", async () => {
    const { AD_OPS } = setup.market.own.keys;
    const rules = { did: { action: "SEARCH", brand: "OWN", times: { min: 1 }, within: { days: 30 } } };
    const own = await createPack(setup.test, AD_OPS, setup.pens, "Searched", rules);
    const input = {
      ...{ reason: "Pens are looked for", frequency: { from: 2, to: 4 } },
      packs: [{ name: "Seen", audiencePackId: own }],
    };
    expect(await override(setup.pens, input, 0)).toEqual({
      inheritedStrategy: { state: "OVERRIDDEN", reason: "Pens are looked for", overrideVersion: 1 },
      userErrors: [],
    });
    expect(codesOf(await override(setup.pens, input, 0))).toEqual([["VERSION_CONFLICT", "expectedVersion"]]);
    expect(codesOf(await override(setup.watches, input, 1))).toEqual([["NOT_FOUND", "input.packs.0.audiencePackId"]]);
    await next({ note: "As it was" }, 3);
    const [told] = (await inherited(setup.pens)).brand.inheritedStrategies;
    expect(told).toMatchObject({
      ...{ state: "OVERRIDDEN", overrideVersion: 1, strategy: { version: 4 } },
      content: {
        packs: [{ name: "Seen", rules: { explanation: expect.stringContaining("30 days") } }],
        frequency: { verdict: "SET_BY_BRAND", from: 2, to: 4 },
      },
      changes: [
        {
          part: "PACK",
          name: "Seen",
          source: expect.stringContaining("IMPRESSION"),
          now: expect.stringContaining("SEARCH"),
        },
        { part: "FREQUENCY", name: null, source: null, now: "2 to 4" },
      ],
    });
    expect((await inherited(setup.watches)).brand.inheritedStrategies[0].state).toBe("INHERITED");
    expect(codesOf(await override(setup.pens, { reason: " " }, 1))).toEqual([
      ["INVALID_INPUT", "input.reason"],
      ["INVALID_INPUT", "input.packs"],
    ]);
    expect(codesOf(await override(setup.loner, { reason: "x", isDeclined: true }, 0))).toEqual([
      ["OUT_OF_SCOPE", "brandId"],
    ]);
  });

  it("becomes a playbook of the brand, of which campaigns are made", async () => {
    const input = { groupStrategyId: strategy, brandId: setup.pens, name: "From the house" };
    const { playbook, userErrors } = await ask("adopt-group-strategy", { input, key: "adopt" });
    expect(userErrors).toEqual([]);
    expect(playbook).toMatchObject({
      ...{ days: 30, source: { code: "eleven" }, groupStrategy: { name: "Seen again", version: 4 } },
      frequency: { verdict: "SET_BY_BRAND", from: 2, to: 4 },
    });
    expect((await ask("adopt-group-strategy", { input, key: "adopt" })).playbook.id).toBe(playbook.id);
    const { campaign } = await send("playbooks", "instantiate-playbook", {
      input: { playbookId: playbook.id, code: "pens-again", name: "Pens", startsAt: "2026-01-01T00:00:00+08:00" },
    });
    expect(campaign).toMatchObject({
      window: { from: "2025-12-31T16:00:00.000Z", to: "2026-01-30T16:00:00.000Z" },
      steps: [{ step: "ACQUIRE", from: "2025-12-31T16:00:00.000Z", to: "2026-01-09T02:00:00.000Z" }],
      placements: [{ audiencePack: { name: "Seen · pens-again" } }, { audiencePack: null }],
    });
  });

  it("may be declined, and taken up again", async () => {
    const input = { reason: "Not for pens", isDeclined: true };
    expect((await override(setup.pens, input, 1)).inheritedStrategy).toMatchObject({ state: "DECLINED" });
    const wanted = { groupStrategyId: strategy, brandId: setup.pens, name: "Declined" };
    expect(codesOf(await ask("adopt-group-strategy", { input: wanted }))).toEqual([
      ["DECLINED", "input.groupStrategyId"],
    ]);
    const drop = (expectedVersion: number): Promise<Answer> =>
      ask("drop-strategy-override", { strategy, brand: setup.pens, expectedVersion });
    expect(codesOf(await drop(1))).toEqual([["VERSION_CONFLICT", "expectedVersion"]]);
    expect(await drop(2)).toEqual({
      inheritedStrategy: { state: "INHERITED", reason: null, overrideVersion: 0, changes: [] },
      userErrors: [],
    });
  });

  it("is nobody else's: another organisation, another role, a brand that left", async () => {
    const rival = await setup.test.addOrganisation("rival");
    const input = { ...promotion(), brandGroupId: group, name: "Mine" };
    expect(codesOf(await ask("promote-playbook", { input }, rival.keys.AD_OPS))).toEqual([
      ["NOT_FOUND", "input.brandGroupId"],
    ]);
    const node = "query ($id: ID!) { node(id: $id) { id } }";
    expect((await setup.test.query(rival.keys.ADMIN, node, { id: strategy })).data).toEqual({ node: null });
    const document = documentOf("group-strategies", "promote-playbook");
    const { errors } = await setup.test.query(setup.market.own.keys.BI, document, { input });
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    const change = { id: group, input: { name: "House", brandIds: [setup.watches] } };
    expect(codesOf(await ask("change-brand-group", { ...change, expectedVersion: 2 }))).toEqual([
      ["VERSION_CONFLICT", "expectedVersion"],
    ]);
    const { brandGroup } = await ask("change-brand-group", { ...change, expectedVersion: 1 });
    expect(brandGroup).toEqual({ version: 2, brands: [{ code: "w0" }] });
    expect((await inherited(setup.pens)).brand.inheritedStrategies).toEqual([]);
  });
});
