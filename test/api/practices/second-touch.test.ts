import { wilsonInterval } from "../../../src/engines/numeric/wilson-interval";
import { createTestApp, type TestApp } from "../../support/test-app";
import { takeSnapshot } from "../assets/take-snapshot";
import { PracticeClient } from "./practice-client";
import { BEFORE, createPracticeFixture, NOW, type PracticeFixture, TODAY } from "./practice-setup";

let test: TestApp;
let fixture: PracticeFixture;
let client: PracticeClient;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createPracticeFixture(test);
  client = new PracticeClient(test, fixture);
  const { ADMIN } = fixture.organisation.keys;
  await takeSnapshot(test, ADMIN, { brandId: fixture.brands.strong, asOf: BEFORE });
});
afterAll(() => test.close());

const rate = (successes: number, trials: number) => ({
  value: successes / trials,
  ...wilsonInterval({ successes, trials })!,
});

describe("SECOND_TOUCH", () => {
  const question = { programmes: ["kol"], days: 30, withinDays: 7 };

  it("follows everybody whom a programme brought back for as long", async () => {
    expect(await client.answer("returned", "second-touch", question)).toMatchObject({
      ...{ from: "2025-10-05T01:00:00.000Z", to: "2025-11-04T01:00:00.000Z", withinDays: 7 },
      // p41 to p45; p43 was never on site; p41, p42 and p45 were touched in a week, and p41 ordered after it.
      ...{
        returned: "5",
        onSiteReach: "4",
        touched: "3",
        coverage: rate(3, 5),
        converted: "1",
        conversion: rate(1, 3),
      },
      touchLag: { quarter: 24, median: 24, threeQuarters: 48, ninetieth: 48 },
      orderLag: { quarter: 12, median: 48, threeQuarters: 96, ninetieth: 96 },
      increment: { state: "NO_HOLDOUT", treated: null, heldOut: null, difference: null },
    });
  });

  /** A draw by which some of those who returned are held out and some are not. */
  async function holdoutOfSome(): Promise<{ readonly holdout: object; readonly heldOut: readonly number[] }> {
    for (let draw = 0; draw < 20; draw++) {
      const holdout = { salt: `draw ${draw}`, perMille: 500 };
      const id = await client.createPack("returned", holdout.salt, { randomShare: holdout });
      await client.build(id);
      const drawn = await client.members(id);
      const heldOut = [41, 42, 43, 44, 45].filter((person) => drawn.includes(person));
      if (heldOut.length > 0 && heldOut.length < 5) return { holdout, heldOut };
    }
    throw new Error("one of 20 draws must hold out some of five people, but none did");
  }

  it("compares with a holdout, whoever was touched", async () => {
    const { holdout, heldOut } = await holdoutOfSome();
    const buyers = [41, 43, 45];
    const held = { people: heldOut.length, ordered: heldOut.filter((person) => buyers.includes(person)).length };
    const treated = { people: 5 - held.people, ordered: 3 - held.ordered };
    const { increment } = await client.answer("returned", "second-touch", { ...question, holdout });
    const arm = ({ people, ordered }: typeof held) => ({
      ...{ people: String(people), ordered: String(ordered), rate: { value: ordered / people } },
    });
    expect(increment).toMatchObject({ state: "MEASURED", treated: arm(treated), heldOut: arm(held) });
    expect(increment.difference.value).toBeCloseTo(treated.ordered / treated.people - held.ordered / held.people, 12);
    const everybody = { ...question, holdout: { salt: "autumn", perMille: 1000 } };
    expect((await client.answer("returned", "second-touch", everybody)).increment.state).toBe("NOBODY_HELD_OUT");
  });

  it("makes the retarget pack", async () => {
    const input = { name: "Second touch", programmeCodes: ["kol"], days: 30 };
    const made = await client.create("returned", "create-second-touch-pack", input);
    expect(made.userErrors).toEqual([]);
    await client.build(made.audiencePack!.id);
    expect(await client.members(made.audiencePack!.id)).toEqual([42, 44, 48]); // p47 was never on site
  });

  it("refuses a programme without touchpoints, and none", async () => {
    expect(await client.problems("returned", "second-touch", { ...question, programmes: ["nobody"] })).toMatchObject([
      { code: "NO_DATA", field: ["days"] },
    ]);
    expect(await client.problems("returned", "second-touch", { ...question, programmes: [] })).toMatchObject([
      { code: "INVALID_INPUT", field: ["programmeCodes"] },
    ]);
    const draw = { ...question, holdout: { salt: "", perMille: 1001 } };
    expect(await client.problems("returned", "second-touch", draw)).toMatchObject([
      { code: "INVALID_INPUT", field: ["holdout", "salt"] },
      { code: "INVALID_INPUT", field: ["holdout", "perMille"] },
    ]);
    const input = { name: "x", programmeCodes: ["kol", " "], holdout: { salt: "", perMille: 500 } };
    expect((await client.create("returned", "create-second-touch-pack", input)).userErrors).toMatchObject([
      { code: "INVALID_INPUT", field: ["input", "programmeCodes", "1"] },
      { code: "INVALID_INPUT", field: ["input", "holdout", "salt"] },
    ]);
  });
});

