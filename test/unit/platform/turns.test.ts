import { setTimeout as sleep } from "node:timers/promises";
import { Turns } from "../../../src/platform/turns";

it("lets at most so many run at once, in the order in which they came", async () => {
  const turns = new Turns(2);
  const began: number[] = [];
  let running = 0;
  let most = 0;
  const work = async (index: number): Promise<number> => {
    began.push(index);
    most = Math.max(most, ++running);
    await sleep(5);
    running--;
    return index;
  };
  const answers = await Promise.all([0, 1, 2, 3, 4].map((index) => turns.take(() => work(index))));
  expect(answers).toEqual([0, 1, 2, 3, 4]);
  expect(began).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
});

it("goes on after a failure", async () => {
  const turns = new Turns(1);
  const failing = turns.take(() => Promise.reject(new Error("away")));
  const next = turns.take(async () => "here");
  await expect(failing).rejects.toThrow("away");
  expect(await next).toBe("here");
});
