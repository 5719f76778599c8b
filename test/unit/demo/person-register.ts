import type { Touchpoint } from "./read-cloud";

/** People as connected components of devices and accounts, told apart in reading order. */
export interface PersonRegister {
  /** By position in the list of touchpoints: a number that all rows of one person share. */
  readonly personOf: readonly number[];
  readonly people: number;
  /** Rows that joined two people who were known apart. */
  readonly merges: number;
}

export function registerPeople(touchpoints: readonly Touchpoint[]): PersonRegister {
  const known = new Map<string, number>();
  const mergedInto: number[] = [];
  let merges = 0;

  const representative = (person: number): number => {
    let root = person;
    while (mergedInto[root] !== root) root = mergedInto[root]!;
    return root;
  };
  const lookUp = (identity: string | undefined): number | undefined => {
    const person = identity === undefined ? undefined : known.get(identity);
    return person === undefined ? undefined : representative(person);
  };

  const firstKnownAs = touchpoints.map(({ device, pin }) => {
    const byDevice = lookUp(device);
    const byPin = lookUp(pin);
    const person = byDevice ?? byPin ?? mergedInto.length;
    if (person === mergedInto.length) mergedInto.push(person);
    if (byPin !== undefined && byPin !== person) {
      merges += 1;
      mergedInto[byPin] = person;
    }
    if (device !== undefined) known.set(device, person);
    if (pin !== undefined) known.set(pin, person);
    return person;
  });
  const personOf = firstKnownAs.map(representative);
  return { personOf, people: new Set(personOf).size, merges };
}
