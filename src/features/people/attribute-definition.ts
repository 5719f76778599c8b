export const attributeTypes = ["ENUM", "INTEGER", "DECIMAL", "BOOLEAN", "DATE"] as const;
export type AttributeType = (typeof attributeTypes)[number];

/** What an attribute is: all that its definer decides. */
export interface AttributeSpecification {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly type: AttributeType;
  /** Of an ENUM, in the order given; empty for every other type. */
  readonly allowedValues: readonly string[];
  /** Bounds of an INTEGER, both included; null: none. */
  readonly minimum: bigint | null;
  readonly maximum: bigint | null;
  /** A value older than this is stale; null: never. */
  readonly maximumAgeDays: number | null;
}

/** An entry of an organisation's closed registry: nothing else is kept of its people besides touchpoints and consent. */
export interface AttributeDefinition extends AttributeSpecification {
  readonly id: string;
  readonly version: number;
  /** When values were first sent; from then on it may widen and never narrow. */
  readonly usedAt: Date | null;
  /** Takes no values any more; those recorded stay readable. */
  readonly retiredAt: Date | null;
}
