import type { CampaignStep, ScheduledStep } from "../../../../src/features/campaigns/campaign";
import { checkSchedule } from "../../../../src/features/campaigns/check-schedule";
import { problemsOf } from "./problems-of";

const day = (date: string): Date => new Date(`${date}T00:00:00+08:00`);
const window = { from: day("2025-10-20"), to: day("2025-12-01") };
const step = (name: CampaignStep, from: string, to: string): ScheduledStep => ({
  step: name,
  from: day(from),
  to: day(to),
});
const check = (steps: readonly ScheduledStep[], within = window) =>
  problemsOf((problems) => checkSchedule(problems, { window: within, steps }, ["input"]));

describe("checkSchedule", () => {
  it("takes steps that overlap and steps that fill the window", () => {
    expect(check([step("ACQUIRE", "2025-10-20", "2025-11-10"), step("LEAD", "2025-10-31", "2025-12-01")])).toEqual([]);
  });

  it("names every end that lies outside the window", () => {
    expect(check([step("VECTOR", "2025-10-19", "2025-10-27"), step("ENGAGE", "2025-11-12", "2025-12-02")])).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["input", "steps", "0", "from"],
        message:
          "input.steps.0.from must lie within the campaign's window (2025-10-19T16:00:00.000Z to 2025-11-30T16:00:00.000Z), but got 2025-10-18T16:00:00.000Z; move the step or widen the window.",
      },
      expect.objectContaining({ code: "INVALID_INPUT", field: ["input", "steps", "1", "to"] }),
    ]);
  });

  it("names a window and a step that run backwards, and does not measure steps by such a window", () => {
    const backwards = { from: window.to, to: window.from };
    expect(
      check([step("VECTOR", "2025-10-27", "2025-10-20")], backwards).map(({ field, message }) => [field, message]),
    ).toEqual([
      [
        ["input", "window", "to"],
        "input.window.to must lie after from (2025-11-30T16:00:00.000Z), but got 2025-10-19T16:00:00.000Z.",
      ],
      [
        ["input", "steps", "0", "to"],
        "input.steps.0.to must lie after from (2025-10-26T16:00:00.000Z), but got 2025-10-19T16:00:00.000Z.",
      ],
    ]);
  });

  it("refuses an empty window", () => {
    expect(check([], { from: window.from, to: window.from })).toHaveLength(1);
  });

  it("takes each step once", () => {
    expect(check([step("LEAD", "2025-10-20", "2025-10-21"), step("LEAD", "2025-10-22", "2025-10-23")])).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["input", "steps", "1", "step"],
        message: "A step must come once at most, but LEAD came again.",
      },
    ]);
  });
});
