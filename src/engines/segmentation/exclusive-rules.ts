/** A tree in either of its two shapes: as a caller writes it, or as it was read. */
type Tree<T> = T | { readonly allOf: readonly Tree<T>[] } | { readonly not: T };

/** Trees that hold for each person of any of the given ones exactly once: for the first, in their order, that holds. */
export const exclusiveRules = <T>(rules: readonly T[]): readonly Tree<T>[] =>
  rules.map((rule, index) =>
    index === 0 ? rule : { allOf: [rule, ...rules.slice(0, index).map((not) => ({ not }))] },
  );
