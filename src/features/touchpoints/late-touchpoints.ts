import type { EntityManager } from "typeorm";

/** Oldest time at which touchpoints of a brand, or of any brand in a category, happened; exactly one of the two is given. */
export interface OldestTouchpoint {
  readonly brandId: number | null;
  readonly categoryId: number | null;
  readonly at: string;
}

/** Touchpoints that came or went, as far as published figures must know. */
export interface LateTouchpoints {
  readonly oldest: readonly OldestTouchpoint[];
  /** Whose figures they enter; null: everybody's. */
  readonly organisationId: string | null;
}

/** What is published of touchpoints and may no longer be what taking it again would give. */
export interface OutdatedFigures {
  /** Inside the transaction that changes the touchpoints, after it moved the plane's version on. */
  markOutdated(manager: EntityManager, late: LateTouchpoints, at: Date): Promise<void>;
}

/** Figures of several kinds as one. */
export const allOutdated = (kinds: readonly OutdatedFigures[]): OutdatedFigures => ({
  markOutdated: async (manager, late, at) => {
    for (const kind of kinds) await kind.markOutdated(manager, late, at);
  },
});

interface DatedTouchpoint {
  readonly brandId: number;
  readonly categoryId: number;
  readonly occurredAt: number;
}

/** Touchpoints of no brand enter no brand's figures but for who was on site, so they are left out. */
export function oldestTouchpoints(touchpoints: Iterable<DatedTouchpoint>): readonly OldestTouchpoint[] {
  const brands = new Map<number, number>();
  const categories = new Map<number, number>();
  for (const { brandId, categoryId, occurredAt } of touchpoints) {
    if (brandId === 0) continue;
    if (occurredAt < (brands.get(brandId) ?? Number.POSITIVE_INFINITY)) brands.set(brandId, occurredAt);
    if (categoryId === 0) continue;
    if (occurredAt < (categories.get(categoryId) ?? Number.POSITIVE_INFINITY)) categories.set(categoryId, occurredAt);
  }
  const at = (time: number): string => new Date(time).toISOString();
  return [
    ...[...brands].map(([brandId, time]) => ({ brandId, categoryId: null, at: at(time) })),
    ...[...categories].map(([categoryId, time]) => ({ brandId: null, categoryId, at: at(time) })),
  ];
}
