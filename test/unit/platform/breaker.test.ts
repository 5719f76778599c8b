import { Breaker } from "../../../src/platform/cache/breaker";

const fails = async (): Promise<string> => {
  throw new Error("no answer");
};
const works = async (): Promise<string> => "answer";

describe("Breaker", () => {
  let now = 0;
  const failed = jest.fn();
  let breaker: Breaker;
  const attempt = (call: () => Promise<string>) => breaker.attempt(call, "otherwise", failed);

  beforeEach(() => {
    now = 0;
    failed.mockReset();
    breaker = new Breaker(1_000, 3_000, () => now);
  });

  it("turns callers away at once after a failure, and lets one try when it has rested", async () => {
    expect(await attempt(fails)).toBe("otherwise");
    expect(breaker.state).toBe("OPEN");
    const call = jest.fn(works);
    now = 999;
    expect(await attempt(call)).toBe("otherwise");
    expect(call).not.toHaveBeenCalled();
    now = 1_000;
    expect(breaker.state).toBe("HALF_OPEN");
    expect(await Promise.all([attempt(call), attempt(call), attempt(call)])).toEqual([
      "answer",
      "otherwise",
      "otherwise",
    ]);
    expect(breaker.state).toBe("CLOSED");
    expect(await Promise.all([attempt(call), attempt(call)])).toEqual(["answer", "answer"]);
  });

  it("rests twice as long after each failure in a row, up to its most", async () => {
    const rests: number[] = [];
    for (let failures = 0; failures < 4; failures++) {
      await attempt(fails);
      const from = now;
      while (breaker.state === "OPEN") now += 500;
      rests.push(now - from);
    }
    expect(rests).toEqual([1_000, 2_000, 3_000, 3_000]);
    await attempt(works);
    await attempt(fails);
    now += 1_000;
    expect(breaker.state).toBe("HALF_OPEN");
  });

  it("counts calls that fail together as one failure, and says so once", async () => {
    await Promise.all(Array.from({ length: 100 }, () => attempt(fails)));
    expect(failed).toHaveBeenCalledTimes(1);
    now += 1_000;
    expect(breaker.state).toBe("HALF_OPEN");
  });
});
