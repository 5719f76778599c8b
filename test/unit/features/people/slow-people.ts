interface SlowLink {
  readonly a: string;
  readonly b: string;
  readonly at: number;
}

/** Groups of names by link after link, the oldest first; a link that would put both names of a cut into one group, or make one of more than `largest`, is left out. */
export function slowComponents(
  names: readonly string[],
  links: readonly SlowLink[],
  cuts: readonly (readonly [string, string])[],
  largest = Number.POSITIVE_INFINITY,
): readonly ReadonlySet<string>[] {
  let groups: ReadonlySet<string>[] = [...new Set(names)].map((name) => new Set([name]));
  const key = (text: string): string => text.padStart(40, "0");
  const sorted = [...links].sort(
    (x, y) => x.at - y.at || key(x.a).localeCompare(key(y.a), "en") || key(x.b).localeCompare(key(y.b), "en"),
  );
  for (const { a, b } of sorted) {
    const touching = groups.filter((group) => group.has(a) || group.has(b));
    const merged = new Set(touching.flatMap((group) => [...group]));
    if (merged.size > largest || cuts.some(([x, y]) => merged.has(x) && merged.has(y))) continue;
    groups = [...groups.filter((group) => !touching.includes(group)), merged];
  }
  return groups;
}
