import { dataState, LATE_DATA_HOURS } from "../../../../src/features/touchpoints";

const asOf = new Date("2025-11-11T00:00:00+08:00");
const after = (hours: number): Date => new Date(asOf.getTime() + hours * 3_600_000);

it("is provisional while data is still expected, then complete", () => {
  expect(LATE_DATA_HOURS).toBe(48);
  expect(dataState({ isOutdated: false, asOf }, asOf)).toBe("PROVISIONAL");
  expect(dataState({ isOutdated: false, asOf }, new Date(after(48).getTime() - 1))).toBe("PROVISIONAL");
  expect(dataState({ isOutdated: false, asOf }, after(48))).toBe("COMPLETE");
});

it("is outdated at any age once data has come", () => {
  expect([1, 100].map((hours) => dataState({ isOutdated: true, asOf }, after(hours)))).toEqual([
    "OUTDATED",
    "OUTDATED",
  ]);
});
