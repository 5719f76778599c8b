import { type BenchmarkLookup, type BrandFigure, reachMetric, type StageFlow, stageFlows } from "../benchmarks";

/** From stage to stage; buying and advocating in one is no hop of its own. */
export const linkageHops = stageFlows.filter(({ from, to }) => !(from === "APPEAL" && to === "ADVOCATE"));

export const hopStates = [
  "KNOWN",
  "SUPPRESSED",
  "BASE_NOT_POSITIVE",
  "TOO_FEW_PEERS",
  "NOT_COMPUTED",
  "NO_CATEGORY",
] as const;
export type HopState = (typeof hopStates)[number];

/** One hop beside that of the peers; null unless KNOWN. */
export interface LinkageHop {
  readonly flow: StageFlow;
  readonly state: HopState;
  readonly people: bigint | null;
  readonly own: number | null;
  readonly industryMean: number | null;
  /** People more who would have come further at the industry's mean; below 0 where the brand is better. */
  readonly lost: number | null;
}

export interface LinkageBreak {
  readonly hops: readonly LinkageHop[];
  /** The hop with the largest loss; null with the reason. */
  readonly breakPoint: LinkageHop | null;
  readonly noBreakReason: Exclude<HopState, "KNOWN"> | "NO_LOSS" | null;
}

/** Where a brand loses the most people against its peers: of hops that can be compared. */
export function findBreak(lookup: BenchmarkLookup): LinkageBreak {
  const hops = linkageHops.map((flow) => hopOf(flow, lookup));
  const known = hops.filter(({ state }) => state === "KNOWN");
  if (known.length === 0) return { hops, breakPoint: null, noBreakReason: worstOf(hops) };
  const breakPoint = known.reduce((most, hop) => (hop.lost! > most.lost! ? hop : most));
  return breakPoint.lost! > 0
    ? { hops, breakPoint, noBreakReason: null }
    : { hops, breakPoint: null, noBreakReason: "NO_LOSS" };
}

function hopOf(flow: StageFlow, lookup: BenchmarkLookup): LinkageHop {
  const none = (state: HopState): LinkageHop => ({
    ...{ flow, state, people: null, own: null, industryMean: null, lost: null },
  });
  if (lookup.state !== "FOUND") return none(lookup.state);
  const figure: BrandFigure | undefined = lookup.benchmark.figures.get(reachMetric(flow));
  if (!figure) return none("NOT_COMPUTED");
  if (figure.own.state !== "KNOWN") return none(figure.own.state);
  const { value, base } = figure.own;
  if (!figure.standing) return { ...none("TOO_FEW_PEERS"), own: value, people: base };
  const { industryMean } = figure.standing;
  return { flow, state: "KNOWN", people: base, own: value, industryMean, lost: (industryMean - value) * Number(base!) };
}

/** What stands in the way of the most hops, the first hop's among equals. */
function worstOf(hops: readonly LinkageHop[]): Exclude<HopState, "KNOWN"> {
  const count = (state: HopState): number => hops.filter((hop) => hop.state === state).length;
  return hops.map(({ state }) => state).reduce((most, state) => (count(state) > count(most) ? state : most)) as Exclude<
    HopState,
    "KNOWN"
  >;
}
