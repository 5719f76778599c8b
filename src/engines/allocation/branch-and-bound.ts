import {
  bestAtPrice,
  type Envelope,
  envelopeCurvature,
  envelopeOf,
  envelopeSlope,
  envelopeValue,
  type LineSpan,
  piecesOf,
} from "./concave-envelope";
import { type Block, solveConcave } from "./concave-program";
import { type ConstrainedInput, type NamedRange, responseOf, type Solved } from "./constrained-input";
import { roundCells } from "./round-cells";

/** The search ends when no allocation can be better by more than this share, or after this many relaxations. */
const GAP = 1e-4;
const MAX_NODES = 500;
const ROOM = 1e-3;
/** A sum may miss its range by this share of the total; whole units are made to keep it exactly. */
const KEPT = 1e-8;

interface Node {
  readonly spans: readonly LineSpan[];
  readonly amounts: readonly number[];
  readonly prices: readonly number[];
  readonly bound: number;
}

type Candidate = Pick<Solved, "cells" | "prices" | "response">;

/**
 * S-shaped curves and lines that may be off, in one period. Each node replaces what is not concave by its least concave cover, whose
 * optimum bounds the node from above by weak duality (Horst & Tuy 1996; few lines ever lie off their cover, as many as there are sums:
 * Shapley & Folkman, in Starr 1969); the line that lies furthest below its cover is split. With a goal the search ends as soon as something reaches it, or nothing can.
 * Null where nothing can be kept.
 */
export function branchAndBound(
  input: ConstrainedInput,
  ranges: readonly NamedRange[],
  goal: number | null = null,
): Solved | null {
  const total = Number(input.total);
  const root = input.lines.map(({ lower, upper, mayBeOff }) => ({
    lower: Number(lower),
    // A little above the total, as an interior point has none where one line takes all of it.
    upper: Math.min(Number(upper), total * (1 + ROOM)),
    mayBeOff: mayBeOff && lower > 0n,
  }));
  let best: Candidate | null = null;
  const offer = (amounts: readonly number[], spans: readonly LineSpan[], prices: readonly number[]): void => {
    const isOff = amounts.map((amount, line) => root[line]!.mayBeOff && amount < root[line]!.lower / 2);
    const cells = roundCells({
      cells: amounts,
      lower: root.map(({ lower }, line) => (isOff[line] ? 0 : lower)),
      upper: spans.map(({ upper }, line) => (isOff[line] ? 0 : Math.max(Math.floor(upper), root[line]!.lower))),
      ranges,
    });
    if (cells === null) return;
    const response = responseOf(input, cells);
    if (best === null || response > best.response) best = { cells, response, prices };
  };
  const relaxed = (spans: readonly LineSpan[]): Node | null => relax(input, ranges, spans);
  const polish = (node: Node, share: number): void => {
    const fixed = fixSides(input, node, share);
    const polished = relaxed(fixed);
    if (polished !== null) offer(polished.amounts, fixed, polished.prices);
  };

  const first = relaxed(root);
  if (first === null) return null;
  for (const share of [0.02, 0.5, 0.98]) polish(first, share);
  const open: Node[] = [first];
  let nodes = 1;
  /** The greatest bound of what is not searched any further. */
  let closed = 0;
  const isReached = (): boolean =>
    goal !== null && (best as Candidate | null) !== null && (best as Candidate | null)!.response >= goal;
  const isClosed = ({ bound }: Node): boolean => {
    if (goal !== null) return bound < goal;
    const known = best as Candidate | null;
    return known !== null && bound <= known.response * (1 + GAP);
  };
  while (open.length > 0 && nodes < MAX_NODES && !isReached()) {
    const node = takeBest(open);
    offer(node.amounts, root, node.prices);
    polish(node, 0.5);
    const parts = isClosed(node) ? [] : split(input, node);
    if (parts.length === 0) closed = Math.max(closed, node.bound);
    for (const spans of parts) {
      const child = relaxed(spans);
      nodes += 1;
      if (child !== null) open.push(child);
    }
  }
  const found = best as Candidate | null;
  const bound = Math.max(closed, found?.response ?? 0, ...open.map((node) => node.bound));
  return found && { ...found, bound, nodes };
}

