import { type OverlayId, touchpointRelation } from "../people";

/** Whose members, as the caller may read them, by touchpoints before `until`. */
export interface MemberQuestion {
  readonly brandIds: readonly number[];
  readonly sourceIds: readonly number[];
  readonly overlayId: OverlayId;
  readonly until: Date;
}

/** Parameters of the statements below. */
export const memberParams = ({ brandIds, sourceIds, until }: MemberQuestion): Record<string, unknown> => ({
  brands: [...brandIds],
  sources: [...sourceIds],
  until,
});

const UNTIL = "{until:DateTime64(3, 'UTC')}";

/** Condition on touchpoints: of the brands, before `until`, readable by the caller. */
export const OF_MEMBERS = `brand_id IN {brands:Array(UInt32)} AND source_id IN {sources:Array(UInt32)} AND occurred_at < ${UNTIL}`;

/** Stands for the end of a membership that has not ended. */
const STILL = "toDateTime64('2299-12-31 00:00:00', 3, 'UTC')";

/** Condition on memberships: it has not ended. */
export const IS_OPEN = `left_at = ${STILL}`;

/**
 * Every membership, as (brand_id, ordinal, joined_at, left_at, platform, number): from the instant at which a person became a
 * member on some platform (`platform`, of several the first by name) until there was none left where he is one; `number` counts
 * a person's memberships from 1. At one instant joining comes before leaving, so that changing platforms ends nothing; a
 * membership of no length is none. A repeated insert says what was said, so FINAL is not needed.
 */
export const memberships = ({ overlayId }: MemberQuestion): string => `
  SELECT brand_id, ordinal, membership.1 AS joined_at, membership.2 AS left_at, membership.3 AS platform, membership.4 AS number
  FROM (
    SELECT brand_id, ordinal,
      arraySort(groupArrayArray(platform_changes)) AS changes,
      arrayCumSum(arrayMap(change -> if(change.2, -1, 1), changes)) AS held,
      arrayPopBack(arrayPushFront(held, 0)) AS held_before,
      arrayFilter((change, now, before) -> now = 1 AND before = 0, changes, held, held_before) AS begins,
      arrayMap(change -> change.1, arrayFilter((change, now) -> now = 0, changes, held)) AS ends,
      arrayFilter(one -> one.1 < one.2, arrayMap(
        (begin, place) -> (begin.1, if(place > length(ends), ${STILL}, ends[place]), begin.3), begins, arrayEnumerate(begins)
      )) AS lasting
    FROM (
      SELECT brand_id, ordinal,
        arraySort(groupArray((occurred_at, action = 'MEMBER_LEAVE', toString(platform)))) AS said,
        arrayPopBack(arrayPushFront(arrayMap(one -> one.2, said), 1)) AS left_before,
        arrayFilter((one, before) -> one.2 != before, said, left_before) AS platform_changes
      FROM ${touchpointRelation(overlayId, "PRESENT")}
      WHERE ${OF_MEMBERS} AND action IN ('MEMBER_JOIN', 'MEMBER_LEAVE')
      GROUP BY brand_id, ordinal, platform
    )
    GROUP BY brand_id, ordinal
  )
  ARRAY JOIN arrayMap((one, place) -> (one.1, one.2, one.3, place), lasting, arrayEnumerate(lasting)) AS membership`;
