import { createTestApp, type TestApp, type TestOrganisation } from "../../../support/test-app";
import { ordinalOf } from "../../../support/touchpoint-rows";
import { type AudienceFixture, buildPack, createAudienceFixture, createPack, document, NOW } from "../audience-fixture";
import { audienceServicesOf, contextOf, keyOfNode } from "../audience-services";
import { packDocument } from "./pack-client";

/** People of the fixture whom the rules hold for at NOW: p10 is another organisation's, p11 came this morning. */
const GROUPS = {
  Viewers: { rules: { did: { action: "CONTENT_VIEW", within: { days: 30 } } }, people: [1, 2, 3, 4, 5, 6, 9, 11] },
  Buyers: { rules: { did: { action: "ORDER", within: { days: 365 } } }, people: [3, 4, 9] },
  Searchers: { rules: { did: { action: "SEARCH", within: { days: 30 } } }, people: [6, 7] },
} as const;
type Group = keyof typeof GROUPS;
const groups = Object.keys(GROUPS) as Group[];

let test: TestApp;
let open: AudienceFixture;
/** The same brand seen by an organisation that withholds groups of fewer than 3. */
let careful: AudienceFixture;
const packs = new Map<TestOrganisation, Record<Group, string>>();

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  open = await createAudienceFixture(test);
  const organisation = await test.addOrganisation("careful", { smallGroupThreshold: 3, dailyQuestions: 30 });
  await test.app.database.withSystem((manager) => test.app.brands.grant(manager, organisation.id, open.brandId));
  careful = { ...open, organisation };
  for (const fixture of [open, careful]) {
    const ids: Partial<Record<Group, string>> = {};
    for (const name of groups) {
      const { id } = (await createPack(test, fixture, { name, rules: GROUPS[name].rules })).audiencePack;
      await buildPack(test, fixture, { id, version: 1 });
      ids[name] = id;
    }
    packs.set(fixture.organisation, ids as Record<Group, string>);
  }
});
afterAll(() => test.close());

const idsOf = (fixture: AudienceFixture, names: readonly Group[]): readonly string[] =>
  names.map((name) => packs.get(fixture.organisation)![name]);
const overlap = (fixture: AudienceFixture, ids: readonly string[]) =>
  test.query(fixture.organisation.keys.AD_OPS, packDocument("pack-overlap"), { brand: fixture.brand, packs: ids });
const createFrom = async (input: object, key?: string) =>
  (
    await test.query(open.organisation.keys.AD_OPS, packDocument("create-pack-from"), {
      input: { brandId: open.brand, ...input },
      key,
    })
  ).data.createAudiencePackFrom;

