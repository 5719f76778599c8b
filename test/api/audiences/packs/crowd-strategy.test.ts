import { createTestApp, type TestApp } from "../../../support/test-app";
import { ordinalOf } from "../../../support/touchpoint-rows";
import { type AudienceFixture, buildPack, createAudienceFixture, NOW } from "../audience-fixture";
import { audienceServicesOf, contextOf, keyOfNode } from "../audience-services";
import { packDocument } from "./pack-client";

const DOCUMENT = packDocument("crowd-strategy");
const FRAGMENT = DOCUMENT.slice(DOCUMENT.indexOf("fragment"));

/** Of the fixture at NOW: who bought, who searched, who saw content. p3, p4 and p9 bought and saw; p6 searched and saw. */
const LOYAL = { did: { action: "ORDER", within: { days: 365 } } };
const SWING = { did: { action: "SEARCH", within: { days: 30 } } };
const OPPORTUNITY = { did: { action: "CONTENT_VIEW", within: { days: 30 } } };
const MEMBERS = { LOYAL: [3, 4, 9], SWING: [6, 7], OPPORTUNITY: [1, 2, 5, 11] } as const;

const TREATED = {
  objective: "RETARGETING",
  channels: ["JD"],
  creativeGroup: "watch-again",
  bidMultiplier: "1.5",
  frequencyCap: { touches: 3, days: 7 },
};
const USUAL = { objective: "CONTENT_SEED", channels: [], creativeGroup: null, bidMultiplier: "1", frequencyCap: null };
const CROWDS = [
  { name: "LOYAL", rules: LOYAL, ...TREATED },
  { name: "SWING", rules: SWING, objective: "CONTENT_SEED" },
  { name: "OPPORTUNITY", rules: OPPORTUNITY, objective: "CONTENT_SEED" },
];

let test: TestApp;
let fixture: AudienceFixture;
beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createAudienceFixture(test);
});
afterAll(() => test.close());

async function run(operation: string, variables: object, secret = fixture.organisation.keys.AD_OPS) {
  const own = DOCUMENT.split(/\n(?=query|mutation|fragment)/).find((part) => part.includes(` ${operation}(`))!;
  const { data, errors } = await test.query(
    secret,
    own.includes("...Strategy") ? `${own}\n${FRAGMENT}` : own,
    variables,
  );
  return { errors, answer: data && (Object.values(data)[0] as never) } as {
    readonly errors: Awaited<ReturnType<TestApp["query"]>>["errors"];
    // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
    readonly answer: any;
  };
}
const create = async (input: object, key?: string) =>
  (await run("Create", { input: { brandId: fixture.brand, crowds: CROWDS, ...input }, key })).answer;
const read = async (name: string) =>
  (await run("Read", { brand: fixture.brand })).answer.crowdStrategies.nodes.find(
    (node: { readonly name: string }) => node.name === name,
  );
const membersOf = async (id: string): Promise<readonly number[]> =>
  (await audienceServicesOf(test).service.members(contextOf(fixture.organisation, NOW), keyOfNode(id))).toArray();
const ordinals = (people: readonly number[]): readonly number[] =>
  people.map((person) => ordinalOf(`p${person}`)).sort((a, b) => a - b);

