export interface LeafStatement {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Touchpoints of the half-open window that the parameters `from` and `to` give in milliseconds since 1970. */
export const inWindow = (suffix = ""): string =>
  `occurred_at >= fromUnixTimestamp64Milli({from${suffix}:Int64}, 'UTC') AND occurred_at < fromUnixTimestamp64Milli({to${suffix}:Int64}, 'UTC')`;
