/** Messages quote no more than this of a value. */
const QUOTED = 60;

/** A regular expression of PostgreSQL that finds any of the values where it stands as a word of its own, also as messages quote it. */
export function tracePattern(values: readonly string[]): string {
  const texts = new Set(values.flatMap((value) => [value, value.slice(0, QUOTED)]));
  const literals = [...texts].map((text) => text.replaceAll(/[^A-Za-z0-9]/g, "\\$&"));
  return `(^|[^[:alnum:]])(${literals.join("|")})([^[:alnum:]]|$)`;
}
