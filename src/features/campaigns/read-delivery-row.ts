import { parseMinor } from "../../platform/money";
import type { DeliveryRejection, DeliveryReport, DeliveryRow } from "./delivery";
import { readDeliveryPeriod } from "./delivery-period";
import { externalKey } from "./placement";

/** More than any medium counts in a day: a greater number is not a count. */
const MAX_COUNT = 10n ** 15n;

/** What rows are read against. */
export interface DeliveryFacts {
  /** Codes known to the organisation. */
  readonly platforms: ReadonlySet<string>;
  /** Ids of the campaign's placements by `externalKey`. */
  readonly placements: ReadonlyMap<string, string>;
  readonly zone: string;
  readonly currencyCode: string;
}

/** Finds the placement and the period of a row and checks its figures; the first problem found rejects it. */
export function readDeliveryRow(row: DeliveryRow, facts: DeliveryFacts): DeliveryReport | DeliveryRejection {
  if (!facts.platforms.has(row.platform)) {
    return reject(
      "UNKNOWN_PLATFORM",
      ["platform"],
      `platform must be one of ${[...facts.platforms].join(", ")}, but got "${row.platform.slice(0, 60)}".`,
    );
  }
  const placementId = facts.placements.get(externalKey(row.platform, row.externalId));
  if (placementId === undefined) {
    return reject(
      "UNKNOWN_EXTERNAL_ID",
      ["externalId"],
      `externalId must be of a placement of this campaign on ${row.platform}, but got "${row.externalId.slice(0, 60)}"; add the placement with addPlacements.`,
    );
  }
  const period = readDeliveryPeriod(row.period, facts.zone);
  if (period === null) {
    const { from, to } = row.period;
    return reject(
      "INVALID_PERIOD",
      ["period"],
      `period must be exactly one hour or one day in ${facts.zone}, but got ${from.toISOString()} to ${to.toISOString()}.`,
    );
  }
  return readFigures(row, facts, { ...period, placementId, period: row.period });
}

function readFigures(
  { impressions, clicks, cost }: DeliveryRow,
  { currencyCode }: DeliveryFacts,
  place: Pick<DeliveryReport, "placementId" | "period" | "grain" | "day">,
): DeliveryReport | DeliveryRejection {
  for (const [field, count] of Object.entries({ impressions, clicks })) {
    if (count >= 0n && count <= MAX_COUNT) continue;
    return reject("INVALID_VALUE", [field], `${field} must be 0 to ${MAX_COUNT}, but got ${count}.`);
  }
  if (cost.currencyCode !== currencyCode) {
    return reject(
      "WRONG_CURRENCY",
      ["cost", "currencyCode"],
      `cost must be in the brand's currency ${currencyCode}, but got ${cost.currencyCode}; convert it before it is sent.`,
    );
  }
  const costMinor = parseMinor(cost.amount, currencyCode);
  if (costMinor === null || costMinor < 0n) {
    return reject(
      "INVALID_VALUE",
      ["cost", "amount"],
      `cost must be an amount of at least 0 in whole minor units of ${currencyCode}, but got ${cost.amount}.`,
    );
  }
  return { ...place, impressions, clicks, costMinor };
}

function reject(reason: DeliveryRejection["reason"], field: readonly string[], message: string): DeliveryRejection {
  return { reason, field, message };
}
