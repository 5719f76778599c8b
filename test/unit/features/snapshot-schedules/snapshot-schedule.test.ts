import { dueDays } from "../../../../src/features/snapshot-schedules/snapshot-schedule";

const days = (lastDay: string | null, now: string, zone = "Asia/Shanghai"): readonly string[] =>
  dueDays(lastDay, new Date(now), zone).map((day) => day.toISOString());

it("begins with today, and is due once the next day has begun in the zone", () => {
  expect(days(null, "2025-11-11T23:59:59.999+08:00")).toEqual(["2025-11-10T16:00:00.000Z"]);
  expect(days("2025-11-11", "2025-11-11T23:59:59.999+08:00")).toEqual([]);
  expect(days("2025-11-11", "2025-11-12T00:00:00+08:00")).toEqual(["2025-11-11T16:00:00.000Z"]);
});

it("catches up at most 31 days, the newest ones", () => {
  const found = days("2025-01-01", "2025-11-11T12:00:00+08:00");
  expect([found.length, found[0], found.at(-1)]).toEqual([31, "2025-10-11T16:00:00.000Z", "2025-11-10T16:00:00.000Z"]);
});

it("knows days of 23 and 25 hours", () => {
  // In New York clocks go back on 2025-11-02 and forward on 2026-03-08.
  expect(days("2025-11-01", "2025-11-03T12:00:00Z", "America/New_York")).toEqual([
    "2025-11-02T04:00:00.000Z",
    "2025-11-03T05:00:00.000Z",
  ]);
  expect(days("2026-03-07", "2026-03-09T12:00:00Z", "America/New_York")).toEqual([
    "2026-03-08T05:00:00.000Z",
    "2026-03-09T04:00:00.000Z",
  ]);
});

it("asks for nothing when the clock was set back", () => {
  expect(days("2025-11-12", "2025-11-11T12:00:00+08:00")).toEqual([]);
});
