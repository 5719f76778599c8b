/** What a line brought in an hour, and who is behind it: all of them, or as many as may be told apart. */
export interface CountedHour {
  readonly spend: number;
  readonly outcomes: number;
  readonly people: readonly number[];
}

export interface TellableOutcomes {
  /** By hour, in the order given; their sum is what all hours brought. */
  readonly outcomes: readonly number[];
  /** False: fewer than `smallest` people are behind all of them, and they count as the most that this can be. */
  readonly isTold: boolean;
}

/**
 * Outcomes of hours without telling of fewer than `smallest` people: hours are taken together, the oldest first, until as many are
 * behind them, and what they brought is spread over them by spend. The last ones join those before. 1 withholds nothing.
 */
export function tellableOutcomes(hours: readonly CountedHour[], smallest: number): TellableOutcomes {
  if (smallest <= 1) return { outcomes: hours.map(({ outcomes }) => outcomes), isTold: true };
  const blocks = blocksOf(hours, smallest);
  if (blocks.length === 0) return { outcomes: spread(hours, smallest - 1), isTold: false };
  return {
    outcomes: blocks.flatMap((block) =>
      spread(
        block,
        block.reduce((sum, { outcomes }) => sum + outcomes, 0),
      ),
    ),
    isTold: true,
  };
}

/** Consecutive hours with at least `smallest` people each; none when all hours together have fewer. */
function blocksOf(hours: readonly CountedHour[], smallest: number): readonly (readonly CountedHour[])[] {
  const blocks: CountedHour[][] = [];
  let open: CountedHour[] = [];
  let people = new Set<number>();
  for (const hour of hours) {
    open.push(hour);
    for (const person of hour.people) people.add(person);
    if (people.size < smallest) continue;
    blocks.push(open);
    [open, people] = [[], new Set()];
  }
  blocks.at(-1)?.push(...open);
  return blocks;
}

function spread(hours: readonly CountedHour[], outcomes: number): readonly number[] {
  const spend = hours.reduce((sum, hour) => sum + hour.spend, 0);
  return hours.map((hour) => (spend > 0 ? (outcomes * hour.spend) / spend : outcomes / hours.length));
}