describe("brand.audiencePackOverlap", () => {
  it("counts every two packs and what each has alone, as the lists of people do", async () => {
    const { data } = await overlap(open, idsOf(open, groups));
    const shared = (one: Group, other: Group) =>
      GROUPS[one].people.filter((person) => (GROUPS[other].people as readonly number[]).includes(person)).length;
    const pair = (first: Group, second: Group) => ({
      first: { name: first },
      second: { name: second },
      size: { people: String(shared(first, second)) },
      shareOfFirst: shared(first, second) / GROUPS[first].people.length,
      shareOfSecond: shared(first, second) / GROUPS[second].people.length,
    });
    expect(data.brand.audiencePackOverlap).toEqual({
      packs: [
        { audiencePack: { name: "Viewers" }, size: { people: "8" }, unique: { people: "4" }, uniqueShare: 0.5 },
        { audiencePack: { name: "Buyers" }, size: { people: "3" }, unique: { people: "0" }, uniqueShare: 0 },
        { audiencePack: { name: "Searchers" }, size: { people: "2" }, unique: { people: "1" }, uniqueShare: 0.5 },
      ],
      pairs: [pair("Viewers", "Buyers"), pair("Viewers", "Searchers"), pair("Buyers", "Searchers")],
    });
  });

  it("withholds a count that is small, and one that leaves few people of a pack", async () => {
    const { data } = await overlap(careful, idsOf(careful, groups));
    const people = (told: { readonly size: { readonly people: string } }) => told.size.people;
    const { packs: told, pairs } = data.brand.audiencePackOverlap;
    expect(told.map(people)).toEqual(["8", "3", null]);
    expect(told.map((pack: { readonly unique: object }) => pack.unique)).toEqual([
      { people: "4" },
      { people: "0" },
      { people: null },
    ]);
    expect(pairs.map(people)).toEqual(["3", null, null]); // nobody buys and searches, but that leaves 2 searchers
    expect(pairs.map((pair: { readonly shareOfSecond: number }) => pair.shareOfSecond)).toEqual([1, null, null]);
  });

  it("spends a question for each count, as estimates of the same trees do, and none that was asked today", async () => {
    const asked = async () => (await overlap(careful, idsOf(careful, groups))).data.viewer.questionBudget.asked;
    const before = await asked(); // 3 builds, 3 sizes, 3 of people alone, 3 pairs
    expect(before).toBe(12);
    const [viewers, buyers] = idsOf(careful, groups);
    const rules = { allOf: [{ pack: { id: buyers } }, { pack: { id: viewers } }] };
    await test.query(careful.organisation.keys.AD_OPS, document("estimate"), { brand: careful.brand, rules });
    expect(await asked()).toBe(before);
  });

  it("says what is wrong with each pack", async () => {
    const draft = (await createPack(test, open, { name: "Draft" })).audiencePack.id;
    const [viewers] = idsOf(open, groups);
    const [foreign] = idsOf(careful, groups);
    const { errors } = await overlap(open, [viewers!, draft, foreign!, viewers!]);
    expect(errors![0]!.extensions["problems"]).toEqual([
      {
        code: "NOT_FOUND",
        field: ["packIds", "2"],
        message: "packIds must name packs of this organisation; list them with brand { audiencePacks }.",
      },
      {
        code: "INVALID_INPUT",
        field: ["packIds", "3"],
        message: "packIds must name each pack once, but got one at 0 and 3.",
      },
      {
        code: "PACK_NOT_BUILT",
        field: ["packIds", "1"],
        message: 'packIds must name packs with members, but "Draft" is DRAFT; build it first.',
      },
    ]);
    const alone = await overlap(open, [viewers!]);
    expect(alone.errors![0]!.extensions["problems"]).toMatchObject([
      { code: "INVALID_INPUT", field: ["packIds"], message: "packIds must have 2 to 20 elements, but got 1." },
    ]);
  });
});

describe("createAudiencePackFrom", () => {
  it.each([
    [
      "UNION",
      [1, 2, 3, 4, 5, 6, 7, 9, 11],
      'People in the pack "Viewers", or in the pack "Buyers", or in the pack "Searchers".',
    ],
    ["INTERSECTION", [], 'People in the pack "Viewers", and in the pack "Buyers", and in the pack "Searchers".'],
    [
      "DIFFERENCE",
      [1, 2, 5, 11],
      'People in the pack "Viewers", and not in the pack "Buyers", and not in the pack "Searchers".',
    ],
  ])("makes a %s whose members are those of the packs' members", async (operation, expected, explanation) => {
    const { audiencePack, userErrors } = await createFrom({ name: operation, operation, packIds: idsOf(open, groups) });
    expect(userErrors).toEqual([]);
    expect(audiencePack).toEqual({
      id: expect.any(String),
      name: operation,
      state: "DRAFT",
      version: 1,
      rules: { explanation },
    });
    await buildPack(test, open, audiencePack);
    const members = await audienceServicesOf(test).service.members(
      contextOf(open.organisation, NOW),
      keyOfNode(audiencePack.id),
    );
    expect(members.toArray()).toEqual(expected.map((person) => ordinalOf(`p${person}`)).sort((a, b) => a - b));
  });

  it("makes one pack of a call and its retry, and refuses packs that are not there", async () => {
    const input = { name: "Once", operation: "UNION", packIds: idsOf(open, groups) };
    expect(await createFrom(input, "from once")).toEqual(await createFrom(input, "from once"));
    const [foreign] = idsOf(careful, groups);
    const packIds = [...idsOf(open, ["Viewers"]), foreign];
    expect(await createFrom({ name: "Foreign", operation: "UNION", packIds })).toMatchObject({
      audiencePack: null,
      userErrors: [{ code: "NOT_FOUND", field: ["input", "packIds", "1"] }],
    });
  });
});
