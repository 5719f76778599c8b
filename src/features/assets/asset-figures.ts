import type { PerStage } from "./stage";

/** Exact counts of one brand's people at one instant. Rows and columns of `cross` sum to `stages` and `cells`, each of them to `people`. */
export interface AssetFigures {
  readonly people: bigint;
  /** By stage label. */
  readonly stages: PerStage<bigint>;
  /** By cell label, 0 to 9. */
  readonly cells: readonly bigint[];
  /** By stage label, then cell label. */
  readonly cross: PerStage<readonly bigint[]>;
}
