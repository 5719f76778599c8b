/** Without repetition, in the order of UTF-16 code units, which no locale changes. */
export const sorted = <T extends string>(values: readonly T[]): readonly T[] => [...new Set(values)].sort();
