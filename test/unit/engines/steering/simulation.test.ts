import { type SimulatedRun, simulate } from "./simulated-media";

const SEEDS = Array.from({ length: 200 }, (_, place) => place + 1);
type Rival = "EQUAL" | "PLANNED";

/** How often steering brings more than the rival, and how it compares with it at worst and in the middle. */
function against(runs: readonly Readonly<Record<Rival | "STEERED", SimulatedRun>>[], rival: Rival) {
  const ratios = runs.map((run) => run.STEERED.outcomes / run[rival].outcomes).sort((a, b) => a - b);
  const winRate = ratios.filter((ratio) => ratio > 1).length / ratios.length;
  return { winRate, worst: ratios[0]!, median: (ratios[99]! + ratios[100]!) / 2 };
}

/*
 * Measured over seeds 1 to 200: against the equal split it won 87 % of the markets, brought 85 % at worst and 107 % in the middle;
 * against the fixed plan 96.5 %, 95 % and 112 %. The engine's constants were chosen on seeds from 1,001 on, before these were looked at.
 */
describe("hourly steering in markets that it knows nothing of, 200 seeds", () => {
  let runs: readonly ReturnType<typeof simulate>[];
  beforeAll(() => {
    runs = SEEDS.map((seed) => simulate(seed));
  }, 600_000);

  it("breaks no guardrail in any hour and never spends more than the total", () => {
    expect(runs.flatMap(({ STEERED }) => STEERED.broken)).toEqual([]);
    expect(runs.every(({ STEERED }) => STEERED.spent <= STEERED.total)).toBe(true);
  });

  it("brings more than an equal split in at least 8 of 10 markets, and never less than 7 tenths of it", () => {
    const { winRate, worst, median } = against(runs, "EQUAL");
    expect(winRate).toBeGreaterThan(0.8);
    expect(worst).toBeGreaterThan(0.7);
    expect(median).toBeGreaterThan(1.03);
  });

  it("brings more than the fixed plan in at least 8 of 10 markets, and never less than 8 tenths of it", () => {
    const { winRate, worst, median } = against(runs, "PLANNED");
    expect(winRate).toBeGreaterThan(0.8);
    expect(worst).toBeGreaterThan(0.8);
    expect(median).toBeGreaterThan(1.05);
  });

  it("gives the same run for the same seed", () => {
    expect(simulate(7)).toEqual(runs[6]);
  });
});
