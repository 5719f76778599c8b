import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AudiencePush, PushCoverage, PushPaths, PushRequest, PushService } from "../activation";
import type { AudienceEditor, AudiencePack, AudienceService, PackRules } from "../audiences";
import { type ReachMatrixVersion, type ReachStrategy, rulesOf } from "./reach-strategy";
import type { ReachStrategyService } from "./reach-strategy.service";
import type { ReachPack, ReachStrategyStore } from "./reach-strategy.store";

export type PackChange = "CREATED" | "RULES_REPLACED" | "UNCHANGED";

/** A strategy's pack against what the matrix says. */
export interface ReachPackChange {
  readonly strategyCode: string;
  readonly change: PackChange;
  /** Null: it is still to be created. */
  readonly pack: AudiencePack | null;
}

export interface ReachPackChanges {
  readonly matrix: ReachMatrixVersion;
  /** Of the strategies that reach somebody, in the matrix's order. */
  readonly packs: readonly ReachPackChange[];
  /** Packs of strategies that reach nobody any more. */
  readonly retired: readonly { readonly strategyCode: string; readonly pack: AudiencePack }[];
}

export interface ReachPushRequest {
  readonly brandId: number;
  readonly connectorId: string;
  readonly expectedVersion: number;
}

export type PlannedReachPush = Awaited<ReturnType<PushCoverage["dryRun"]>>[number];

export interface ReachPacksParts {
  readonly database: Database;
  readonly strategies: ReachStrategyService;
  readonly store: ReachStrategyStore;
  readonly packs: AudienceService;
  readonly editor: AudienceEditor;
  readonly pushes: PushService;
  readonly pushCoverage: PushCoverage;
}

interface Wanted {
  readonly strategy: ReachStrategy;
  readonly rules: PackRules;
  readonly known: ReachPack | null;
  readonly pack: AudiencePack | null;
}

/** Brings a matrix into packs, one a strategy, and the packs to an ad account (V65). */
export class ReachPacks {
  constructor(private readonly parts: ReachPacksParts) {}

  /** What `prepare` would change. Nothing changes. */
  async compare(context: RequestContext, brandId: number, expectedVersion: number): Promise<ReachPackChanges> {
    const { matrix, wanted, known } = await this.read(context, brandId, expectedVersion);
    const changes = wanted.map(({ strategy, pack, rules }) => ({
      ...{ strategyCode: strategy.code, pack, change: changeOf(pack, rules) },
    }));
    return { matrix, packs: changes, retired: await this.retired(context, known, wanted) };
  }

  /**
   * Makes packs of what the matrix says: a draft for a strategy without one, new rules where they differ. A strategy keeps its pack
   * from version to version. A call again finds nothing to change.
   */
  async prepare(context: RequestContext, brandId: number, expectedVersion: number): Promise<ReachPackChanges> {
    const { matrix, wanted, known } = await this.read(context, brandId, expectedVersion);
    const changes: ReachPackChange[] = [];
    for (const one of wanted) {
      const change = changeOf(one.pack, one.rules);
      const pack =
        change === "CREATED"
          ? await this.create(context, brandId, one)
          : change === "RULES_REPLACED"
            ? await this.replace(context, matrix, one)
            : one.pack;
      changes.push({ strategyCode: one.strategy.code, change, pack });
    }
    return { matrix, packs: changes, retired: await this.retired(context, known, wanted) };
  }

  /** What a push of all strategies would add and take away at the connector. Nothing is sent. */
  async dryRun(context: RequestContext, request: ReachPushRequest): Promise<readonly PlannedReachPush[]> {
    return this.parts.pushCoverage.dryRun(context, await this.requests(context, request), pathsOf);
  }

  /** Pushes who entered and who left each strategy since its last push there; all pushes begin, or none. */
  async push(context: RequestContext, request: ReachPushRequest, key?: string): Promise<readonly AudiencePush[]> {
    const call = { key, mutation: "pushReachStrategies", request };
    return this.parts.pushes.push(context, call, pathsOf, () => this.requests(context, request));
  }

