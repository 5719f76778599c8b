import fc from "fast-check";
import { channelKey } from "../../../../src/features/attribution/channel";
import { collectJourneys } from "../../../../src/features/attribution/converted-journeys";
import type { JourneyGroup } from "../../../../src/features/attribution/journey.store";
import { modelKeys } from "../../../../src/features/attribution/model-key";
import { creditReport, type ReportCredit } from "../../../../src/features/attribution/report-credits";

const channels = fc.record({
  platform: fc.constantFrom("DOUYIN", "WEIBO", "OTHER"),
  placement: fc.constantFrom("", "a", "b", '"],["'),
});
const groups: fc.Arbitrary<JourneyGroup[]> = fc.array(
  fc.record({
    path: fc.array(channels, { maxLength: 4 }),
    conversions: fc.bigInt({ min: 1n, max: 50n }),
    value: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    capped: fc.constant(0n),
    foreign: fc.constant(0n),
    people: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 10 }),
  }),
  { maxLength: 8 },
);

async function* stream(rows: readonly JourneyGroup[]): AsyncGenerator<JourneyGroup> {
  yield* rows;
}

const sum = (credits: readonly ReportCredit[], figure: "conversionMillionths" | "value"): bigint =>
  credits.reduce((total, credit) => total + credit[figure], 0n);

describe("creditReport", () => {
  it.each([1, 10])(
    "credits exactly what is attributed under every model, with a threshold of %d",
    async (threshold) => {
      await fc.assert(
        fc.asyncProperty(groups, async (rows) => {
          const converted = await collectJourneys(stream(rows), (touch) => touch, [
            { platform: "ZHIHU", placement: "z" },
          ]);
          const credits = creditReport(converted, modelKeys, threshold);
          for (const model of modelKeys) {
            const own = credits.filter((credit) => credit.model === model);
            expect(sum(own, "conversionMillionths")).toBe(converted.attributed.conversions * 1_000_000n);
            expect(sum(own, "value")).toBe(converted.attributed.value);
            expect(new Set(own.map(channelKey)).size).toBe(own.length);
            expect(own).toContainEqual({
              model,
              platform: "ZHIHU",
              placement: "z",
              conversionMillionths: 0n,
              value: 0n,
            });
          }
        }),
      );
    },
  );

  it("merges what is small after it was credited, so that merging moves no credit", async () => {
    const people = Array.from({ length: 10 }, (_, index) => index);
    const path = (...names: string[]): JourneyGroup["path"] => names.map((platform) => ({ platform, placement: "" }));
    const row = { capped: 0n, foreign: 0n };
    const converted = await collectJourneys(
      stream([
        { ...row, path: path("DOUYIN", "WEIBO", "ZHIHU"), conversions: 1n, value: 100n, people: [1] },
        { ...row, path: path("DOUYIN", "BAIDU"), conversions: 12n, value: 0n, people },
      ]),
      (touch) => touch,
      [],
    );
    // Weibo and Zhihu are one person: Baidu's ten go with them.
    expect(creditReport(converted, ["LINEAR_TOUCH"], 10)).toEqual([
      { model: "LINEAR_TOUCH", platform: "DOUYIN", placement: "", conversionMillionths: 6_333_334n, value: 34n },
      { model: "LINEAR_TOUCH", platform: "OTHER", placement: "", conversionMillionths: 6_666_666n, value: 66n },
    ]);
  });
});
