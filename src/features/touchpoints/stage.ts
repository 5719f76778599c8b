/** Lines of a file, from `firstLine` on. */
export interface StagedLines {
  readonly bytes: readonly Buffer[];
  readonly firstLine: number;
  readonly delimiter: string;
  readonly lineEnd: "\n" | "\r\n";
}

/** A row whose fate was decided before it was written. */
export type Decision = "DUPLICATE" | "CONFLICT" | "ERASED";

/** Touchpoints that are new, by platform, brand and category. */
export interface FreshGroup {
  readonly platform: string;
  readonly brandId: number;
  readonly categoryId: number;
  readonly oldest: number;
  readonly newest: number;
}
