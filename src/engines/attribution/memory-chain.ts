import { InvalidInputError } from "../numeric/invalid-input";
import type { JourneyTable } from "./journey-table";

/**
 * Absorbing chain that remembers the last touches: its states are the sequences of up to `order` channels that occurred. Sparse:
 * state `s` goes to `targets[rows[s]]` up to `rows[s + 1]`, excluded, with `probabilities` beside them.
 */
export interface MemoryChain {
  readonly rows: Uint32Array;
  readonly targets: Uint32Array;
  readonly probabilities: Float64Array;
  /** Probability of conversion right after each state. */
  readonly conversion: Float64Array;
  /** Number of the channel touched last, by state; -1 of the start, which is state 0. */
  readonly newest: Int32Array;
}

/** States are in order of their channels, so the order of the rows changes no bit of the result. */
export function buildMemoryChain(table: JourneyTable, order: number): MemoryChain {
  const { channels, starts, touches, conversions, nulls } = table;
  // A state is a number whose digits are its channels, 1 to n, newest last; 0 is the start.
  const base = channels.length + 1;
  if (base ** order > Number.MAX_SAFE_INTEGER) {
    throw new InvalidInputError(
      `A chain of order ${order} must have fewer than ${Math.floor(Number.MAX_SAFE_INTEGER ** (1 / order))} channels but got ${channels.length}; merge the smallest.`,
    );
  }
  const older = base ** (order - 1);
  const left = new Map<number, LeftState>([[0, newState()]]);
  for (let journey = 0; journey < conversions.length; journey += 1) {
    const people = conversions[journey]! + nulls[journey]!;
    if (people === 0) continue;
    let state = 0;
    let from = left.get(0)!;
    for (let touch = starts[journey]!; touch < starts[journey + 1]!; touch += 1) {
      state = (state % older) * base + touches[touch]! + 1;
      from.to.set(state, (from.to.get(state) ?? 0) + people);
      from.people += people;
      from = left.get(state) ?? newState();
      left.set(state, from);
    }
    from.people += people;
    from.conversions += conversions[journey]!;
  }
  return toSparse(left, base);
}

interface LeftState {
  readonly to: Map<number, number>;
  people: number;
  conversions: number;
}

const newState = (): LeftState => ({ to: new Map(), people: 0, conversions: 0 });

function toSparse(left: ReadonlyMap<number, LeftState>, base: number): MemoryChain {
  const states = [...left.keys()].sort((a, b) => a - b);
  const numbers = new Map(states.map((state, number) => [state, number]));
  const rows = new Uint32Array(states.length + 1);
  const targets: number[] = [];
  const probabilities: number[] = [];
  const conversion = new Float64Array(states.length);
  states.forEach((state, number) => {
    const { to, people, conversions } = left.get(state)!;
    for (const [target, count] of [...to].sort(([a], [b]) => a - b)) {
      targets.push(numbers.get(target)!);
      probabilities.push(count / people);
    }
    rows[number + 1] = targets.length;
    conversion[number] = people === 0 ? 0 : conversions / people;
  });
  return {
    rows,
    targets: Uint32Array.from(targets),
    probabilities: Float64Array.from(probabilities),
    conversion,
    newest: Int32Array.from(states, (state) => (state % base) - 1),
  };
}
