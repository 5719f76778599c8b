import { InvalidInputError } from "../numeric/invalid-input";

/*
 * Terms of this engine, with the letters of the papers
 *
 * purchase:        whatever somebody bought on one day; several orders of a day are one purchase.
 * repeat purchase: any but the first; x counts them.
 * last purchase:   t_x, from the first purchase to the last one; 0 without a repeat.
 * age:             T, from the first purchase to the last day that was observed.
 * unit:            of t_x, T and whatever is forecast. It is part of the types, so that weeks never meet a model of days.
 */
export type TimeUnit = "DAY" | "WEEK";

export interface Span<Unit extends TimeUnit> {
  readonly unit: Unit;
  readonly length: number;
}

export interface PurchaseHistory<Unit extends TimeUnit> {
  readonly unit: Unit;
  readonly repeatPurchases: number;
  readonly lastPurchase: number;
  readonly age: number;
}

/** Distinct histories, a column a fact, with how many people have each: all that a likelihood asks of the data. */
export interface HistoryCounts<Unit extends TimeUnit> {
  readonly unit: Unit;
  readonly repeatPurchases: ArrayLike<number>;
  readonly lastPurchase: ArrayLike<number>;
  readonly age: ArrayLike<number>;
  readonly people: ArrayLike<number>;
}

export function assertHistory(x: number, lastPurchase: number, age: number): void {
  const isOrdered = x === 0 ? lastPurchase === 0 && age >= 0 : lastPurchase > 0 && lastPurchase <= age;
  if (Number.isSafeInteger(x) && x >= 0 && isOrdered && Number.isFinite(age)) return;
  throw new InvalidInputError(
    `A history must have whole repeat purchases of which the last lies within the age, but got x ${x}, t_x ${lastPurchase}, T ${age}; count a day's purchases as one.`,
  );
}
