import { nextRefreshAt } from "../../../../src/features/audiences/pack-schedule";

const at = (text: string): Date => new Date(text);
const daily = (hourOfDay: number) => ({ hourOfDay, everyHours: null, startsAt: at("2025-01-01T00:00:00Z") });
const every = (everyHours: number) => ({ hourOfDay: null, everyHours, startsAt: at("2025-11-11T01:30:00Z") });

describe("nextRefreshAt", () => {
  it.each([
    ["before its hour", daily(3), "2025-11-10T18:59:59Z", "Asia/Shanghai", "2025-11-10T19:00:00Z"],
    ["at its hour: the next day", daily(3), "2025-11-10T19:00:00Z", "Asia/Shanghai", "2025-11-11T19:00:00Z"],
    [
      "when the clocks go forward over its hour",
      daily(2),
      "2025-03-30T00:00:00Z",
      "Europe/Berlin",
      "2025-03-30T01:00:00Z",
    ],
    ["when the clocks go back", daily(12), "2025-10-25T10:00:00Z", "Europe/Berlin", "2025-10-26T11:00:00Z"],
    ["every 6 hours, just set", every(6), "2025-11-11T01:30:00Z", "Asia/Shanghai", "2025-11-11T07:30:00Z"],
    ["every 6 hours, a minute late", every(6), "2025-11-11T07:31:00Z", "Asia/Shanghai", "2025-11-11T13:30:00Z"],
    [
      "every 6 hours, after nobody worked for days",
      every(6),
      "2025-11-14T08:00:00Z",
      "Asia/Shanghai",
      "2025-11-14T13:30:00Z",
    ],
  ])("%s", (_, cadence, now, zone, expected) => {
    expect(nextRefreshAt(cadence, at(now), zone)).toEqual(at(expected));
  });
});
