/** How the touchpoint plane lies on ClickHouse: on one server, or on the shards of a cluster. */
export interface PlaneAddress {
  /** HTTP addresses with user, password and database: one per shard; the first answers queries. */
  readonly urls: readonly string[];
  /** Name of the cluster in the servers' configuration; null: one server. */
  readonly cluster: string | null;
}

/** Reads `CLICKHOUSE_URL` (addresses separated by commas) and `CLICKHOUSE_CLUSTER`. */
export const planeAddress = (url: string, cluster: string | undefined): PlaneAddress => ({
  urls: url.split(",").map((one) => one.trim()),
  cluster: cluster ?? null,
});

/** Same servers, another database. */
export const inDatabase = (address: PlaneAddress, database: string): PlaneAddress => ({
  ...address,
  urls: address.urls.map((url) => Object.assign(new URL(url), { pathname: `/${database}` }).toString()),
});

/**
 * What places a row on a shard. People's rows lie by ordinal, so that one person's touchpoints are on one shard; everything
 * else by the leading part of its order key, so that rows that replace one another meet.
 */
export const SHARDING_KEYS: Readonly<Record<string, string>> = {
  touchpoint: "ordinal",
  touchpoint_key: "event_hash",
  dead_chunk: "chunk", // every shard is told them all, to look them up by itself
  identity: "cityHash64(key)",
  identity_link: "cityHash64(key_a)",
  asset_label: "cityHash64(labels_id)",
  audience_member: "cityHash64(build_id)",
  audience_list_people: "cityHash64(upload_id)",
  activated_people: "cityHash64(activation_id)",
  member_tier: "cityHash64(evaluation_id)",
  look_alike_percentile: "cityHash64(model_id)",
  customer_value: "ordinal",
  purchase_forecast: "cityHash64(scoring_id)",
  person_attribute: "ordinal",
  identity_consent: "ordinal",
  person_alias: "ordinal",
  identity_cut: "cityHash64(key_a)",
  identity_link_hold: "cityHash64(key_a)",
};

/** The table that holds the rows of `table` on one shard; without a cluster the table itself. */
export const shardTable = (table: string, cluster: string | null): string =>
  cluster === null ? table : `${table}_shard`;
