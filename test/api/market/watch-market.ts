import { crowd, type SentTouchpoint } from "./market-setup";

export const FROM = "2025-09-12T00:00:00+08:00";
export const TO = "2025-11-11T00:00:00+08:00";

const order = (brand: string, person: number, at: string, amount: string, change: object = {}): SentTouchpoint => ({
  ...{ person, at, action: "ORDER", brand, amount, orderId: `${brand}-${person}-${at}` },
  ...change,
});

/** One order of each of `count` people. */
const orders = (brand: string, first: number, count: number, at: string, amount: string): readonly SentTouchpoint[] =>
  crowd(first, count, { at, action: "ORDER", brand, amount });

const OCTOBER = "2025-10-10T12:00:00+08:00";

/**
 * The window: 80 of the category's 100 buyers bought haoyu, 8 of them on two days, for 934.00 in 94 orders; w1 sold 700.00 to
 * 14, w2 to w5 40.00 to 4 each, w6 nothing.
 */
export const window = (): readonly SentTouchpoint[] => [
  ...orders("haoyu", 1, 80, "2025-10-01T23:30:00+08:00", "10.00"),
  // An hour later is the next day in the brand's zone, though not in UTC.
  ...orders("haoyu", 1, 8, "2025-10-02T00:30:00+08:00", "10.00"),
  // A second order on one day is no second day.
  ...orders("haoyu", 11, 5, "2025-10-01T09:00:00+08:00", "10.00"),
  ...[1, 2, 3, 4, 5].flatMap((n) => orders(`w${n}`, 77 + 4 * n, 4, OCTOBER, n === 1 ? "50.00" : "10.00")),
  ...orders("w1", 21, 10, OCTOBER, "50.00"),
  // 4.00 of an order of person 31 go back; what person 301 bought goes back wholly.
  order("haoyu", 31, "2025-10-01T08:00:00+08:00", "8.00"),
  order("haoyu", 31, "2025-10-03T08:00:00+08:00", "4.00", {
    action: "REFUND",
    orderId: "haoyu-31-2025-10-01T08:00:00+08:00",
  }),
  order("haoyu", 301, OCTOBER, "10.00"),
  order("haoyu", 301, "2025-11-10T23:59:59+08:00", "10.00", { action: "REFUND", orderId: `haoyu-301-${OCTOBER}` }),
  // Before and after the window, and in another category.
  order("haoyu", 302, "2025-09-11T23:59:59+08:00", "10.00"),
  order("haoyu", 303, TO, "10.00"),
  order("haoyu", 304, OCTOBER, "10.00", { category: "tv" }),
];

/** June sales of a year by brand, in yuan and pieces. */
const june = (year: number, sold: readonly (readonly [brand: string, amount: string, quantity: number])[]) =>
  sold.map(([brand, amount, quantity], n) =>
    order(brand, 1_000 + n, `${year}-06-18T00:00:00+08:00`, amount, { quantity }),
  );

const others = ["w2", "w3", "w4", "w5"].map((brand) => [brand, "100.00", 1] as const);

/** haoyu was second in 2019, first from 2020 to 2024 (in 2023 by pieces only), and is first in 2025 so far. */
export const years = (): readonly SentTouchpoint[] => [
  ...june(2019, [["haoyu", "900.00", 9], ["w1", "1000.00", 1], ...others]),
  ...[2020, 2021, 2022].flatMap((year) => june(year, [["haoyu", "1000.00", 1], ["w1", "900.00", 9], ...others])),
  ...june(2023, [["haoyu", "1000.00", 2], ["w1", "1000.00", 1], ...others]),
  // The last instant of 2024 in Shanghai; one later it would be of 2025.
  ...june(2024, [["haoyu", "500.00", 1], ["w1", "900.00", 9], ...others]),
  order("haoyu", 2_000, "2024-12-31T23:59:59.999+08:00", "500.00"),
];
