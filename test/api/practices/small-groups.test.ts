import { createTestApp, type TestApp } from "../../support/test-app";
import { takeSnapshot } from "../assets/take-snapshot";
import {
  BEFORE,
  type BrandCode,
  createPracticeFixture,
  document,
  NOW,
  type PracticeFixture,
  TODAY,
} from "./practice-setup";

const THRESHOLD = 4;
const BASE = 2;
let test: TestApp;
let fixture: PracticeFixture;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createPracticeFixture(test, {
    ...{ smallGroupThreshold: THRESHOLD, roundingBase: BASE, dailyQuestions: 4 },
  });
  const { ADMIN } = fixture.organisation.keys;
  await takeSnapshot(test, ADMIN, { brandId: fixture.brands.retouched, asOf: TODAY });
  await takeSnapshot(test, ADMIN, { brandId: fixture.brands.strong, asOf: BEFORE });
});
afterAll(() => test.close());

const QUESTIONS: readonly (readonly [BrandCode, string, object])[] = [
  ["retouched", "retouch", { days: 30 }],
  ["chased", "chase", { days: 14, waitHours: 48, maxTouches: 3 }],
  ["returned", "second-touch", { programmes: ["kol"], days: 30, withinDays: 7 }],
  ["strong", "touchpoint-strength", { groupsAt: BEFORE, days: 15, spend: [], maxShift: 0.1 }],
];

/** Every count of an answer: the schema says them as text, and nothing else but codes, money and instants. */
function countsIn(answer: unknown): readonly number[] {
  if (typeof answer === "string") return /^\d+$/.test(answer) ? [Number(answer)] : [];
  return typeof answer === "object" && answer !== null ? Object.values(answer).flatMap(countsIn) : [];
}

it.each(QUESTIONS)("%s: %s tells no group of fewer people than the threshold", async (brand, name, variables) => {
  const { data, errors } = await test.query(fixture.organisation.keys.AD_OPS, document(name), {
    ...{ brand: fixture.brands[brand], ...variables },
  });
  expect(errors).toBeUndefined();
  const counts = countsIn(data);
  expect(JSON.stringify(data)).toContain("null");
  expect(counts.filter((count) => count !== 0 && (count < THRESHOLD || count % BASE !== 0))).toEqual([]);
});

it("pays each from the key's questions of the day", async () => {
  const ask = (maxTouches: number) =>
    test.query(fixture.organisation.keys.AD_OPS, document("chase"), {
      ...{ brand: fixture.brands.chased, days: 14, waitHours: 48, maxTouches },
    });
  expect((await ask(3)).errors).toBeUndefined(); // asked before today
  expect((await ask(4)).errors![0]!.extensions).toMatchObject({ code: "RATE_LIMITED" });
});
