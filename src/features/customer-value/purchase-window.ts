import { DateTime } from "luxon";
import type { RequestContext } from "../../platform/request-context";
import type { Brand } from "../brands";
import type { PeopleOverlay } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { PurchaseQuery } from "./purchase-sql";

export interface PurchaseWindowParts {
  readonly touchpoints: TouchpointService;
  readonly overlay: PeopleOverlay;
}

/** The start of a day of the zone, as an instant. */
export const startOfDay = (day: string, zone: string): Date => DateTime.fromISO(day, { zone }).toJSDate();

export const daysLater = (day: string, days: number): string =>
  DateTime.fromISO(day, { zone: "UTC" }).plus({ days }).toISODate()!;

/** The brand's customers as the caller may see them, observed until the day `asOf` begins. */
export async function purchaseQuery(
  { touchpoints, overlay }: PurchaseWindowParts,
  context: RequestContext,
  { id: brandId, currencyCode, zone }: Brand,
  { asOf, acquiredFrom }: { readonly asOf: string; readonly acquiredFrom: string | null },
): Promise<PurchaseQuery> {
  return {
    ...{ brandId, currencyCode, zone, until: asOf, acquiredFrom },
    sourceIds: await touchpoints.visibleSourceIds(context),
    overlayId: await overlay.idOf(context),
    knownUntil: startOfDay(asOf, zone),
  };
}