describe("touchpoint strength", () => {
  const yuan = (amount: string) => ({ amount, currencyCode: "CNY" });
  const spend = [
    { platform: "DOUYIN", action: "CLICK", spend: yuan("100.00") },
    { platform: "XIAOHONGSHU", action: "CONTENT_VIEW", spend: yuan("400.00") },
  ];
  const question = { groupsAt: BEFORE, days: 15, spend, maxShift: 0.1 };

  it("names the touchpoint that converts each group best, and moves money to it", async () => {
    const answer = await client.answer("strong", "touchpoint-strength", question);
    expect(answer).toMatchObject({
      ...{ from: "2025-10-19T16:00:00.000Z", to: "2025-11-03T16:00:00.000Z", ruleSet: { code: "DEFAULT", version: 1 } },
    });
    const [base, potential, industry, penetration] = answer.groups;
    expect(base).toMatchObject({
      ...{ group: "BASE", people: "2", strongest: { platform: "DOUYIN", action: "CLICK", isSeparable: false } },
      touchpoints: [
        { platform: "DOUYIN", touched: "1", converted: "1", conversion: rate(1, 1), change: null },
        { platform: "XIAOHONGSHU", touched: "1", converted: "0", conversion: rate(0, 1), change: null },
      ],
    });
    // Of ten, four clicked and three of them ordered, six viewed and none ordered: z = 2.535.
    expect(potential).toMatchObject({
      ...{ group: "POTENTIAL", people: "10", strongest: { platform: "DOUYIN", action: "CLICK", isSeparable: true } },
      touchpoints: [
        {
          ...{ platform: "DOUYIN", action: "CLICK", touched: "4", converted: "3", conversion: rate(3, 4) },
          ...{ tgi: { value: expect.closeTo(96, 9) }, spend: yuan("100.00"), change: yuan("50.00") },
        },
        {
          ...{ platform: "XIAOHONGSHU", action: "CONTENT_VIEW", touched: "6", converted: "0", conversion: rate(0, 6) },
          ...{ spend: yuan("400.00"), change: yuan("-50.00") },
        },
      ],
    });
    for (const empty of [industry, penetration]) expect(empty).toMatchObject({ people: "0", strongest: null });
  });

  it("needs a snapshot at the instant, and amounts in the brand's currency", async () => {
    expect(await client.problems("strong", "touchpoint-strength", { ...question, groupsAt: TODAY })).toMatchObject([
      { code: "NO_SNAPSHOT", field: ["groupsAt"] },
    ]);
    const dollars = [{ ...spend[0], spend: { amount: "1", currencyCode: "USD" } }];
    expect(await client.problems("strong", "touchpoint-strength", { ...question, spend: dollars })).toMatchObject([
      { code: "INVALID_INPUT", field: ["spend", "0", "spend"] },
    ]);
    const twice = [spend[0], spend[0]];
    expect(await client.problems("strong", "touchpoint-strength", { ...question, spend: twice })).toMatchObject([
      { code: "INVALID_INPUT", field: ["spend"] },
    ]);
    expect(await client.problems("strong", "touchpoint-strength", { ...question, maxShift: 2 })).toMatchObject([
      { code: "INVALID_INPUT", field: ["maxShift"] },
    ]);
  });
});
