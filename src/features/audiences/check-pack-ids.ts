import type { ProblemList } from "../../platform/user-error";

/** Most packs that one question or operation takes. */
export const MAX_PACKS = 20;

export interface PackIdsAsked {
  readonly packIds: readonly string[];
  readonly path: readonly string[];
  readonly atLeast: number;
}

/** `atLeast` to 20 different packs that are there; `found` are the packs by place, null where there is none. */
export function checkPackIds(
  problems: ProblemList,
  found: readonly unknown[],
  { packIds, path, atLeast }: PackIdsAsked,
): void {
  const name = path.at(-1);
  if (packIds.length < atLeast || packIds.length > MAX_PACKS)
    problems.add(
      "INVALID_INPUT",
      path,
      `${name} must have ${atLeast} to ${MAX_PACKS} elements, but got ${packIds.length}.`,
    );
  for (const [index, id] of packIds.entries()) {
    const at = [...path, String(index)];
    if (packIds.indexOf(id) < index)
      problems.add(
        "INVALID_INPUT",
        at,
        `${name} must name each pack once, but got one at ${packIds.indexOf(id)} and ${index}.`,
      );
    if (found[index] === null)
      problems.add(
        "NOT_FOUND",
        at,
        `${name} must name packs of this organisation; list them with brand { audiencePacks }.`,
      );
  }
}
