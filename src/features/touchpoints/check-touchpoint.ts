import { MAX_CLOCK_SKEW_MS } from "../../platform/clock";
import type { Identity } from "../people";
import { actions, sites } from "./action";
import type { Catalogue } from "./catalogue";
import { checkAmounts } from "./check-amounts";
import { exposureKinds } from "./exposure";
import { type Rejection, rejection } from "./rejection";
import { type CheckedTouchpoint, type TouchpointDraft, textColumns } from "./touchpoint";

const ACTIONS: ReadonlySet<string> = new Set(actions);
const SITES: ReadonlySet<string> = new Set(sites);
const EXPOSURES: ReadonlySet<string> = new Set(exposureKinds);
export const EARLIEST_TIME = Date.UTC(2000, 0, 1);
/** A touchpoint under more identities than this is a broken join on the sender's side. */
const MAX_IDENTITIES = 20;
const MAX_TAGS = 50;
const SHA256_HEX = /^[0-9a-fA-F]{64}$/;
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Checks one row against the catalogue; the first problem found rejects it. */
export function checkTouchpoint(
  draft: TouchpointDraft,
  catalogue: Catalogue,
  now: number,
): CheckedTouchpoint | Rejection {
  const { action, platform, site } = draft;
  if (typeof draft.eventId !== "string" || draft.eventId.length === 0) return missing("eventId");
  if (draft.eventId.length > 200)
    return rejection(
      "INVALID_VALUE",
      ["eventId"],
      `eventId must have at most 200 characters, but got ${draft.eventId.length}.`,
    );
  if (!action) return missing("action");
  if (!ACTIONS.has(action)) return unknown("UNKNOWN_ACTION", "action", action, actions);
  if (!platform) return missing("platform");
  if (!catalogue.platforms.has(platform)) return unknown("UNKNOWN_PLATFORM", "platform", platform, catalogue.platforms);
  if (!site) return missing("site");
  if (!SITES.has(site)) return unknown("UNKNOWN_SITE", "site", site, sites);
  const occurredAt = readTime(draft.occurredAt);
  if (occurredAt === null || occurredAt < EARLIEST_TIME) return badTime(draft.occurredAt, occurredAt);
  if (occurredAt > now + MAX_CLOCK_SKEW_MS) return futureTime(draft.occurredAt, occurredAt, now);
  if (action === "REFUND" && !draft.orderId)
    return rejection("REFUND_WITHOUT_ORDER", ["orderId"], "A refund must name its order in orderId, but got none.");

  const columns: Record<string, unknown> = {
    brand_id: 0,
    action,
    platform,
    occurred_at: occurredAt,
    event_id: draft.eventId,
    site,
  };
  const brand = draft.brandCode ? catalogue.brands.get(draft.brandCode) : null;
  if (brand === undefined) return unknown("UNKNOWN_BRAND", "brandCode", draft.brandCode!, catalogue.brands.keys());
  if (brand) columns["brand_id"] = brand.id;
  if (draft.categoryCode) {
    const categoryId = catalogue.categories.get(draft.categoryCode);
    if (categoryId === undefined)
      return unknown("UNKNOWN_CATEGORY", "categoryCode", draft.categoryCode, catalogue.categories.keys());
    columns["category_id"] = categoryId;
  }
  for (const [field, column, longest] of textColumns) {
    const text = draft[field];
    if (text == null || text === "") continue;
    if (text.length > longest)
      return rejection(
        "INVALID_VALUE",
        [field],
        `${field} must have at most ${longest} characters, but got ${text.length}.`,
      );
    columns[column] = text;
  }
  // The order of columns is part of the payload hash: another one would make conflicts of what is sent again.
  return (
    checkNumbers(draft, columns) ??
    checkAmounts(draft, brand?.currencyCode ?? null, columns) ??
    checkTags(draft, columns) ??
    checkExposure(draft, columns) ??
    checkIdentities(draft.identities, catalogue) ?? {
      columns: columns as CheckedTouchpoint["columns"],
      identities: draft.identities.map((identity) => inLowerCase(identity, catalogue)),
    }
  );
}

/** Identities as they are resolved, of rows other than touchpoints too. */
export function readIdentities(identities: readonly Identity[], catalogue: Catalogue): readonly Identity[] | Rejection {
  return checkIdentities(identities, catalogue) ?? identities.map((identity) => inLowerCase(identity, catalogue));
}

/** A hash is the same in capitals; an opaque value is not. */
function inLowerCase(identity: Identity, catalogue: Catalogue): Identity {
  if (catalogue.namespaces.get(identity.namespace) !== null) return identity;
  const value = identity.value.toLowerCase();
  return value === identity.value ? identity : { namespace: identity.namespace, value };
}

