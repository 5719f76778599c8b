import { wilsonInterval } from "../../../src/engines/numeric/wilson-interval";
import { createTestApp, type TestApp } from "../../support/test-app";
import { createPracticeFixture, document, NOW, type PracticeFixture } from "./practice-setup";

let test: TestApp;
let fixture: PracticeFixture;
beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createPracticeFixture(test);
});
afterAll(() => test.close());

/** Of brand "strong": p51 to p53 and p61 ordered in 30 days; p54 and p63 clicked, the others viewed. All but p63 visited 30 days before midnight. */
const bought = { did: { action: "ORDER", within: { days: 30 } } };
const clicked = { did: { action: "CLICK", within: { days: 30 } } };

async function makeStrategy(): Promise<string> {
  const { categories } = (
    await test.query(
      fixture.organisation.keys.AD_OPS,
      "query($id: ID!) { brand(id: $id) { categories { category { id } } } }",
      { id: fixture.brands.strong },
    )
  ).data.brand;
  const newcomers = {
    not: { did: { action: "ORDER", brand: "ANY", categoryId: categories[0].category.id, within: { days: 365 } } },
  };
  const seen = { did: { action: "VISIT", within: { days: 365 } } };
  const crowd = (name: string, rules: object) => ({ name, rules, objective: "PERFORMANCE_AD" });
  const { data, errors } = await test.query(
    fixture.organisation.keys.AD_OPS,
    "mutation($input: CreateCrowdStrategyInput!) { createCrowdStrategy(input: $input) { crowdStrategy { id } userErrors { message } } }",
    {
      input: {
        ...{ brandId: fixture.brands.strong, name: "Core groups" },
        crowds: [crowd("Buyers", bought), crowd("Clickers", clicked), crowd("Newcomers", { allOf: [seen, newcomers] })],
      },
    },
  );
  expect(errors).toBeUndefined();
  expect(data.createCrowdStrategy.userErrors).toEqual([]);
  return data.createCrowdStrategy.crowdStrategy.id;
}

it("tells what each crowd contributed to the activated, beside the budget", async () => {
  const { AD_OPS } = fixture.organisation.keys;
  const id = await makeStrategy();
  const ask = (variables: object) => test.query(AD_OPS, document("crowd-activation"), { id, days: 20, ...variables });
  expect((await ask({})).errors![0]!.extensions["problems"]).toMatchObject([
    { code: "PACK_NOT_BUILT" },
    { code: "PACK_NOT_BUILT" },
    { code: "PACK_NOT_BUILT" },
  ]);
  const begun = await test.query(
    AD_OPS,
    "mutation($id: ID!) { buildCrowdStrategy(id: $id, expectedVersion: 1) { run { id } } }",
    { id },
  );
  await test.waitForRun(AD_OPS, begun.data.buildCrowdStrategy.run.id);
  const line = (
    priority: number,
    name: string,
    people: number,
    activated: number,
    share: number,
    budgetShare: unknown,
  ) => ({
    ...{ priority, name, people: String(people), activated: String(activated), activationShare: share, budgetShare },
    rate: { value: activated / people, ...wilsonInterval({ successes: activated, trials: people })! },
  });
  const { data, errors } = await ask({ weights: [3, 1, 4] });
  expect(errors).toBeUndefined();
  // Orders are in the 20 days, clicks are no activation, and the visits lie before them.
  expect(data.node.crowdActivation).toEqual({
    ...{ from: "2025-10-22T01:30:00.000Z", to: "2025-11-11T01:30:00.000Z", asOf: "2025-11-11T01:30:00.000Z" },
    crowds: [
      line(1, "Buyers", 4, 4, 1, 0.375),
      line(2, "Clickers", 2, 0, 0, 0.125),
      line(3, "Newcomers", 6, 0, 0, 0.5),
    ],
  });
  // In 40 days all have visited but p63.
  const wider = (await ask({ days: 40 })).data.node.crowdActivation;
  expect(wider.crowds).toEqual([
    line(1, "Buyers", 4, 4, 4 / 11, null),
    line(2, "Clickers", 2, 1, 1 / 11, null),
    line(3, "Newcomers", 6, 6, 6 / 11, null),
  ]);
  for (const weights of [
    [1, 2],
    [0, 0, 0],
    [-1, 1, 1],
  ])
    expect((await ask({ weights })).errors![0]!.extensions["problems"]).toMatchObject([
      { code: "INVALID_INPUT", field: ["budgetWeights"] },
    ]);
});
