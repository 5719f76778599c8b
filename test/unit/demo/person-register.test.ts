import { registerPeople } from "./person-register";
import type { Touchpoint } from "./read-cloud";

const seen = (identities: Pick<Touchpoint, "device" | "pin">): Touchpoint => ({
  ...{ id: "e", at: 0, action: "VISIT", platform: "JD", site: "ON_SITE" },
  ...identities,
});

describe("the register of people", () => {
  it("knows a person again by device or account", () => {
    const rows = [
      seen({ device: "d1" }),
      seen({ device: "d2" }),
      seen({ device: "d1", pin: "p1" }),
      seen({ pin: "p1" }),
    ];
    expect(registerPeople(rows)).toEqual({ personOf: [0, 1, 0, 0], people: 2, merges: 0 });
  });

  it("counts a row that joins two known people, and gives all their rows to one", () => {
    const rows = [seen({ device: "d1" }), seen({ pin: "p1" }), seen({ device: "d1", pin: "p1" }), seen({ pin: "p1" })];
    expect(registerPeople(rows)).toEqual({ personOf: [0, 0, 0, 0], people: 1, merges: 1 });
  });
});
