import type { Block } from "../../platform/clickhouse/native-blocks";
import type { ArmSlice } from "./arm-people";
import { type ArmQuestion, isOfOrders } from "./arm-question";
import { actionsOf } from "./arm-sql";
import type { ArmValues } from "./arm-values";

/** Rows of `touchesSql` and `staysSql`. */
export const TOUCHES = { ordinal: "UInt32", at: "Float64", act: "UInt8", seconds: "UInt32", seen: "UInt8" } as const;
/** Rows of `ordersSql`. */
export const ORDERS = { ordinal: "UInt32", at: "Float64", worth: "Float64", unvalued: "UInt8" } as const;

/** Places of the metrics that are told by rows of each action, by its number; dwell of any action is of all of them. */
export function metricsByAction(question: ArmQuestion): readonly (readonly number[])[] {
  return [null, ...actionsOf(question)].map((action) =>
    question.metrics.flatMap((metric, place) =>
      !isOfOrders(metric) && (metric.action === action || metric.action === null) ? [place] : [],
    ),
  );
}

/** Says of a slice's people what rows say. */
export function readTouches(
  question: ArmQuestion,
  { first, starts }: ArmSlice,
  caps: Float64Array,
  { rows, columns: { ordinal, at, act, seconds, seen } }: Block<typeof TOUCHES>,
  values: ArmValues,
): void {
  const byAction = metricsByAction(question).map((metrics) => Uint8Array.from(metrics));
  const isDwell = question.metrics.map(({ kind }) => kind === "DWELL");
  for (let row = 0; row < rows; row++) {
    const person = ordinal[row]! - first;
    const age = at[row]! - starts[person]!;
    if (seen[row] !== 0 && age >= 0) values.expose(person, seen[row]!);
    const metrics = byAction[act[row]!]!;
    for (let index = 0; index < metrics.length; index++) {
      const metric = metrics[index]!;
      if (isDwell[metric]) values.add(metric, person, age, Math.min(seconds[row]!, caps[metric]!));
      else values.add(metric, person, age, 1);
    }
  }
}

/** Says of a slice's people what their orders say. */
export function readOrders(
  { metrics }: ArmQuestion,
  { first, starts }: ArmSlice,
  { rows, columns: { ordinal, at, worth, unvalued } }: Block<typeof ORDERS>,
  values: ArmValues,
): void {
  const ofOrders = metrics.flatMap((metric, place) => (isOfOrders(metric) ? [place] : []));
  const isValue = metrics.map(({ kind }) => kind === "VALUE");
  for (let row = 0; row < rows; row++) {
    const person = ordinal[row]! - first;
    const age = at[row]! - starts[person]!;
    for (let index = 0; index < ofOrders.length; index++) {
      const metric = ofOrders[index]!;
      if (!isValue[metric]) values.add(metric, person, age, 1);
      else if (unvalued[row] === 0) values.add(metric, person, age, worth[row]!);
      else values.addUnvalued(metric, person, age);
    }
  }
}
