import { DateTime } from "luxon";
import { type CellLabel, cellLabelOf, type RuleSetDefinition, type StageLabel } from "../../../src/features/assets";
import type { TouchpointRow } from "../../support/touchpoint-rows";

/** Capabilities 1.4a, slow and obvious: one person, one brand, one instant at a time, over plain rows. */
export interface Cloud {
  readonly definition: RuleSetDefinition;
  readonly rows: readonly TouchpointRow[];
  readonly brands: readonly { readonly id: number; readonly zone: string; readonly primaryCategoryId: number | null }[];
  /** A category and those below it. */
  readonly treeOf: ReadonlyMap<number, readonly number[]>;
  /** Brands that sell in a category or below it. */
  readonly sellersIn: ReadonlyMap<number, readonly number[]>;
  /** Null: all categories. */
  readonly scopeCategoryId: number | null;
}

const DAY = 86_400_000;
const timeOf = (row: TouchpointRow): number => new Date(row.at).getTime();

/** Labels of a person, or null when the brand has not met the person. `t`: touchpoints before it count. */
export function labelsAt(
  cloud: Cloud,
  person: string,
  brandId: number,
  t: number,
): { readonly stage: StageLabel; readonly cell: CellLabel } | null {
  const { definition } = cloud;
  const own = cloud.rows.filter((row) => row.person === person && row.brandId === brandId && isInScope(cloud, row));
  const within = (rows: readonly TouchpointRow[], days: number): readonly TouchpointRow[] =>
    rows.filter((row) => timeOf(row) >= t - days * DAY && timeOf(row) < t);
  if (within(own, definition.universeDays).length === 0) return null;
  return { stage: stageAt(cloud, own, person, brandId, t), cell: cellAt(cloud, own, person, brandId, t) };
}

/** Deepest stage at any instant of [from, to]: label by label, right after every touchpoint. */
export function deepestStage(cloud: Cloud, person: string, brandId: number, from: number, to: number): StageLabel {
  const instants = cloud.rows.filter((row) => row.person === person && timeOf(row) >= from && timeOf(row) < to);
  const labels = [from, ...instants.map((row) => timeOf(row) + 1), to].map(
    (t) => labelsAt(cloud, person, brandId, t)?.stage ?? 0,
  );
  return Math.max(...labels) as StageLabel;
}

function stageAt(
  { definition, brands, ...cloud }: Cloud,
  own: readonly TouchpointRow[],
  person: string,
  brandId: number,
  t: number,
): StageLabel {
  const { aware, appeal, act, advocate } = definition;
  const recent = (days: number): readonly TouchpointRow[] =>
    own.filter((row) => timeOf(row) >= t - days * DAY && timeOf(row) < t);
  const times = (days: number, actions: readonly string[]): number =>
    recent(days).filter((row) => actions.includes(row.action)).length;

  const orders = netOrdersAt({ definition, brands, ...cloud }, person, brandId, t).filter((order) => order.isInScope);
  if (orders.some((order) => order.at >= t - act.days * DAY)) {
    const counted = orders.filter((order) => order.at >= t - advocate.days * DAY);
    const zone = brands.find((brand) => brand.id === brandId)!.zone;
    const days = new Set(counted.map((order) => DateTime.fromMillis(order.at, { zone }).toISODate()));
    const isPraised = recent(advocate.days).some(
      (row) => row.action === "REVIEW" && (row.rating ?? 0) >= advocate.minimumRating,
    );
    const isShared = recent(advocate.days).some(
      (row) => advocate.actionsAfterOrder.includes(row.action) && counted.some((order) => order.at < timeOf(row)),
    );
    return days.size >= advocate.orderDays || isPraised || isShared ? 4 : 3;
  }
  if (times(appeal.days, appeal.strong.actions) >= appeal.strong.times) return 2;
  if (times(appeal.days, appeal.repeated.actions) >= appeal.repeated.times) return 2;
  return recent(aware.days).length > 0 ? 1 : 0;
}

