import { touchpointRelation } from "../people";
import type { SequenceQuery } from "./leaf-query";
import { inWindow, type LeafStatement } from "./statement-window";
import { touchConditions } from "./touch-conditions";

/**
 * A person's touchpoints in order, those of the first selection put off by the least gap: before one of the second then stands
 * the latest that it may follow, and if that one is too long ago, so are all. At one instant the first selection stands first.
 */
export function sequenceStatement({
  first,
  second,
  minGap,
  maxGap,
  from,
  to,
  overlayId,
}: SequenceQuery): LeafStatement {
  const begun = touchConditions(first, "first_");
  const followed = touchConditions(second, "second_");
  const sql = `SELECT groupBitmapState(ordinal) FROM (
    SELECT ordinal,
      arraySort(arrayConcat(groupArrayIf((at + {minGap:Int64}, false, at), is_first), groupArrayIf((at, true, at), is_second))) AS steps,
      arrayFill(step -> NOT step.2, steps) AS latest_first
    FROM (
      SELECT ordinal, toUnixTimestamp64Milli(occurred_at) AS at, ${begun.where.join(" AND ")} AS is_first,
        ${followed.where.join(" AND ")} AS is_second
      FROM ${touchpointRelation(overlayId, "PRESENT")}
      WHERE ${inWindow()} AND (is_first OR is_second)
    )
    GROUP BY ordinal
    HAVING arrayExists((step, begun) -> step.2 AND NOT begun.2 AND step.3 - begun.3 <= {maxGap:Int64}, steps, latest_first)
  )`;
  return { sql, params: { ...begun.params, ...followed.params, minGap, maxGap, from, to } };
}
