import { RoaringBitmap32 } from "roaring";
import { ArmStore } from "../../../src/features/experiments/arm.store";
import type { ArmQuestion } from "../../../src/features/experiments/arm-question";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import {
  createExperimentShop,
  type ExperimentShop,
  METRICS,
  PEOPLE,
  person,
  START,
  VARIANTS,
} from "./experiment-setup";

const DAY = 86_400_000;
const at = (days: number): string => new Date(START.getTime() + days * DAY).toISOString();

let of: ExperimentShop;
beforeAll(async () => {
  of = await createExperimentShop();
  const common = { brandId: of.shop.brandId, sourceId: of.shop.cloudSourceId };
  const rows = Array.from({ length: PEOPLE }, (_, index): TouchpointRow[] => {
    const own = { ...common, person: person(index) };
    return [
      { ...own, at: at(0.5), action: "IMPRESSION", variant: VARIANTS[index % 2]!.code },
      { ...own, at: at(2), action: "PRODUCT_VIEW", durationSeconds: 10 + (index % 50) },
      ...(index % 3 === 0 ? [{ ...own, at: at(3), action: "ORDER", orderId: `o${index}`, value: 20 + index }] : []),
    ];
  });
  await insertTouchpoints(of.test, rows.flat());
}, 120_000);
afterAll(() => of.test.close());

function questionOf(draw: ArmQuestion["draw"]): ArmQuestion {
  const { brandId, cloudSourceId } = of.shop;
  const window = { brandId, sourceIds: [cloudSourceId], overlayId: null, from: START, to: new Date(at(10)) };
  const metrics = METRICS.map((metric) => ({
    fromDay: 0,
    capPercentile: 99,
    isHigherBetter: true,
    action: null,
    ...metric,
  }));
  return {
    ...{ window, metrics, draw, codes: VARIANTS.map(({ code }) => code) },
    ...{ currencyCode: "CNY", prePeriodDays: 7 },
  } as unknown as ArmQuestion;
}

it.each(["HASHED", "RECORDED"] as const)(
  "adds up people of %s draws slice by slice to the same figures",
  async (kind) => {
    const audiences = [RoaringBitmap32.fromRange(1, 500), RoaringBitmap32.fromRange(500, PEOPLE)];
    const parts = [400, 800, 1000].map((to, place) => ({ from: [0, 400, 800][place]!, to }));
    const draw: ArmQuestion["draw"] =
      kind === "HASHED"
        ? { kind, key: ["1", "2"], parts, audiences, startsAt: START }
        : { kind, audiences, from: START, to: new Date(at(5)) };
    const question = questionOf(draw);
    const whole = await new ArmStore(of.test.app.clickhouse).read(question);
    const sliced = await new ArmStore(of.test.app.clickhouse, 20_000).read(question);
    expect(sliced).toEqual(whole);
    expect(whole.arms.reduce((sum, { people }) => sum + people, 0)).toBe(PEOPLE - 1);
    // Nobody visits or takes anything out of a cart.
    const active = METRICS.map((_, place) => whole.arms.some(({ metrics }) => metrics[place]!.sum > 0));
    expect(active).toEqual([true, false, true, true, false]);
  },
);