/** The plain kind is no column of its own, so that a row that names it is the row that does not. */
function checkExposure({ action, exposure }: TouchpointDraft, columns: Record<string, unknown>): Rejection | null {
  if (exposure == null || exposure === "SERVED") return null;
  if (!EXPOSURES.has(exposure))
    return rejection(
      "INVALID_VALUE",
      ["exposure"],
      `exposure must be one of the allowed values, but got "${String(exposure).slice(0, 60)}".`,
      exposureKinds,
    );
  if (action !== "IMPRESSION") return outside("exposure", "SERVED unless the action is IMPRESSION", exposure);
  columns["exposure"] = exposure;
  return null;
}

function checkNumbers(draft: TouchpointDraft, columns: Record<string, unknown>): Rejection | null {
  const { rating, durationSeconds } = draft;
  if (rating != null) {
    if (!Number.isInteger(rating) || rating < 1 || rating > 5)
      return outside("rating", "a whole number of 1 to 5", rating);
    columns["rating"] = rating;
  }
  if (durationSeconds != null) {
    if (!Number.isInteger(durationSeconds) || durationSeconds < 0 || durationSeconds > 86_400)
      return outside("durationSeconds", "a whole number of 0 to 86400", durationSeconds);
    columns["duration_seconds"] = durationSeconds;
  }
  return null;
}

function checkTags({ tags }: TouchpointDraft, columns: Record<string, unknown>): Rejection | null {
  if (tags != null && tags.length > 0) {
    if (tags.length > MAX_TAGS || tags.some((tag) => tag.length === 0 || tag.length > 100))
      return outside("tags", `at most ${MAX_TAGS} texts of 1 to 100 characters`, tags.length);
    columns["tags"] = [...tags].sort();
  }
  return null;
}

function checkIdentities(identities: readonly Identity[], catalogue: Catalogue): Rejection | null {
  if (!Array.isArray(identities) || identities.length === 0) return missing("identities");
  if (identities.length > MAX_IDENTITIES)
    return outside("identities", `at most ${MAX_IDENTITIES} identities`, identities.length);
  for (let i = 0; i < identities.length; i++) {
    const { namespace, value } = identities[i]!;
    const declared = catalogue.namespaces.get(namespace);
    if (declared === undefined) {
      return rejection(
        "UNKNOWN_NAMESPACE",
        ["identities", String(i), "namespace"],
        `namespace must be declared, but got "${String(namespace).slice(0, 60)}".`,
        catalogue.namespaces.keys(),
      );
    }
    const format = declared ?? SHA256_HEX;
    if (typeof value !== "string" || !format.test(value)) {
      // The value itself is never repeated: it may be a plain phone number.
      const rule = declared ? `match ${declared.source}` : "be 64 hexadecimal digits, a SHA-256 taken by the sender";
      return rejection(
        "IDENTITY_FORMAT",
        ["identities", String(i), "value"],
        `A value in ${namespace} must ${rule}, but got ${String(value).length} characters that do not.`,
      );
    }
  }
  return null;
}

function readTime(value: string | number): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? Math.trunc(value) : null;
  if (typeof value !== "string" || !RFC3339.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

function badTime(value: string | number, time: number | null): Rejection {
  const rule = time === null ? "an instant in RFC 3339 with an offset" : "in 2000 or later";
  return rejection(
    "INVALID_TIME",
    ["occurredAt"],
    `occurredAt must be ${rule}, but got ${String(value).slice(0, 60)}.`,
  );
}

function futureTime(value: string | number, time: number, now: number): Rejection {
  const ahead = Math.ceil((time - now) / 60_000);
  return rejection(
    "FUTURE_TIME",
    ["occurredAt"],
    `occurredAt must be at most ${MAX_CLOCK_SKEW_MS / 60_000} minutes after now (${new Date(now).toISOString()}), but got ${String(value).slice(0, 60)}, ${ahead} minutes ahead; correct the sender's clock or offset and send the row again.`,
  );
}

const missing = (field: string): Rejection => rejection("MISSING_FIELD", [field], `${field} must be given.`);

const unknown = (
  reason: "UNKNOWN_ACTION" | "UNKNOWN_SITE" | "UNKNOWN_PLATFORM" | "UNKNOWN_BRAND" | "UNKNOWN_CATEGORY",
  field: string,
  got: string,
  allowed: Iterable<string>,
): Rejection =>
  rejection(
    reason,
    [field],
    `${field} must be one of the allowed values, but got "${String(got).slice(0, 60)}".`,
    allowed,
  );

const outside = (field: string, rule: string, got: unknown): Rejection =>
  rejection("INVALID_VALUE", [field], `${field} must be ${rule}, but got ${String(got)}.`);
