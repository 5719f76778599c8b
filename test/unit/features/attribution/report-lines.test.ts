import fc from "fast-check";
import { attributionModels, defaultModelSettings } from "../../../../src/engines/attribution/attribution-models";
import { journeyTable, totalJourneys } from "../../../../src/engines/attribution/journey-table";
import { dimensions as allDimensions } from "../../../../src/features/attribution/dimension";
import { labelOf } from "../../../../src/features/attribution/line-key";
import { modelKeys } from "../../../../src/features/attribution/model-key";
import type { Journeys } from "../../../../src/features/attribution/read-journeys";
import { creditLines, type LineCredit } from "../../../../src/features/attribution/report-lines";
import { creditPeriods, type PeriodCredit } from "../../../../src/features/attribution/report-periods";
import { PlacementIndex, type Touch, touchKey } from "../../../../src/features/attribution/touch";
import type { Placement } from "../../../../src/features/campaigns";

const dimensions = allDimensions.filter((dimension) => dimension !== "CHANNEL");
const models = Object.values(attributionModels(defaultModelSettings));
const additive = models.filter(({ isAdditiveAcrossDimensions }) => isAdditiveAcrossDimensions);

const plain = { isDirect: false, lookbackDays: 14, site: "OFF_SITE", programme: "", creator: "", keyword: "" };
const touches: readonly Touch[] = ["DOUYIN", "WEIBO", "OTHER"].flatMap((platform) =>
  ["", "a", '"],["'].map((placement, index) => ({
    ...{ ...plain, platform, placement, creative: `${index % 2}`, hour: `0${index}` },
    isDirect: platform === "OTHER" && placement === "",
  })),
);
const placement: Placement = {
  id: "p",
  campaignId: "c",
  name: "p",
  platform: "ZHIHU",
  site: "OFF_SITE",
  step: "LEAD",
  objective: "BRAND_AD",
  audiencePackId: "pack",
  externalIds: ["z"],
};
const index = new PlacementIndex([placement]);

const HOUR = 3_600;
const clouds = fc
  .array(
    fc.record({
      path: fc.array(fc.constantFrom(...touches), { minLength: 1, maxLength: 4 }),
      hasConverted: fc.boolean(),
      value: fc.bigInt({ min: 0n, max: 10n ** 12n }),
      person: fc.integer({ min: 1, max: 30 }),
      hour: fc.integer({ min: 0, max: 60 }),
    }),
    { maxLength: 40 },
  )
  .map((rows): Journeys => {
    const sorted = [...rows].sort((a, b) => Number(b.hasConverted) - Number(a.hasConverted) || a.hour - b.hour);
    const converted = sorted.filter(({ hasConverted }) => hasConverted);
    const table = journeyTable(
      sorted.map(({ path, hasConverted, value }) => ({
        touches: path.map(touchKey),
        conversions: hasConverted ? 1n : 0n,
        value: hasConverted ? value : 0n,
        nulls: hasConverted ? 0n : 3n,
        ages: path.map((_, age) => 1000 * (path.length - age)),
      })),
    );
    return {
      table,
      touches: table.channels.map((channel) => touches.find((touch) => touchKey(touch) === channel)!),
      attributed: {
        people: Uint32Array.from(converted, ({ person }) => person),
        hours: Uint32Array.from(converted, ({ hour }) => hour * HOUR),
        days: Uint32Array.from(converted, ({ hour }) => Math.floor(hour / 24) * 24 * HOUR),
      },
      unattributed: [{ hour: 5 * HOUR, day: 0, conversions: 2n, value: 30n }],
      ...{ capped: 0n, foreign: 0n },
    };
  });

const sum = (rows: readonly (LineCredit | PeriodCredit)[], figure: "conversionMillionths" | "value"): bigint =>
  rows.reduce((total, row) => total + row[figure]!, 0n);

describe.each([1, 10])("with a threshold of %d", (threshold) => {
  it("every dimension sums exactly to what is attributed, under every model", () => {
    fc.assert(
      fc.property(clouds, (journeys) => {
        const { credits } = creditLines(journeys, index, models, { dimensions, threshold });
        const { conversions, value } = totalJourneys(journeys.table);
        for (const dimension of dimensions) {
          for (const model of modelKeys) {
            const own = credits.filter((credit) => credit.dimension === dimension && credit.model === model);
            expect(sum(own, "conversionMillionths")).toBe(conversions * 1_000_000n);
            expect(sum(own, "value")).toBe(value);
            expect(new Set(own.map(labelOf)).size).toBe(own.length);
          }
        }
        const bought = { model: "MARKOV", conversionMillionths: 0n, value: 0n };
        expect(credits).toContainEqual({ ...bought, dimension: "PLACEMENT", platform: "ZHIHU", key: "z" });
        expect(credits).toContainEqual({ ...bought, dimension: "STEP", platform: "", key: "LEAD" });
        expect(credits).toContainEqual({ ...bought, dimension: "PACK", platform: "", key: "pack" });
      }),
      { numRuns: 40 },
    );
  });
});

describe("periods", () => {
  it("hours and days sum exactly to the platforms' lines and to the totals", () => {
    fc.assert(
      fc.property(clouds, (journeys) => {
        const lines = creditLines(journeys, index, models, { dimensions: ["PLATFORM"], threshold: 1 });
        const { periods, credits } = creditPeriods(journeys, lines, models, 1);
        for (const grain of ["HOUR", "DAY"] as const) {
          for (const line of lines.credits.filter(({ model }) => additive.some(({ key }) => key === model))) {
            const own = credits.filter(
              (credit) => credit.grain === grain && credit.model === line.model && credit.platform === line.platform,
            );
            expect(sum(own, "conversionMillionths")).toBe(line.conversionMillionths);
            expect(sum(own, "value")).toBe(line.value);
          }
          const totals = periods.filter((period) => period.grain === grain);
          const { conversions, value } = totalJourneys(journeys.table);
          expect(totals.reduce((total, period) => total + period.conversions, 0n)).toBe(conversions + 2n);
          expect(totals.reduce((total, period) => total + period.value, 0n)).toBe(value + 30n);
        }
        expect(credits.some(({ model }) => model === "MARKOV" || model === "SHAPLEY")).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it("withholds cells of few people, all hours of a withheld day among them", () => {
    fc.assert(
      fc.property(clouds, (journeys) => {
        const lines = creditLines(journeys, index, additive, { dimensions: ["PLATFORM"], threshold: 10 });
        const { credits } = creditPeriods(journeys, lines, additive, 10);
        const dayOf = (from: Date): number => Math.floor(from.getTime() / 86_400_000);
        for (const hour of credits.filter(({ grain }) => grain === "HOUR")) {
          const day = credits.find(
            (one) =>
              one.grain === "DAY" &&
              one.model === hour.model &&
              one.platform === hour.platform &&
              dayOf(one.from) === dayOf(hour.from),
          )!;
          if (day.conversionMillionths === null) expect(hour.conversionMillionths).toBeNull();
        }
        for (const { grain, from, conversionMillionths } of credits) {
          const { hours, days, people } = journeys.attributed;
          const starts = grain === "HOUR" ? hours : days;
          const behind = new Set(people.filter((_, row) => starts[row] === from.getTime() / 1000));
          if (behind.size < 10) expect(conversionMillionths).toBeNull();
        }
      }),
      { numRuns: 40 },
    );
  });
});
