import type { AttributeQuestion } from "../people";

/** Who is in some parts of a random order of everybody: people by their numbers, so nobody's data are read. */
export interface ShareQuery {
  readonly kind: "SHARE";
  /** The two halves of the SipHash key that the salt gives; UInt64, decimal. */
  readonly key: readonly [string, string];
  readonly from: number;
  readonly to: number;
  /** Every number is below it. */
  readonly bound: number;
}

/** A question about people themselves with everything that its answer depends on. */
export type PersonLeafQuery =
  | ShareQuery
  | (AttributeQuestion & {
      readonly kind: "ATTRIBUTE";
      /** Of what is recorded of the attribute. */
      readonly recorded: string;
      readonly peopleVersion: string;
    });
