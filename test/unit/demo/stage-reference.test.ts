import type { Touchpoint } from "./read-cloud";
import { deepestStage, stageAt } from "./stage-reference";

const DAY = 86_400_000;
const START = Date.parse("2025-09-01T00:00:00+08:00");

let ids = 0;
const touch = (day: number, action: string, more: Partial<Touchpoint> = {}): Touchpoint => {
  ids += 1;
  return { id: `e${ids}`, at: START + day * DAY, action, platform: "JD", site: "ON_SITE", ...more };
};
const order = (day: number, orderId: string): Touchpoint => touch(day, "ORDER", { orderId, amount: "100.00" });
const refund = (day: number, orderId: string, amount: string): Touchpoint => touch(day, "REFUND", { orderId, amount });

describe("the reference of the 4A stages", () => {
  it.each<[string, readonly Touchpoint[], number]>([
    ["an impression 15 days ago", [touch(5, "IMPRESSION")], 1],
    ["an impression more than 15 days ago", [touch(4.99, "IMPRESSION")], 0],
    ["an impression at the instant itself", [touch(20, "IMPRESSION")], 0],
    ["one visit", [touch(19, "VISIT")], 1],
    ["a click and a content view", [touch(18, "CLICK"), touch(19, "CONTENT_VIEW")], 2],
    ["a search", [touch(19, "SEARCH")], 2],
    ["a share without an order", [touch(19, "SHARE")], 2],
    ["an order", [order(1, "o1")], 3],
    ["an order refunded in part", [order(1, "o1"), refund(2, "o1", "99.99")], 3],
    ["an order refunded in two parts", [order(1, "o1"), refund(2, "o1", "60.00"), refund(3, "o1", "40.00")], 0],
    ["two orders on one day", [order(1, "o1"), order(1.5, "o2")], 3],
    ["two orders on two days", [order(1, "o1"), order(2, "o2")], 4],
    ["two days, one order refunded", [order(1, "o1"), order(2, "o2"), refund(3, "o2", "100.00")], 3],
    ["an order and four stars", [order(1, "o1"), touch(5, "REVIEW", { orderId: "o1", rating: 4 })], 4],
    ["an order and three stars", [order(1, "o1"), touch(5, "REVIEW", { orderId: "o1", rating: 3 })], 3],
    ["a share after the order", [order(1, "o1"), touch(5, "SHARE")], 4],
    ["a share before the order", [touch(0.5, "SHARE"), order(1, "o1")], 3],
  ])("makes of %s the stage it should be", (_, touchpoints, stage) => {
    expect(stageAt(touchpoints, START + 20 * DAY)).toBe(stage);
  });

  it("finds the deepest stage inside the window, also when it is lost again before the end", () => {
    const path = [touch(9, "SEARCH"), order(12, "o1"), refund(14, "o1", "100.00")];
    expect(stageAt(path, START + 15 * DAY)).toBe(2);
    expect(deepestStage(path, START + 10 * DAY, START + 15 * DAY)).toBe(3);
    expect(deepestStage(path, START + 10 * DAY, START + 12 * DAY)).toBe(2);
  });
});