describe("estimateCrowdStrategy", () => {
  it("puts each person into the first crowd whose rules hold, and the crowds sum to all", async () => {
    const { answer } = await run("Estimate", { brand: fixture.brand, crowds: [LOYAL, SWING, OPPORTUNITY] });
    const crowd = (priority: number, candidates: string, people: string) => ({
      priority,
      candidates: { people: candidates },
      size: { people },
    });
    expect(answer).toEqual({
      asOf: "2025-11-11T01:30:00.000Z",
      size: { people: "9" },
      crowds: [crowd(1, "3", "3"), crowd(2, "2", "2"), crowd(3, "8", "4")],
    });
    const turned = await run("Estimate", { brand: fixture.brand, crowds: [OPPORTUNITY, SWING, LOYAL] });
    expect(turned.answer).toMatchObject({
      size: { people: "9" },
      crowds: [crowd(1, "8", "8"), crowd(2, "2", "1"), crowd(3, "3", "0")],
    });
  });

  it("names the rule that is wrong, and how many crowds there may be", async () => {
    const wrong = { did: { action: "ORDER", within: { days: 0 } } };
    const problems = async (crowds: readonly object[]) =>
      (await run("Estimate", { brand: fixture.brand, crowds })).errors![0]!.extensions["problems"];
    expect(await problems([LOYAL, wrong])).toMatchObject([
      { code: "INVALID_INPUT", field: ["crowds", "1", "did", "within", "days"] },
    ]);
    expect(await problems([LOYAL])).toEqual([
      { code: "INVALID_INPUT", field: ["crowds"], message: "crowds must have 2 to 10 elements, but got 1." },
    ]);
  });

  it("withholds small crowds and spends a question for each figure", async () => {
    const organisation = await test.addOrganisation("careful", { smallGroupThreshold: 3, dailyQuestions: 10 });
    await test.app.database.withSystem((manager) => test.app.brands.grant(manager, organisation.id, fixture.brandId));
    const { AD_OPS } = organisation.keys;
    const ask = (crowds: readonly object[]) => run("Estimate", { brand: fixture.brand, crowds }, AD_OPS);
    const { answer } = await ask([LOYAL, SWING, OPPORTUNITY]);
    expect(answer.crowds.map(({ size }: { size: { people: string } }) => size.people)).toEqual(["3", null, "4"]);
    const budget = await test.query(AD_OPS, "{ viewer { questionBudget { asked } } }");
    expect(budget.data.viewer.questionBudget.asked).toBe(6); // 3 sets of rules, 2 of them without those before, and all
    expect((await ask([OPPORTUNITY, SWING, LOYAL])).errors).toBeUndefined(); // 2 more are new
    expect((await ask([SWING, OPPORTUNITY, LOYAL])).errors).toBeUndefined();
    const beyond = { did: { action: "VISIT", within: { days: 3 } } };
    expect((await ask([beyond, LOYAL])).errors).toMatchObject([{ extensions: { code: "RATE_LIMITED" } }]);
  });
});

