import { checkWholeHours, widenToHours } from "../../../src/platform/whole-hours";

const windowOf = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });

it("takes windows of whole hours of the zone, wherever its hours begin", () => {
  checkWholeHours(windowOf("2025-11-01T00:00:00+08:00", "2025-11-01T20:00:00+08:00"), "Asia/Shanghai");
  checkWholeHours(windowOf("2025-11-01T00:00:00+05:30", "2025-11-02T00:00:00+05:30"), "Asia/Kolkata");
});

it("refuses every end that is none, at its argument", () => {
  const window = windowOf("2025-11-01T00:00:00Z", "2025-11-02T00:00:00.001Z");
  expect(() => checkWholeHours(window, "Asia/Kolkata", ["input"])).toThrow(
    expect.objectContaining({
      problems: [
        {
          code: "INVALID_INPUT",
          field: ["input", "from"],
          message:
            "from must be a whole hour in Asia/Kolkata, as small groups are withheld, but got 2025-11-01T00:00:00.000Z.",
        },
        {
          code: "INVALID_INPUT",
          field: ["input", "to"],
          message:
            "to must be a whole hour in Asia/Kolkata, as small groups are withheld, but got 2025-11-02T00:00:00.001Z.",
        },
      ],
    }),
  );
});

it("widens a window to whole hours, and leaves one of whole hours", () => {
  expect(widenToHours(windowOf("2025-11-01T09:30:00+05:30", "2025-11-01T23:59:59+05:30"), "Asia/Kolkata")).toEqual(
    windowOf("2025-11-01T09:00:00+05:30", "2025-11-02T00:00:00+05:30"),
  );
  const whole = windowOf("2025-11-01T09:00:00+05:30", "2025-11-02T00:00:00+05:30");
  expect(widenToHours(whole, "Asia/Kolkata")).toEqual(whole);
});
