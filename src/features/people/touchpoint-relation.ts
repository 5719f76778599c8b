import type { OverlayId } from "./people-overlay";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What a statement reads touchpoints FROM: `ordinal` is the person as the reader knows one. COUNTED collapses repeated
 * inserts of a row (FINAL); PRESENT does not, and serves where a repeated row cannot change the answer. Conditions on other
 * columns go down through the join and reach the primary key, on every shard: for that the table is a sub-select, as a join
 * is sent to the shards without what stands around it. `is_alias` is there because 0 is somebody's ordinal too.
 */
export function touchpointRelation(overlayId: OverlayId, read: "COUNTED" | "PRESENT"): string {
  return throughOverlay("touchpoint", overlayId, read === "COUNTED" ? " FINAL" : "");
}

/** The same of attributes and consent, whose statements choose among rows themselves. */
export function uploadRelation(table: "person_attribute" | "identity_consent", overlayId: OverlayId): string {
  return throughOverlay(table, overlayId, "");
}

/** Every identity once, with its person now. The table is in the order of keys, so grouping by key keeps no keys in memory. */
export function identityRelation(overlayId: OverlayId): string {
  const newest = `(SELECT key, any(source_id) AS source_id, argMax(ordinal, version) AS ordinal FROM identity
    GROUP BY key SETTINGS optimize_aggregation_in_order = 1)`;
  return throughOverlay(newest, overlayId, "");
}

/** The same of those identities whose rows meet the condition. */
export function identitiesWhere(condition: string, overlayId: OverlayId): string {
  const newest = `(SELECT key, argMax(ordinal, version) AS ordinal FROM identity WHERE ${condition}
    GROUP BY key SETTINGS optimize_aggregation_in_order = 1)`;
  return throughOverlay(newest, overlayId, "");
}

/** Facts by the cloud's people, a SELECT with their `ordinal`, said of the people as the reader knows them: of one person there may be several. */
export const joinedRelation = (select: string, overlayId: OverlayId): string =>
  throughOverlay(`(${select})`, overlayId, "");

function throughOverlay(table: string, overlayId: OverlayId, final: "" | " FINAL"): string {
  if (overlayId === null) return `${table}${final}`;
  if (!UUID.test(overlayId)) throw new Error(`An overlay must be a UUID, but got ${overlayId}`);
  return `(
    SELECT plain.* REPLACE (if(alias.is_alias, alias.representative, plain.ordinal) AS ordinal)
    FROM (SELECT * FROM ${table}${final}) AS plain
    ANY LEFT JOIN (SELECT ordinal, representative, materialize(true) AS is_alias FROM person_alias WHERE overlay_id = '${overlayId}') AS alias
      ON alias.ordinal = plain.ordinal
  )`;
}
