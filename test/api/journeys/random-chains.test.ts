import { createTestApp, type TestApp } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { chainReference, quantile, type ReferenceHop } from "./chain-reference";
import { addTenant, ask } from "./journey-setup";
import { RANDOM_WINDOW, randomRows } from "./random-rows";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-03-20T00:00:00Z") });
});
afterAll(() => test.close());

const hopOf = ({ people, reached, withoutExposure, hours }: ReferenceHop, index: number): object => ({
  people: String(people),
  reached: String(reached),
  withoutExposure: String(withoutExposure),
  skipped: String(people - reached - withoutExposure),
  lag:
    index === 0 || reached === 0
      ? null
      : { medianHours: expect.closeTo(quantile(hours, 0.5)), p90Hours: expect.closeTo(quantile(hours, 0.9)) },
});

it.each([1, 2, 4, 5])("chains of random touchpoints are those of a person-by-person walk (seed %i)", async (seed) => {
  const tenant = await addTenant(test, `seed-${seed}`);
  const rows = randomRows(seed, tenant);
  await insertTouchpoints(test, rows);
  await insertTouchpoints(test, rows); // a row that was written twice is one
  const seen = rows.filter(({ brandId, sourceId }) => brandId === tenant.brandId && sourceId !== 9999);
  const cases: readonly (readonly [object | undefined, (row: TouchpointRow) => boolean])[] = [
    [undefined, () => true],
    [{ platforms: ["DOUYIN", "WEIBO"] }, ({ platform }) => platform === "DOUYIN" || platform === "WEIBO"],
  ];
  const deepest: number[] = [];
  for (const [filter, isEntry] of cases) {
    const { journey } = (await ask(test, tenant, "brand-journey", { ...RANDOM_WINDOW, filter })).brand;
    const expected = chainReference(seen, RANDOM_WINDOW, isEntry);
    expect(journey.hops).toMatchObject(expected.map(hopOf));
    deepest.push(expected[4]!.reached);
  }
  expect(deepest[0]).toBeGreaterThan(0); // else the case says little
});
