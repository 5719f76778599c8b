import type { TestApp } from "../../support/test-app";
import { buildPack, NOW, type Shop } from "../opportunities/opportunity-setup";
import { ExperimentClient } from "./experiment-client";
import { createExperimentShop, type ExperimentShop, START } from "./experiment-setup";

const DAY = 86_400_000;

let test: TestApp;
let shop: Shop;
let client: ExperimentClient;
let clock: ExperimentShop["clock"];
let packs: readonly string[];
let input: ExperimentShop["input"];

beforeAll(async () => {
  ({ test, shop, client, clock, packs, input } = await createExperimentShop());
}, 120_000);
afterAll(() => test.close());

describe("what cannot be an experiment", () => {
  const problemsOf = async (over: object): Promise<readonly string[]> =>
    (await client.run("Create", { input: input({ name: "Wrong", ...over }) })).userErrors.map(
      ({ code, field }: { code: string; field: readonly string[] }) => `${code} ${field.join(".")}`,
    );

  it("is refused with everything that is wrong, where it was written", async () => {
    const wrong = {
      variants: [
        { code: "red", role: "CONTROL", perMille: 600 },
        { code: "red", role: "TREATMENT", perMille: 300 },
      ],
      metrics: [
        { code: "x", kind: "VALUE", role: "SECONDARY", action: "ORDER", toDay: 3 },
        { code: "y", kind: "SHARE", role: "SECONDARY", toDay: 9 },
        { code: "z", kind: "DWELL", role: "SECONDARY", fromDay: 4, toDay: 4, capPercentile: 10 },
      ],
      ...{ alpha: 0.5, power: 1, minimumEffect: 0, prePeriodDays: 0 },
    };
    expect(await problemsOf(wrong)).toEqual([
      "INVALID_INPUT input.variants.1.code",
      "INVALID_INPUT input.variants",
      "INVALID_INPUT input.metrics",
      "INVALID_INPUT input.metrics.0.action",
      "INVALID_INPUT input.metrics.1.action",
      "INVALID_INPUT input.metrics.1.toDay",
      "INVALID_INPUT input.metrics.2.toDay",
      "INVALID_INPUT input.metrics.2.capPercentile",
      "INVALID_INPUT input.alpha",
      "INVALID_INPUT input.power",
      "INVALID_INPUT input.minimumEffect",
      "INVALID_INPUT input.prePeriodDays",
    ]);
    const { userErrors } = await client.run("Create", { input: input({ ...wrong, name: "Wrong" }) });
    expect(userErrors[1].message).toBe("perMille of all variants must sum to 1000, but they sum to 900.");
  });

  it("names packs that are not there or twice, none for HASHED, and a holdout that nobody drew", async () => {
    const stranger = Buffer.from("AudiencePack:00000000-0000-0000-0000-000000000000").toString("base64url");
    expect(await problemsOf({ audiencePackIds: [packs[0], packs[0], stranger] })).toEqual([
      "INVALID_INPUT input.audiencePackIds.1",
      "NOT_FOUND input.audiencePackIds.2",
    ]);
    expect(await problemsOf({ audiencePackIds: [] })).toEqual(["INVALID_INPUT input.audiencePackIds"]);
    expect(await problemsOf({ assignment: "RECORDED" })).toEqual(["INVALID_INPUT input.variants"]);
  });

  it("does not start with packs that share people, or that have none", async () => {
    const overlapping = await buildPack(test, shop, "Both", { did: { action: "CONTENT_VIEW", within: { days: 30 } } });
    const shared = await client.create(input({ name: "Shared", audiencePackIds: [packs[0], overlapping] }));
    const refused = await client.run("Start", { id: shared.id, version: 1, input: { acceptsLowPower: true } });
    expect(refused.userErrors).toMatchObject([{ code: "OVERLAPPING_PACKS", field: ["id"] }]);
    const { createAudiencePack } = (
      await test.query(
        shop.organisation.keys.AD_OPS,
        "mutation($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id } } }",
        { input: { brandId: shop.brand, name: "Not built", rules: { did: { action: "VISIT", within: { days: 3 } } } } },
      )
    ).data;
    const draft = await client.create(
      input({ name: "Unbuilt", audiencePackIds: [createAudiencePack.audiencePack.id] }),
    );
    expect(draft.plan).toMatchObject({
      state: "NO_BASELINE",
      arms: [{ people: null }, { people: null }, { people: null }],
      power: null,
      meetsPower: false,
    });
    const unbuilt = await client.run("Start", { id: draft.id, version: 1, input: { acceptsLowPower: true } });
    expect(unbuilt.userErrors).toMatchObject([{ code: "PACK_NOT_BUILT", field: ["id"] }]);
  });

  it("with a pack of nobody has arms without people, told as such", async () => {
    const nobody = await buildPack(test, shop, "Nobody", { did: { action: "CONSULT", within: { days: 3 } } });
    const empty = await client.create(input({ name: "Empty", audiencePackIds: [nobody] }));
    expect(empty.plan).toMatchObject({
      state: "NO_BASELINE",
      arms: [{ people: 0 }, { people: 0 }, { people: 0 }],
      mean: null,
    });
    clock.now = NOW;
    await client.start(empty.id);
    clock.now = new Date(START.getTime() + 8 * DAY);
    const { decision, variants, comparisons, sampleRatios } = await client.readOut(empty.id);
    expect(decision).toEqual({ outcome: "NOT_DECIDED", reason: "NO_PEOPLE", variant: null });
    expect(variants[0]).toMatchObject({ people: "0", metrics: [{ mean: null, reason: "NO_PEOPLE" }, {}, {}, {}, {}] });
    expect(comparisons[0]).toMatchObject({ absolute: null, relative: null, chanceToWin: null, reason: "NO_PEOPLE" });
    expect(sampleRatios[0]).toMatchObject({ chiSquare: null, pValue: null, isMismatch: false });
  });

  it("is not there for another organisation", async () => {
    const { id } = await client.create(input({ name: "Private" }));
    const stranger = await test.addOrganisation("curious");
    const other = new ExperimentClient(test, stranger.keys.ADMIN);
    expect(await other.run("ReadOut", { id })).toBeNull();
    expect((await other.run("End", { id, version: 1 })).userErrors).toMatchObject([
      { code: "NOT_FOUND", field: ["id"] },
    ]);
  });
});
