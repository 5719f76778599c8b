import { numberOf } from "../../support/catalogue";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { takeSnapshot } from "../assets/take-snapshot";
import { crowd, documentOf, type FlowSetup, openFlowSetup } from "./flow-setup";

const BEFORE = "2025-10-01T00:00:00+08:00";
const AFTER = "2025-11-11T00:00:00+08:00";

let setup: FlowSetup;

/**
 * p1 to p100 visit in September and buy nothing: potential customers. In November p1 to p60 visit again, p61 to p65 buy (base),
 * p66 to p70 look for the rival tinglan (industry), p71 to p75 are on site for nobody (platform), and the others are gone.
 * p101 to p195 visit for the first time.
 */
beforeAll(async () => {
  setup = await openFlowSetup("2025-12-01T00:00:00+08:00");
  const { sourceId } = setup;
  const [haoyu, tinglan] = [numberOf(setup.brands.haoyu), numberOf(setup.brands.tinglan)];
  const row = (action: string, day: string, brandId: number, more: object = {}) => ({
    ...{ action, at: `2025-${day}T12:00:00+08:00`, brandId, sourceId },
    ...more,
  });
  await insertTouchpoints(setup.test, [
    ...crowd(1, 100, row("VISIT", "09-20", haoyu)),
    ...crowd(1, 60, row("VISIT", "11-05", haoyu)),
    ...crowd(61, 65, row("ORDER", "11-05", haoyu, { orderId: "o" })),
    ...crowd(66, 70, row("SEARCH", "11-05", tinglan)),
    ...crowd(71, 75, row("VISIT", "11-05", 0)),
    ...crowd(101, 195, row("VISIT", "11-06", haoyu)),
  ]);
  for (const { keys } of [setup.own, setup.careful])
    for (const asOf of [BEFORE, AFTER])
      await takeSnapshot(setup.test, keys.ADMIN, { brandId: setup.brands.haoyu, asOf });
});
afterAll(() => setup.test.close());

const ask = async (secret: string) => {
  const variables = { brand: setup.brands.haoyu, from: BEFORE, to: AFTER };
  return (await setup.test.query(secret, documentOf("crowd-group-transition"), variables)).data.brand
    .crowdGroupTransition;
};

it("says that potential customers grew by 55 % over the campaign, 100 to 155", async () => {
  const { totals, cells, from: first, to: second, ...moves } = await ask(setup.own.keys.PARTNER);
  expect(totals).toEqual([
    { group: null, before: "95", after: "25", change: 25 / 95 - 1 },
    { group: "BASE", before: "0", after: "5", change: null },
    { group: "POTENTIAL", before: "100", after: "155", change: expect.closeTo(0.55, 12) },
    { group: "INDUSTRY", before: "0", after: "5", change: null },
    { group: "PENETRATION", before: "0", after: "5", change: null },
  ]);
  for (const { group, people } of first.nineGrid.groups)
    expect(totals).toContainEqual(expect.objectContaining({ group, before: people }));
  for (const { group, people } of second.nineGrid.groups)
    expect(totals).toContainEqual(expect.objectContaining({ group, after: people }));
  const moved = cells.filter(({ people }: { people: string }) => people !== "0");
  expect(
    moved.map((cell: Record<string, unknown>) => [cell["from"], cell["to"], cell["people"], cell["share"]]),
  ).toEqual([
    [null, "POTENTIAL", "95", 1],
    ["POTENTIAL", null, "25", 0.25],
    ["POTENTIAL", "BASE", "5", 0.05],
    ["POTENTIAL", "POTENTIAL", "60", 0.6],
    ["POTENTIAL", "INDUSTRY", "5", 0.05],
    ["POTENTIAL", "PENETRATION", "5", 0.05],
  ]);
  expect(moves).toMatchObject({ days: 41, entered: "95", left: "25", moved: "15", unmoved: "60" });
});

it("tells groups of the threshold and more", async () => {
  const { suppression, totals } = await ask(setup.careful.keys.PARTNER);
  expect(suppression).toEqual({ threshold: 5, suppressedCells: 0, remainderPeople: null });
  expect(totals[2]).toMatchObject({ before: "100", after: "155" });
});