  /** One a strategy; refuses packs that do not say what the matrix says. */
  private async requests(
    context: RequestContext,
    { brandId, connectorId, expectedVersion }: ReachPushRequest,
  ): Promise<readonly PushRequest[]> {
    const { packs } = await this.compare(context, brandId, expectedVersion);
    const problems = new ProblemList();
    if (packs.length === 0)
      problems.add(
        "NOT_PREPARED",
        ["brandId"],
        "The matrix must have a strategy that reaches somebody, but has none; set one with setReachStrategies.",
      );
    for (const { strategyCode, change } of packs)
      if (change !== "UNCHANGED")
        problems.add(
          "NOT_PREPARED",
          ["brandId"],
          `The pack of each strategy must have the matrix's rules, but that of ${strategyCode} has not; call prepareReachStrategyPacks and build it.`,
        );
    problems.throwIfAny();
    return packs.map(({ pack }) => ({ audiencePackId: pack!.id, connectorId, mode: "DELTA" }));
  }

  private async read(context: RequestContext, brandId: number, expectedVersion: number) {
    const { strategies, store, packs, editor } = this.parts;
    const matrix = await strategies.require(context, brandId, expectedVersion);
    const known = await store.findPacks(context, brandId);
    const wanted: Wanted[] = [];
    const problems = new ProblemList();
    for (const strategy of matrix.strategies) {
      const input = rulesOf(matrix, strategy.code);
      if (!input) continue;
      const draft = { brandId, name: packName(strategy), tags: [], rules: input, expiresAt: null };
      const rules = await editor.check(context, draft, ["brandId"], problems);
      const link = known.find(({ strategyCode }) => strategyCode === strategy.code) ?? null;
      const pack = link && (await packs.findPack(context, link.packId));
      if (rules) wanted.push({ strategy, rules, known: link, pack: pack?.state === "ARCHIVED" ? null : pack });
    }
    problems.throwIfAny();
    return { matrix, wanted, known };
  }

  private async retired(context: RequestContext, known: readonly ReachPack[], wanted: readonly Wanted[]) {
    const gone = known.filter(({ strategyCode }) => !wanted.some(({ strategy }) => strategy.code === strategyCode));
    const found = await Promise.all(
      gone.map(async ({ strategyCode, packId }) => ({
        strategyCode,
        pack: await this.parts.packs.findPack(context, packId),
      })),
    );
    return found.flatMap(({ strategyCode, pack }) =>
      pack && pack.state !== "ARCHIVED" ? [{ strategyCode, pack }] : [],
    );
  }

  private async create(context: RequestContext, brandId: number, { strategy, rules, known }: Wanted) {
    const { database, editor, store, packs } = this.parts;
    const id = await database.withTenant(context, async (manager) => {
      const draft = { brandId, name: packName(strategy), tags: [], rules, expiresAt: null };
      const packId = await editor.insert(manager, context, draft).catch(atBrand);
      const link = { strategyCode: strategy.code, packId, before: known?.packId ?? null };
      if (!(await store.putPack(manager, context, brandId, link))) throw preparedMeanwhile();
      return packId;
    });
    return packs.reread(context, id);
  }

  private replace(context: RequestContext, matrix: ReachMatrixVersion, { strategy, pack }: Wanted) {
    const change = { packId: pack!.id, expectedVersion: pack!.version };
    return this.parts.editor.replaceRules(context, change, rulesOf(matrix, strategy.code)!).catch(atBrand);
  }
}

function changeOf(pack: AudiencePack | null, rules: PackRules): PackChange {
  if (pack === null) return "CREATED";
  return pack.rules.hash === rules.hash ? "UNCHANGED" : "RULES_REPLACED";
}

/** The code tells packs of strategies of one name apart, and stays when the name changes. */
const packName = ({ code }: ReachStrategy): string => `Reach · ${code}`;

const pathsOf = (): PushPaths => ({ pack: ["brandId"], connector: ["connectorId"] });

/** The caller named no pack: what is wrong with one is told at the brand. */
function atBrand(error: unknown): never {
  if (!(error instanceof UserProblems)) throw error;
  throw new UserProblems(error.problems.map((problem) => ({ ...problem, field: ["brandId"] })));
}

const preparedMeanwhile = (): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["brandId"],
    "The packs must be prepared by one call at a time, but another call just did; read them again.",
  );
