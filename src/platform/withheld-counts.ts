import { suppress } from "./small-groups";

/** One count of an answer whose counts add up in more than one way. */
export interface RankedCount {
  readonly count: bigint;
  /** Lower ranks go first when a count has to go to protect another one; null: it is never told, but may follow from others. */
  readonly rank: number | null;
}

/** `whole` counts the people of `parts`, who are different people: no name stands twice in a sum. */
export interface CountSum {
  readonly whole: string;
  readonly parts: readonly string[];
}

/**
 * Names of the counts that an answer must not tell: the small ones, and as many others as it takes that no small count, and no
 * small rest of a sum, follows from what is told by any adding and subtracting. Bounds, as from a linear programme, can still
 * narrow a withheld count down (Cox 1980), which is accepted, as with every cell-wise method.
 */
export function withheldCounts(
  counts: ReadonlyMap<string, RankedCount>,
  sums: readonly CountSum[],
  threshold: number,
): ReadonlySet<string> {
  sums.forEach(requireDistinct);
  const isSmall = (count: bigint): boolean => suppress(count, threshold) === null;
  const tellable = [...counts].flatMap(([name, { count, rank }]) => (rank === null ? [] : [{ name, count, rank }]));
  const order = tellable.sort((a, b) => a.rank - b.rank || smallestFirst(a.count, b.count)).map(({ name }) => name);
  const told = new Set(order.filter((name) => !isSmall(counts.get(name)!.count)));
  const gone: string[] = [];
  for (;;) {
    const sources = findLeak(counts, sums, told, isSmall);
    if (!sources) break;
    const first = order.find((name) => sources.has(name))!;
    told.delete(first);
    gone.push(first);
  }
  // What went early may be safe to tell now that others went as well.
  for (const name of gone) if (findLeak(counts, sums, new Set([...told, name]), isSmall) === null) told.add(name);
  return new Set(order.filter((name) => !told.has(name)));
}

/** A sum that names a count twice says something else than it means, and what it hides could not be given up. */
function requireDistinct({ whole, parts }: CountSum): void {
  if (new Set([whole, ...parts]).size === parts.length + 1) return;
  throw new Error(
    `A sum must name each count once, but ${whole} has the parts ${parts.join(", ")}; name a part otherwise.`,
  );
}

/** An empty group protects least, so it goes last. */
function smallestFirst(a: bigint, b: bigint): number {
  if (a === b) return 0;
  if (a === 0n || b === 0n) return a === 0n ? 1 : -1;
  return a < b ? -1 : 1;
}

/** The told counts that a small one follows from; null when none follows. */
function findLeak(
  counts: ReadonlyMap<string, RankedCount>,
  sums: readonly CountSum[],
  told: ReadonlySet<string>,
  isSmall: (count: bigint) => boolean,
): ReadonlySet<string> | null {
  const countOf = (name: string): bigint => counts.get(name)!.count;
  const open = openSums(sums, (name) => !told.has(name) && !isSmall(countOf(name)));
  const computed = compute(open, told);
  for (const [name, sources] of computed) if (isSmall(countOf(name))) return sources;
  const sourcesOf = (name: string): ReadonlySet<string> | undefined =>
    told.has(name) ? new Set([name]) : computed.get(name);
  for (const { whole, parts } of open) {
    const rest = parts.filter((part) => !sourcesOf(part));
    if (!sourcesOf(whole) || !isSmall(rest.reduce((sum, part) => sum + countOf(part), 0n))) continue;
    return new Set([whole, ...parts].flatMap((name) => [...(sourcesOf(name) ?? [])]));
  }
  return null;
}

/** Without the sums that a large unknown count protects because no other sum has it. */
function openSums(sums: readonly CountSum[], protects: (name: string) => boolean): readonly CountSum[] {
  const uses = new Map<string, number>();
  for (const { whole, parts } of sums) for (const name of [whole, ...parts]) uses.set(name, (uses.get(name) ?? 0) + 1);
  return sums.filter(({ whole, parts }) => ![whole, ...parts].some((name) => uses.get(name) === 1 && protects(name)));
}

/** Coefficients of an equation whose sum is 0. */
type Equation = Map<string, number>;

/** Every count that follows from the told ones, with those it follows from: Gauss-Jordan elimination. */
function compute(sums: readonly CountSum[], told: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const solved = new Map<string, Equation>();
  for (const { whole, parts } of sums) {
    const equation: Equation = new Map([[whole, 1], ...parts.map((part): [string, number] => [part, -1])]);
    for (const [name, other] of solved) add(equation, other, -(equation.get(name) ?? 0));
    const unknown = [...equation.keys()].find((name) => !told.has(name));
    if (unknown === undefined) continue;
    add(equation, equation, 1 / equation.get(unknown)! - 1);
    for (const other of solved.values()) add(other, equation, -(other.get(unknown) ?? 0));
    solved.set(unknown, equation);
  }
  return new Map(
    [...solved].flatMap(([unknown, equation]) => {
      const sources = new Set(equation.keys());
      sources.delete(unknown);
      return [...sources].every((name) => told.has(name)) ? [[unknown, sources]] : [];
    }),
  );
}

/** Coefficients are quotients of small whole numbers, so what is left of a zero by rounding is far below this. */
const ZERO = 1e-9;

function add(to: Equation, other: Equation, times: number): void {
  if (times === 0) return;
  for (const [name, coefficient] of [...other]) {
    const sum = (to.get(name) ?? 0) + times * coefficient;
    if (Math.abs(sum) < ZERO) to.delete(name);
    else to.set(name, sum);
  }
}
