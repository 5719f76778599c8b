import type { Identity } from "../people";
import type { Action, Site } from "./action";
import type { ExposureKind } from "./exposure";

/**
 * Touchpoint: one recorded contact or act of one person.
 * Source: who sends touchpoints; an event is (source, UTC day, eventId), and the first write of it wins.
 * Ordinal: the dense number of a person inside the touchpoint plane.
 */

/** A touchpoint as clients and mapped files send it: text that is not checked yet. */
export interface TouchpointDraft {
  readonly eventId: string;
  /** RFC 3339 with an offset, or milliseconds since 1970-01-01 UTC. */
  readonly occurredAt: string | number;
  readonly action: string;
  readonly platform: string;
  readonly site: string;
  readonly brandCode?: string | null;
  readonly categoryCode?: string | null;
  readonly productCode?: string | null;
  readonly campaignCode?: string | null;
  readonly placementCode?: string | null;
  readonly programmeCode?: string | null;
  readonly creativeCode?: string | null;
  readonly contentCode?: string | null;
  readonly creatorCode?: string | null;
  readonly keyword?: string | null;
  readonly slotCode?: string | null;
  readonly appPlacementCode?: string | null;
  readonly landingPage?: string | null;
  readonly benefitCode?: string | null;
  readonly variantCode?: string | null;
  readonly exposureId?: string | null;
  readonly orderId?: string | null;
  readonly orderLineId?: string | null;
  /** Absent: SERVED. */
  readonly exposure?: string | null;
  readonly rating?: number | null;
  readonly durationSeconds?: number | null;
  readonly value?: { readonly amount: string; readonly currencyCode: string } | null;
  readonly quantity?: number | null;
  readonly tags?: readonly string[] | null;
  readonly identities: readonly Identity[];
}

/** The columns of a checked touchpoint that ClickHouse keeps as they are; absent ones take the column's default. */
export interface TouchpointColumns {
  readonly brand_id: number;
  readonly action: Action;
  readonly platform: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly occurred_at: number;
  readonly event_id: string;
  readonly site: Site;
  readonly category_id?: number;
  readonly exposure?: ExposureKind;
  readonly rating?: number;
  readonly duration_seconds?: number;
  readonly value_minor?: string;
  readonly currency?: string;
  readonly quantity?: number;
  readonly tags?: readonly string[];
  /** The text columns of {@link textColumns}. */
  readonly [text: string]: unknown;
}

export interface CheckedTouchpoint {
  readonly columns: TouchpointColumns;
  readonly identities: readonly Identity[];
}

/** Free text of a touchpoint: field of the API, column of ClickHouse, longest value. */
export const textColumns = [
  ["productCode", "product", 200],
  ["campaignCode", "campaign", 200],
  ["placementCode", "placement", 200],
  ["programmeCode", "programme", 200],
  ["creativeCode", "creative", 200],
  ["contentCode", "content", 200],
  ["creatorCode", "creator", 200],
  ["keyword", "keyword", 200],
  ["slotCode", "slot", 200],
  ["appPlacementCode", "app_placement", 200],
  ["landingPage", "landing_page", 2000],
  ["benefitCode", "benefit", 200],
  ["variantCode", "variant", 200],
  ["exposureId", "exposure_id", 200],
  ["orderId", "order_id", 200],
  ["orderLineId", "order_line", 200],
] as const satisfies readonly (readonly [keyof TouchpointDraft, string, number])[];