describe("a crowd strategy", () => {
  it("is made with a draft pack for each crowd, once per key", async () => {
    const first = await create({ name: "Made" }, "made once");
    expect(first.userErrors).toEqual([]);
    const pack = (name: string) => ({
      id: expect.any(String),
      name: `Made · ${name}`,
      state: "DRAFT",
      version: 1,
      size: null,
    });
    expect(first.crowdStrategy).toEqual({
      id: expect.any(String),
      name: "Made",
      version: 1,
      isExclusive: false,
      crowds: [
        { priority: 1, name: "LOYAL", ...TREATED, audiencePack: pack("LOYAL") },
        { priority: 2, name: "SWING", ...USUAL, audiencePack: pack("SWING") },
        { priority: 3, name: "OPPORTUNITY", ...USUAL, audiencePack: pack("OPPORTUNITY") },
      ],
    });
    expect(await create({ name: "Made" }, "made once")).toEqual(first);
    expect(await create({ name: "Made" })).toMatchObject({
      userErrors: [{ code: "NAME_TAKEN", field: ["input", "name"] }],
    });
  });

  it("freezes each person in exactly one crowd, as many as were estimated; a pack built alone ends that", async () => {
    const { crowdStrategy } = await create({ name: "Built" });
    const { answer } = await run("Build", { id: crowdStrategy.id, version: 1, key: "build strategy" });
    expect(answer).toMatchObject({ run: { audiencePack: null }, userErrors: [] });
    expect(await test.waitForRun(fixture.organisation.keys.AD_OPS, answer.run.id)).toMatchObject({
      status: "SUCCEEDED",
    });
    const built = await read("Built");
    expect(built.isExclusive).toBe(true);
    for (const { name, audiencePack } of built.crowds) {
      const people = MEMBERS[name as keyof typeof MEMBERS];
      expect(audiencePack).toMatchObject({ state: "BUILT", size: { people: String(people.length) } });
      expect(await membersOf(audiencePack.id)).toEqual(ordinals(people));
    }
    const { data } = await test.query(
      fixture.organisation.keys.AD_OPS,
      "query ($id: ID!) { node(id: $id) { ... on AudiencePackBuild { results { audiencePack { name } size { people } } } } }",
      { id: answer.run.id },
    );
    expect(data.node.results).toHaveLength(3);
    const again = await run("Build", { id: crowdStrategy.id, version: 1, key: "build strategy" });
    expect(again.answer.run.id).toBe(answer.run.id);

    await buildPack(test, fixture, built.crowds[1].audiencePack);
    expect((await read("Built")).isExclusive).toBe(false);
  });

  it("is treated anew as a whole, by who saw its last version", async () => {
    const { id } = (await create({ name: "Treated" })).crowdStrategy;
    const build = { id, version: 1, key: "build before it is treated" };
    const built = await run("Build", build);
    const treatments = [USUAL, TREATED, { ...USUAL, bidMultiplier: "0" }];
    const { answer } = await run("Treat", { id, treatments, version: 1 });
    expect(answer).toMatchObject({ crowdStrategy: { version: 2, crowds: treatments }, userErrors: [] });
    expect((await run("Treat", { id, treatments, version: 1 })).answer).toMatchObject({
      userErrors: [{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }],
    });
    expect((await run("Build", { id, version: 1 })).answer).toMatchObject({
      run: null,
      userErrors: [{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }],
    });
    expect((await run("Build", build)).answer).toMatchObject({ run: { id: built.answer.run.id }, userErrors: [] });
    const one = await run("Treat", { id, treatments: [USUAL], version: 2 });
    expect(one.answer.userErrors).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["treatments"],
        message: "treatments must have one for each of the 3 crowds, but got 1.",
      },
    ]);
  });

  it("says everything that is wrong at once, where it was written", async () => {
    const crowds = [
      { ...CROWDS[0], channels: ["JD", "NOWHERE"], bidMultiplier: "11", frequencyCap: { touches: 0, days: 400 } },
      { ...CROWDS[1], name: " ", rules: { did: { action: "ORDER", within: { days: 0 } } }, creativeGroup: "" },
    ];
    const { crowdStrategy, userErrors } = await create({ brandId: fixture.rivalBrand, name: "", crowds });
    expect(crowdStrategy).toBeNull();
    expect(
      userErrors.map(({ code, field }: { code: string; field: string[] }) => `${code} ${field.join(".")}`),
    ).toEqual([
      "NOT_FOUND input.brandId",
      "INVALID_INPUT input.name",
      "INVALID_INPUT input.crowds.0.channels.1",
      "INVALID_INPUT input.crowds.0.bidMultiplier",
      "INVALID_INPUT input.crowds.0.frequencyCap.touches",
      "INVALID_INPUT input.crowds.0.frequencyCap.days",
      "INVALID_INPUT input.crowds.1.name",
      "INVALID_INPUT input.crowds.1.creativeGroup",
      "INVALID_INPUT input.crowds.1.rules.did.within.days",
    ]);
  });

  it("is not there for another organisation", async () => {
    const { id } = (await create({ name: "Private" })).crowdStrategy;
    const { ADMIN } = fixture.stranger.keys;
    expect((await run("Read", { brand: fixture.brand }, ADMIN)).answer.crowdStrategies.totalCount).toBe(0);
    expect((await run("Build", { id, version: 1 }, ADMIN)).answer).toMatchObject({
      run: null,
      userErrors: [{ code: "NOT_FOUND", field: ["id"] }],
    });
    const { data } = await test.query(ADMIN, "query ($id: ID!) { node(id: $id) { id } }", { id });
    expect(data.node).toBeNull();
  });
});
