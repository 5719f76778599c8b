/** What rows are checked against, as of a few seconds ago. */
export interface Catalogue {
  readonly brands: ReadonlyMap<string, KnownBrand>;
  readonly categories: ReadonlyMap<string, number>;
  readonly platforms: ReadonlySet<string>;
  /** Pattern of OPAQUE namespaces; null: SHA256_HEX. */
  readonly namespaces: ReadonlyMap<string, RegExp | null>;
}

export interface KnownBrand {
  readonly id: number;
  /** In which its touchpoints have their value. */
  readonly currencyCode: string;
}
