import { createLogger } from "../../src/platform/logger";
import { AdvisoryLocks } from "../../src/platform/postgres/locks";
import { testEngines } from "../support/test-engines";

/** As many connections as one level of locks has. */
const CONNECTIONS = 8;

let locks: AdvisoryLocks;

beforeAll(() => {
  locks = new AdvisoryLocks(testEngines().databaseUrl, createLogger("silent"), 2_000);
});
afterAll(() => locks.close());

it("nest in levels that cannot starve each other, and refuse who would wait too long for a level", async () => {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let holding = 0;
  let allHold = (): void => undefined;
  const full = new Promise<void>((resolve) => {
    allHold = resolve;
  });
  const base = BigInt(Math.floor(Math.random() * 1e9)) * 100n;
  const holders = Array.from({ length: CONNECTIONS }, (_, place) =>
    locks.holdRun(base + BigInt(place), async () => {
      if (++holding === CONNECTIONS) allHold();
      await released;
      return locks.hold([base + 50n + BigInt(place)], () => locks.holdInside([base + 99n], async () => place));
    }),
  );
  await full;
  await expect(locks.holdRunIfFree(base, async () => "never")).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: "Too much else waits for the same locks; try again a little later.",
  });
  release();
  expect(await Promise.all(holders)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(await locks.holdRunIfFree(base, async () => "held")).toEqual({ result: "held" });
});
