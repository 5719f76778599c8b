import { wilsonInterval } from "../../../src/engines/numeric/wilson-interval";
import { numberOf } from "../../support/catalogue";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { crowd, documentOf, type FlowSetup, openFlowSetup } from "./flow-setup";

const WINDOW = { from: "2025-10-01T00:00:00+08:00", to: "2025-10-31T00:00:00+08:00" };

let setup: FlowSetup;

/**
 * In October p1 to p20 see an advertisement on the 2nd at noon (AWARE). Of them p1 to p8 search a day later, to the hour (APPEAL
 * on day 1), p9 to p12 an hour after that (day 2), p13 to p15 ten days later; p16 only after the window. p1 to p6 buy two days
 * after their search. p21 to p24 search at once, p25 buys at once. p31 to p35 saw one in September, and see another; p36 to p40
 * see one on the 30th at noon, and p36 searches on the 30th at six.
 */
beforeAll(async () => {
  setup = await openFlowSetup("2025-12-01T00:00:00+08:00");
  const row = (action: string, at: string, more: object = {}) => ({
    action,
    at: `2025-${at}:00+08:00`,
    brandId: numberOf(setup.brands.haoyu),
    sourceId: setup.sourceId,
    ...more,
  });
  await insertTouchpoints(setup.test, [
    ...crowd(1, 20, row("IMPRESSION", "10-02T12:00")),
    ...crowd(1, 8, row("SEARCH", "10-03T12:00")),
    ...crowd(9, 12, row("SEARCH", "10-03T13:00")),
    ...crowd(13, 15, row("SEARCH", "10-12T12:00")),
    ...crowd(16, 16, row("SEARCH", "10-31T12:00")),
    ...crowd(1, 6, row("ORDER", "10-05T12:00", { orderId: "o" })),
    ...crowd(21, 24, row("SEARCH", "10-10T12:00")),
    ...crowd(25, 25, row("ORDER", "10-10T12:00", { orderId: "o" })),
    ...crowd(31, 35, row("IMPRESSION", "09-25T12:00")),
    ...crowd(31, 35, row("IMPRESSION", "10-05T12:00")),
    ...crowd(36, 40, row("IMPRESSION", "10-30T12:00")),
    ...crowd(36, 36, row("SEARCH", "10-30T18:00")),
  ]);
});
afterAll(() => setup.test.close());

const ask = async (organisation = setup.own) => {
  const variables = { brand: setup.brands.haoyu, ...WINDOW };
  return (await setup.test.query(organisation.keys.PARTNER, documentOf("stage-times"), variables)).data.brand
    .stageTimes;
};
const daysOf = ({ quantiles }: { quantiles: readonly { days: number | null }[] }) => quantiles.map(({ days }) => days);

it("follows who entered a stage until they come to the next one, or the window ends", async () => {
  const { times, ...about } = await ask();
  expect(about).toEqual({
    from: "2025-09-30T16:00:00.000Z",
    to: "2025-10-30T16:00:00.000Z",
    asOf: "2025-11-30T16:00:00.000Z",
    days: 30,
    ruleSet: { version: 1 },
  });
  const [aware, appeal, act] = times;
  // p1 to p20 and p36 to p40; p31 to p35 were AWARE before. The last day of p36 was not followed to its end.
  expect(aware).toMatchObject({
    from: "AWARE",
    to: "APPEAL",
    entered: "25",
    reached: "15",
    notReached: "10",
    skipped: "5",
    reachedShare: 0.6,
    interval: wilsonInterval({ successes: 15, trials: 25 }),
  });
  // 5 are followed for 0 days. 8 of 20 had come by day 1, 12 by day 2, 15 by day 10; of 20 the fifteenth is the 75 %.
  expect(daysOf(aware)).toEqual([1, 2, 10, null]);
  // p1 to p15, p21 to p24 and p36; p25 skipped it. Six bought two days after.
  expect(appeal).toMatchObject({ entered: "20", reached: "6", notReached: "14", skipped: "1" });
  // 19 are followed that long: 6 of 19 are 32 %.
  expect(daysOf(appeal)).toEqual([2, null, null, null]);
  expect(act).toMatchObject({ from: "ACT", to: "ADVOCATE", entered: "7", reached: "0", reachedShare: 0 });
  expect(daysOf(act)).toEqual([null, null, null, null]);
});

it("withholds times of few people and rounds the others", async () => {
  const [aware, appeal, act] = (await ask(setup.careful)).times;
  expect(aware).toMatchObject({ entered: "30", reached: "20", notReached: "10", skipped: "10" });
  expect(aware.reachedShare).toBe(20 / 30);
  expect(appeal).toMatchObject({ entered: "20", reached: "10", notReached: "10", skipped: null });
  expect(act).toMatchObject({ entered: "10", reached: "0", notReached: "10" });
});