/** The optimum of the covers on given spans, with the bound that its prices prove. */
function relax(input: ConstrainedInput, ranges: readonly NamedRange[], spans: readonly LineSpan[]): Node | null {
  const total = Number(input.total);
  const envelopes = spans.map((span, line) => envelopeOf(input.lines[line]!.curve, span));
  const columns = envelopes.flatMap(columnsOf);
  const byLine = envelopes.map((): number[] => []);
  columns.forEach(({ envelope }, column) => {
    byLine[envelopes.indexOf(envelope)]!.push(column);
  });
  const { cells, prices, violation } = solveConcave({
    blocks: columns.map((column) => blockOf(column, total)),
    lower: columns.map(() => 0),
    upper: columns.map(({ length }) => length / total),
    ranges: ranges.map((range) => {
      const start = range.cells.reduce((sum, line) => sum + envelopes[line]!.start, 0);
      return {
        cells: range.cells.flatMap((line) => byLine[line]!),
        lower: (range.lower - start) / total,
        upper: (Math.min(range.upper, 2 * total) - start) / total,
      };
    }),
  });
  if (!(violation < KEPT)) return null;
  const unitPrices = [...prices].map((price) => price / total);
  const linePrices = envelopes.map(() => 0);
  let bound = 0;
  ranges.forEach((range, index) => {
    const price = unitPrices[index]!;
    bound += price * (price > 0 ? Math.min(range.upper, total) : range.lower);
    for (const line of range.cells) linePrices[line]! += price;
  });
  envelopes.forEach((envelope, line) => {
    bound += bestAtPrice(envelope, linePrices[line]!);
  });
  const amounts = envelopes.map(({ start }, line) =>
    byLine[line]!.reduce((amount, column) => amount + cells[column]! * total, start),
  );
  return { spans, amounts, prices: unitPrices, bound };
}

/** A smooth part of an envelope. */
interface Column {
  readonly envelope: Envelope;
  readonly from: number;
  readonly length: number;
}

const columnsOf = (envelope: Envelope): Column[] =>
  piecesOf(envelope).map(({ from, to }) => ({ envelope, from, length: to - from }));

function blockOf({ envelope, from }: Column, total: number): Block {
  const curve = {
    marginalReturn: (amount: number) => total * envelopeSlope(envelope, from, from + amount * total),
    curvature: (amount: number) => total * total * envelopeCurvature(envelope, from, from + amount * total),
  };
  return { size: 1, terms: [{ curve, cells: [0], weights: [1] }] };
}

/** Every line either at the start of its chord or beyond it, by how far along it is. */
function fixSides(input: ConstrainedInput, { spans, amounts }: Node, share: number): LineSpan[] {
  return spans.map((span, line) => {
    const { start, bend } = envelopeOf(input.lines[line]!.curve, span);
    if (bend === start) return { ...span, mayBeOff: false };
    return amounts[line]! >= start + share * (bend - start)
      ? { lower: bend, upper: span.upper, mayBeOff: false }
      : { lower: start, upper: start, mayBeOff: false };
  });
}

function split(input: ConstrainedInput, { spans, amounts }: Node): LineSpan[][] {
  let line = -1;
  let furthest = 0;
  spans.forEach((span, index) => {
    const envelope = envelopeOf(input.lines[index]!.curve, span);
    const amount = Math.min(Math.max(amounts[index]!, envelope.start), envelope.end);
    const own = span.mayBeOff && amount < span.lower ? 0 : envelope.curve.response(amount);
    const below = envelopeValue(envelope, amount) - own;
    if (below > furthest && envelope.end - envelope.start > 1) [line, furthest] = [index, below];
  });
  if (line < 0) return [];
  const span = spans[line]!;
  if (span.mayBeOff)
    return [spans.with(line, { lower: 0, upper: 0, mayBeOff: false }), spans.with(line, { ...span, mayBeOff: false })];
  const room = (span.upper - span.lower) / 20;
  const at = Math.min(Math.max(amounts[line]!, span.lower + room), span.upper - room);
  return [spans.with(line, { ...span, upper: at }), spans.with(line, { ...span, lower: at })];
}

function takeBest(open: Node[]): Node {
  let best = 0;
  open.forEach((node, index) => {
    if (node.bound > open[best]!.bound) best = index;
  });
  return open.splice(best, 1)[0]!;
}