function cellAt(cloud: Cloud, own: readonly TouchpointRow[], person: string, brandId: number, t: number): CellLabel {
  const { nineGrid } = cloud.definition;
  const primary = cloud.brands.find((brand) => brand.id === brandId)!.primaryCategoryId;
  const categoryId = cloud.scopeCategoryId ?? primary;
  const isInCategory = (row: TouchpointRow): boolean =>
    !!row.brandId &&
    (categoryId === null
      ? row.brandId === brandId
      : row.categoryId
        ? cloud.treeOf.get(categoryId)!.includes(row.categoryId)
        : cloud.sellersIn.get(categoryId)!.includes(row.brandId));

  const isRecent = (row: TouchpointRow): boolean => timeOf(row) >= t - nineGrid.intentDays * DAY && timeOf(row) < t;
  const theirs = cloud.rows.filter((row) => row.person === person);
  const isActive = (row: TouchpointRow): boolean => isRecent(row) && !nineGrid.intentExcludes.includes(row.action);
  const shows = {
    BRAND: () => own.some(isActive),
    CATEGORY: () => theirs.some((row) => isActive(row) && isInCategory(row)),
    PLATFORM: () => theirs.some((row) => isRecent(row) && row.site !== "OFF_SITE"),
  };
  const intent = nineGrid.intentPriority.find((name) => shows[name]());
  if (intent === undefined) return 0;

  const everyBrand = [...new Set(theirs.map((row) => row.brandId ?? 0))].filter((id) => id !== 0);
  const ordersOf = (id: number): number =>
    netOrdersAt(cloud, person, id, t).filter(
      (order) => order.at >= t - nineGrid.loyaltyDays * DAY && order.lines.some(isInCategory),
    ).length;
  const ownOrders = ordersOf(brandId);
  const allOrders = everyBrand.reduce((sum, id) => sum + ordersOf(id), 0);
  const isLoyal = ownOrders > 0 && ownOrders / allOrders >= nineGrid.loyalShare;
  return cellLabelOf(intent, isLoyal ? "LOYAL" : allOrders > 0 ? "SWING" : "POTENTIAL");
}

export interface NetOrder {
  readonly at: number;
  readonly lines: readonly TouchpointRow[];
  readonly refunds: readonly TouchpointRow[];
  readonly isInScope: boolean;
}

/** Orders of a brand by a person before `t` that were not fully refunded before it. */
export function netOrdersAt(cloud: Cloud, person: string, brandId: number, t: number): readonly NetOrder[] {
  const before = cloud.rows.filter((row) => row.person === person && row.brandId === brandId && timeOf(row) < t);
  const byOrder = new Map<string, TouchpointRow[]>();
  for (const [index, row] of before.entries()) {
    if (row.action !== "ORDER") continue;
    const key = row.orderId ? `order ${row.orderId}` : `touchpoint ${index}`;
    byOrder.set(key, [...(byOrder.get(key) ?? []), row]);
  }
  return [...byOrder].flatMap(([key, lines]) => {
    const refunds = before.filter((row) => row.action === "REFUND" && row.orderId && `order ${row.orderId}` === key);
    if (isFullyRefunded(lines, refunds)) return [];
    return [
      { at: Math.min(...lines.map(timeOf)), lines, refunds, isInScope: lines.some((row) => isInScope(cloud, row)) },
    ];
  });
}

function isFullyRefunded(lines: readonly TouchpointRow[], refunds: readonly TouchpointRow[]): boolean {
  if (refunds.length === 0) return false;
  for (const measure of ["value", "quantity"] as const) {
    if ([...lines, ...refunds].some((row) => row[measure] === undefined)) continue;
    const sum = (rows: readonly TouchpointRow[]): number => rows.reduce((total, row) => total + row[measure]!, 0);
    if (sum(lines) > 0) return sum(refunds) >= sum(lines);
  }
  return true;
}

function isInScope({ scopeCategoryId, treeOf, brands }: Cloud, row: TouchpointRow): boolean {
  if (scopeCategoryId === null) return true;
  const categoryId = row.categoryId || brands.find((brand) => brand.id === row.brandId)?.primaryCategoryId;
  return categoryId != null && treeOf.get(scopeCategoryId)!.includes(categoryId);
}
