import type { RuleInput } from "../../engines/segmentation/rule-input";
import { type CrowdGroup, type Intent, intents, type Loyalty, loyalties, type Stage, stages } from "../assets";
import type { Treatment } from "../crowd-strategies";

/*
 * Terms of this feature
 *
 * pair:            a 4A stage and a nine-grid cell: 36 of them, and nobody stands in two.
 * reach strategy:  a way to reach people, by a treatment as a crowd has one.
 * matrix:          says of pairs which strategy reaches them, or explicitly that none does. What it says nothing of is uncovered.
 *                  Its versions are kept; version 0 is shipped and says nothing of any pair.
 * instrument:      the kind of advertising that a group of cells answers to.
 */

export interface ReachStrategy extends Treatment {
  /** Names it in cells; also the people of its pack are known by it from version to version. */
  readonly code: string;
  readonly name: string;
}

/** All pairs of these stages, rows and columns; an empty list is all of its axis. */
export interface ReachCells {
  readonly stages: readonly Stage[];
  readonly intents: readonly Intent[];
  readonly loyalties: readonly Loyalty[];
  /** Null: nobody there is to be reached, on purpose. */
  readonly strategyCode: string | null;
  readonly reason: string | null;
}

export const instruments = [
  "PERFORMANCE_AD",
  "SEARCH",
  "RECOMMEND",
  "SMART_COUPON",
  "BRAND_AD",
  "CONTENT_SEED",
  "RETARGETING",
] as const;
export type Instrument = (typeof instruments)[number];

export type GroupInstruments = Readonly<Record<CrowdGroup, readonly Instrument[]>>;

export interface ReachMatrix {
  readonly strategies: readonly ReachStrategy[];
  readonly cells: readonly ReachCells[];
  readonly instruments: GroupInstruments;
}

/** A matrix in one of its versions; 0 is the shipped one. */
export interface ReachMatrixVersion extends ReachMatrix {
  readonly brandId: number;
  readonly version: number;
  /** Null of the shipped one. */
  readonly changedAt: Date | null;
}

/** What the practice says of each group (capability V68); of PENETRATION it says nothing. */
export const SHIPPED: ReachMatrix = {
  strategies: [],
  cells: [],
  instruments: {
    BASE: ["PERFORMANCE_AD"],
    POTENTIAL: ["SEARCH", "RECOMMEND"],
    INDUSTRY: ["SMART_COUPON"],
    PENETRATION: [],
  },
};

export interface ReachPair {
  readonly stage: Stage;
  readonly intent: Intent;
  readonly loyalty: Loyalty;
}

export const nameOfPair = ({ stage, intent, loyalty }: ReachPair): string => `${stage} ${intent} ${loyalty}`;

/** The 36, by stage, row and column. */
export const pairs: readonly ReachPair[] = stages.flatMap((stage) =>
  intents.flatMap((intent) => loyalties.map((loyalty) => ({ stage, intent, loyalty }))),
);

const isMeant = <T>(meant: readonly T[], value: T): boolean => meant.length === 0 || meant.includes(value);

export const isInCells = (cells: ReachCells, { stage, intent, loyalty }: ReachPair): boolean =>
  isMeant(cells.stages, stage) && isMeant(cells.intents, intent) && isMeant(cells.loyalties, loyalty);

/** Who is reached by a strategy; null when it reaches no pair. Disjoint cells make disjoint people. */
export function rulesOf({ cells }: ReachMatrix, code: string): RuleInput | null {
  const meant = cells.filter(({ strategyCode }) => strategyCode === code);
  if (meant.length === 0) return null;
  return {
    anyOf: meant.map((line) => ({
      allOf: [
        { stage: { in: line.stages.length === 0 ? stages : line.stages } },
        {
          cell: {
            intent: line.intents.length === 0 ? intents : line.intents,
            loyalty: line.loyalties.length === 0 ? loyalties : line.loyalties,
          },
        },
      ],
    })),
  };
}
