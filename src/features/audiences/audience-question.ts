import type { Question } from "../access";

/** Estimating rules and building a pack of them tell the same, so they are one question; `rulesHash` is of the canonical rules. */
export const audienceQuestion = (brandId: number, rulesHash: string): Question => ({
  figure: "AUDIENCE",
  brandId,
  rulesHash,
});
