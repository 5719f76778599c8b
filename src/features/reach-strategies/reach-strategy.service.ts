import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import {
  type AssetService,
  type CrowdGroup,
  cellLabelOf,
  crowdGroups,
  type RuleSet,
  stageLabelOf,
  visibleFigures,
} from "../assets";
import type { BrandService } from "../brands";
import { checkMatrix } from "./check-matrix";
import {
  type Instrument,
  isInCells,
  pairs,
  type ReachCells,
  type ReachMatrix,
  type ReachMatrixVersion,
  type ReachPair,
  SHIPPED,
} from "./reach-strategy";
import type { ReachStrategyStore } from "./reach-strategy.store";

export type PairState = "REACHED" | "NONE" | "UNCOVERED";

/** What a matrix says of a pair, and of how many people. */
export interface CoveredPair extends ReachPair {
  /** Null when withheld. */
  readonly people: bigint | null;
  readonly state: PairState;
  readonly strategyCode: string | null;
  readonly reason: string | null;
  /** By the snapshot's rule set; null: the cell is in no group. */
  readonly group: CrowdGroup | null;
  readonly instruments: readonly Instrument[];
}

export interface ReachCoverage {
  readonly asOf: Date;
  readonly ruleSet: RuleSet;
  readonly threshold: number;
  readonly pairs: readonly CoveredPair[];
  /** Those that hold somebody and of which the matrix says nothing. */
  readonly uncovered: readonly CoveredPair[];
}

export interface ReachStrategyParts {
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly assets: AssetService;
  readonly store: ReachStrategyStore;
}

/** Which strategy reaches whom (V85), by which instruments (V68). */
export class ReachStrategyService {
  constructor(private readonly parts: ReachStrategyParts) {}

  /** A version of the brand's matrix, or the one in force. */
  async find(
    context: RequestContext,
    brandId: number,
    version: number | null = null,
  ): Promise<ReachMatrixVersion | null> {
    const shipped = { brandId, version: 0, changedAt: null, ...SHIPPED };
    if (version === 0) return shipped;
    const found = await this.parts.store.find(context, brandId, version);
    return found ?? (version === null ? shipped : null);
  }

  /** The matrix that was in force at an instant. */
  async inForceAt(context: RequestContext, brandId: number, at: Date): Promise<ReachMatrixVersion> {
    const version = await this.parts.store.findAt(context, brandId, at);
    return (await this.find(context, brandId, version ?? 0))!;
  }

  /** The matrix in force, which must be the one that the caller saw. */
  async require(context: RequestContext, brandId: number, expectedVersion: number): Promise<ReachMatrixVersion> {
    const matrix = (await this.find(context, brandId))!;
    if (matrix.version !== expectedVersion) throw versionConflict(matrix.version, expectedVersion);
    return matrix;
  }

  /** The whole matrix anew, as the next version. */
  async set(
    context: RequestContext,
    brandId: number,
    matrix: ReachMatrix,
    expectedVersion: number,
  ): Promise<ReachMatrixVersion> {
    const { brands, store } = this.parts;
    await brands.requireGranted(context, brandId, ["input", "brandId"]);
    await this.require(context, brandId, expectedVersion);
    const problems = new ProblemList();
    const platforms = (await brands.platforms(context)).map(({ code }) => code).sort();
    checkMatrix(problems, matrix, platforms, ["input"]);
    problems.throwIfAny();
    const isDone = await store.insert(context, brandId, matrix, expectedVersion);
    const now = (await this.find(context, brandId))!;
    if (!isDone) throw versionConflict(now.version, expectedVersion);
    return now;
  }

  /** Against the newest snapshot; null: there is none. */
  async coverage(context: RequestContext, matrix: ReachMatrixVersion): Promise<ReachCoverage | null> {
    const { assets, access } = this.parts;
    const snapshot = await assets.latestSnapshot(context, matrix.brandId);
    if (!snapshot) return null;
    const { smallGroupThreshold: threshold } = await access.ownOrganisation(context);
    const { groups } = snapshot.ruleSet.definition;
    const { cross } = visibleFigures(snapshot.figures, groups, threshold);
    const covered = pairs.map((pair): CoveredPair => {
      const { stage, intent, loyalty } = pair;
      const people = cross.counts[stageLabelOf(stage)]![cellLabelOf(intent, loyalty)]!;
      const line = matrix.cells.find((cells) => isInCells(cells, pair));
      const group = crowdGroups.find((one) =>
        groups[one].some(([row, column]) => row === intent && column === loyalty),
      );
      return {
        ...{ ...pair, people, state: stateOf(line), group: group ?? null },
        ...{ strategyCode: line?.strategyCode ?? null, reason: line?.reason ?? null },
        instruments: group ? matrix.instruments[group] : [],
      };
    });
    return {
      ...{ asOf: snapshot.asOf, ruleSet: snapshot.ruleSet, threshold, pairs: covered },
      // What is withheld may hold somebody.
      uncovered: covered.filter(({ state, people }) => state === "UNCOVERED" && people !== 0n),
    };
  }
}

function stateOf(line: ReachCells | undefined): PairState {
  if (!line) return "UNCOVERED";
  return line.strategyCode === null ? "NONE" : "REACHED";
}

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the matrix's current version ${current}, but got ${expected}; read it again and repeat the call.`,
  );
