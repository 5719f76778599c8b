import { stepState } from "../../../../src/features/campaigns/step-state";

const step = { from: new Date("2025-10-20T00:00:00Z"), to: new Date("2025-10-27T00:00:00Z") };

describe("stepState", () => {
  it.each([
    ["2025-10-19T23:59:59.999Z", "PLANNED"],
    ["2025-10-20T00:00:00Z", "RUNNING"],
    ["2025-10-26T23:59:59.999Z", "RUNNING"],
    ["2025-10-27T00:00:00Z", "CLOSED"],
  ])("at %s is %s", (now, state) => {
    expect(stepState(step, new Date(now))).toBe(state);
  });
});
