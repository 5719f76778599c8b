import { readDeliveryPeriod } from "../../../../src/features/campaigns/delivery-period";

const read = (from: string, to: string, zone = "Asia/Shanghai") => {
  const period = readDeliveryPeriod({ from: new Date(from), to: new Date(to) }, zone);
  return period && [period.grain, period.day.from.toISOString(), period.day.to.toISOString()];
};

describe("readDeliveryPeriod", () => {
  it("reads a day of the zone", () => {
    expect(read("2025-11-11T00:00:00+08:00", "2025-11-12T00:00:00+08:00")).toEqual([
      "DAY",
      "2025-11-10T16:00:00.000Z",
      "2025-11-11T16:00:00.000Z",
    ]);
  });

  it("reads an hour and finds its day", () => {
    expect(read("2025-11-11T23:00:00+08:00", "2025-11-12T00:00:00+08:00")).toEqual([
      "HOUR",
      "2025-11-10T16:00:00.000Z",
      "2025-11-11T16:00:00.000Z",
    ]);
  });

  it.each([
    ["a day of another zone", "2025-11-11T00:00:00Z", "2025-11-12T00:00:00Z"],
    ["two days", "2025-11-11T00:00:00+08:00", "2025-11-13T00:00:00+08:00"],
    ["two hours", "2025-11-11T10:00:00+08:00", "2025-11-11T12:00:00+08:00"],
    ["an hour past the half", "2025-11-11T10:30:00+08:00", "2025-11-11T11:30:00+08:00"],
    ["no time", "2025-11-11T00:00:00+08:00", "2025-11-11T00:00:00+08:00"],
    ["an hour backwards", "2025-11-11T11:00:00+08:00", "2025-11-11T10:00:00+08:00"],
  ])("refuses %s", (_, from, to) => {
    expect(read(from, to)).toBeNull();
  });

  it("begins hours where the zone does: India's lie half an hour off", () => {
    expect(read("2025-11-11T10:00:00+05:30", "2025-11-11T11:00:00+05:30", "Asia/Kolkata")?.[0]).toBe("HOUR");
    expect(read("2025-11-11T05:00:00Z", "2025-11-11T06:00:00Z", "Asia/Kolkata")).toBeNull();
  });

  it("takes days of 23 and 25 hours for days", () => {
    expect(read("2025-03-30T00:00:00+01:00", "2025-03-31T00:00:00+02:00", "Europe/Berlin")?.[0]).toBe("DAY");
    expect(read("2025-10-26T00:00:00+02:00", "2025-10-27T00:00:00+01:00", "Europe/Berlin")?.[0]).toBe("DAY");
    expect(read("2025-10-26T00:00:00+02:00", "2025-10-26T23:00:00+01:00", "Europe/Berlin")).toBeNull();
  });
});
