import DataLoader from "dataloader";
import type { EntityManager } from "typeorm";
import { newId } from "../../platform/ids";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { Brand } from "../brands";
import { BudgetLedger, campaignsOfPlaces, changedPlaces, type LedgerParts, type OverspendField } from "./budget-ledger";
import { keyOfPlace, levelOfKey, parentKey } from "./budget-place";
import { type BudgetLevel, type BudgetTree, FIRST_YEAR, LAST_YEAR, MAX_NEW_LINES, MAX_NODES } from "./budget-tree";
import type { ControlKind } from "./control-change";
import {
  checkReason,
  type MoneyText,
  type PlaceParts,
  type PlaceRequest,
  readAmount,
  readPlaces,
  spanOfYear,
} from "./read-budget-input";
import {
  movePlanned,
  type NodeFigures,
  type PlannedAmounts,
  plannedOfLines,
  setPlanned,
  tellNodes,
} from "./tree-figures";

export interface NewTreeRequest {
  readonly brandId: number;
  readonly year: number;
  readonly total: MoneyText;
  readonly lines: readonly { readonly place: PlaceRequest; readonly planned: MoneyText }[];
}

export interface SetBudgetRequest {
  readonly treeId: string;
  readonly place: PlaceRequest;
  readonly planned: MoneyText;
  readonly reason: string;
  readonly expectedVersion: number | null;
}

export interface MoveBudgetRequest {
  readonly treeId: string;
  readonly from: PlaceRequest;
  readonly to: PlaceRequest;
  readonly amount: MoneyText;
  readonly reason: string;
  readonly expectedVersion: number | null;
}

/** A place with its figures, for people. */
export interface ToldNode {
  readonly key: string;
  readonly treeId: string;
  readonly currencyCode: string;
  readonly figures: NodeFigures;
}

export interface TreeParts extends LedgerParts, PlaceParts {
  readonly database: Database;
}

interface PlanChange {
  readonly kind: ControlKind;
  readonly reason: string;
  readonly expectedVersion: number | null;
  readonly field: OverspendField;
  readonly make: (planned: PlannedAmounts) => PlannedAmounts;
}

/** Makes, changes and reads budgets of plan years. */
export class BudgetTreeService {
  private readonly ledger: BudgetLedger;

  constructor(private readonly parts: TreeParts) {
    this.ledger = new BudgetLedger(parts);
  }

  async create(context: RequestContext, request: NewTreeRequest, idempotencyKey?: string | null): Promise<BudgetTree> {
    const { year, lines } = request;
    const brand = await this.parts.brands.requireGranted(context, request.brandId, ["input", "brandId"]);
    const { keys, amounts, total } = await this.readLines(context, request, brand);
    const planned = plannedOfLines(total, new Map(keys.map((key, index) => [key, amounts[index]!])));
    const call = { key: idempotencyKey, mutation: "createBudgetTree", request };
    const id = await once(this.parts.database, context, call, async (manager) => {
      const now = context.clock.now();
      const tree = {
        id: newId(now),
        brandId: brand.id,
        year,
        currencyCode: brand.currencyCode,
        version: 0,
        createdAt: now,
      };
      const { uses } = await this.ledger.open(manager, brand, year);
      if (!(await this.parts.trees.insert(manager, context, tree)))
        throw UserProblems.one(
          "YEAR_TAKEN",
          ["input", "year"],
          `input.year must be a year without a budget tree, but the brand has one of ${year}; change it with setBudget.`,
        );
      const field = ({ key }: { readonly key: string }): readonly string[] =>
        keys.includes(key) ? ["input", "lines", String(keys.indexOf(key)), "planned"] : ["input", "total"];
      await this.ledger.keep(manager, context, { brand, tree, planned: new Map(), uses: [] }, { planned, uses }, field);
      await this.parts.access.audit(manager, context, "createBudgetTree", `BudgetTree:${tree.id}`, {
        year,
        totalMinor: String(total),
        lines: lines.length,
      });
      return tree.id;
    });
    return this.reread(context, id);
  }

  /** Another planned amount of one place; who needs more takes it from what the place above has unallocated. */
  async set(context: RequestContext, request: SetBudgetRequest, idempotencyKey?: string | null): Promise<string> {
    const { tree, brand } = await this.require(context, request.treeId);
    const problems = new ProblemList();
    checkReason(problems, request.reason, ["input", "reason"]);
    const amount = readAmount(problems, request.planned, {
      ...{ currencyCode: tree.currencyCode, least: 0n, path: ["input", "planned"] },
    });
    const asked = [{ place: request.place, path: ["input", "place"] }];
    const [place] = await readPlaces(this.parts, context, problems, asked, { brand, year: tree.year });
    problems.throwIfAny();
    const call = { key: idempotencyKey, mutation: "setBudget", request };
    return once(this.parts.database, context, call, (manager) =>
      this.change(
        manager,
        context,
        { tree, brand },
        {
          ...{ kind: "SET_BUDGET", reason: request.reason, expectedVersion: request.expectedVersion },
          field: () => ["input", "planned"],
          make: (planned) => setPlanned(planned, keyOfPlace(place!), amount!),
        },
      ),
    );
  }

  async move(context: RequestContext, request: MoveBudgetRequest, idempotencyKey?: string | null): Promise<string> {
    const { tree, brand } = await this.require(context, request.treeId);
    const problems = new ProblemList();
    checkReason(problems, request.reason, ["input", "reason"]);
    const amount = readAmount(problems, request.amount, {
      ...{ currencyCode: tree.currencyCode, least: 1n, path: ["input", "amount"] },
    });
    const asked = [
      { place: request.from, path: ["input", "from"] },
      { place: request.to, path: ["input", "to"] },
    ];
    const places = await readPlaces(this.parts, context, problems, asked, { brand, year: tree.year });
    const [from, to] = places.map(keyOfPlace) as [string, string];
    problems.throwIfAny();
    const call = { key: idempotencyKey, mutation: "moveBudget", request };
    return once(this.parts.database, context, call, (manager) =>
      this.change(
        manager,
        context,
        { tree, brand },
        {
          ...{ kind: "MOVE_BUDGET", reason: request.reason, expectedVersion: request.expectedVersion },
          field: () => ["input", "amount"],
          make: (planned) => {
            if (planned.has(from)) return movePlanned(planned, { from, to, amount: amount! });
            const message = "input.from must be a place that the tree has; list them with budgetTree { nodes }.";
            throw UserProblems.one("NOT_FOUND", ["input", "from"], message);
          },
        },
      ),
    );
  }

  private async change(
    manager: EntityManager,
    context: RequestContext,
    { tree, brand }: { readonly tree: BudgetTree; readonly brand: Brand },
    { kind, reason, expectedVersion, field, make }: PlanChange,
  ): Promise<string> {
    const state = await this.ledger.open(manager, brand, tree.year);
    assertVersion(state.tree!, expectedVersion);
    const planned = make(state.planned);
    const amounts = changedPlaces(state.planned, planned);
    if (amounts.length === 0)
      throw UserProblems.one(
        "NO_CHANGE",
        ["input"],
        "The call must change an amount, but the tree has it so already; nothing is to be done.",
      );
    if (planned.size > MAX_NODES)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["input"],
        `A tree must have at most ${MAX_NODES} places, but would have ${planned.size}; plan some of them together.`,
      );
    await this.ledger.keep(manager, context, state, { planned, uses: state.uses }, field);
    return this.ledger.record(manager, context, {
      ...{ brandId: brand.id, campaignIds: campaignsOfPlaces(amounts), treeId: tree.id, kind, reason, amounts },
      ...{ currencyCode: tree.currencyCode, budgetPlanId: null, yearPlanId: null, undoesId: null },
      undoableUntil: spanOfYear(tree.year, brand.zone).to,
    });
  }

  private async readLines(context: RequestContext, { year, total, lines }: NewTreeRequest, brand: Brand) {
    const problems = new ProblemList();
    const { currencyCode } = brand;
    if (year < FIRST_YEAR || year > LAST_YEAR)
      problems.add(
        "INVALID_INPUT",
        ["input", "year"],
        `input.year must be ${FIRST_YEAR} to ${LAST_YEAR}, but got ${year}.`,
      );
    if (lines.length > MAX_NEW_LINES)
      problems.add(
        "INVALID_INPUT",
        ["input", "lines"],
        `lines must have at most ${MAX_NEW_LINES} elements, but got ${lines.length}; add the others with setBudget.`,
      );
    problems.throwIfAny();
    const pathOf = (index: number): readonly string[] => ["input", "lines", String(index)];
    const whole = readAmount(problems, total, { currencyCode, least: 1n, path: ["input", "total"] });
    const amounts = lines.map(({ planned }, index) =>
      readAmount(problems, planned, { currencyCode, least: 0n, path: [...pathOf(index), "planned"] }),
    );
    const asked = lines.map(({ place }, index) => ({ place, path: [...pathOf(index), "place"] }));
    const keys = (await readPlaces(this.parts, context, problems, asked, { brand, year })).map(keyOfPlace);
    keys.forEach((key, index) => {
      if (key === "" || keys.indexOf(key) !== index)
        problems.add(
          "INVALID_INPUT",
          [...pathOf(index), "place"],
          `${[...pathOf(index), "place"].join(".")} must name ${key === "" ? "at least a campaign or a month; the brand's amount is the total" : "a place that no other line names, but it came before"}.`,
        );
    });
    problems.throwIfAny();
    return { keys, amounts: amounts as bigint[], total: whole! };
  }

  /** A visible tree for a change, with its brand. */
  async require(
    context: RequestContext,
    treeId: string,
  ): Promise<{ readonly tree: BudgetTree; readonly brand: Brand }> {
    const tree = await this.trees(context).load(treeId);
    const brand = tree && (await this.parts.brands.findGranted(context, tree.brandId));
    if (tree && brand) return { tree, brand };
    const message =
      "input.budgetTreeId must name a budget tree of this organisation; list them with brand { budgetTree }.";
    throw UserProblems.one("NOT_FOUND", ["input", "budgetTreeId"], message);
  }

  trees(context: RequestContext): DataLoader<string, BudgetTree | null> {
    return context.memo(
      this.trees,
      () =>
        new DataLoader<string, BudgetTree | null>(async (ids) => {
          const found = new Map((await this.parts.trees.findByIds(context, ids)).map((tree) => [tree.id, tree]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  ofYear(context: RequestContext, brandId: number, year: number): Promise<BudgetTree | null> {
    return this.parts.trees.findOfYear(context, brandId, year);
  }

  /** All places of a tree, by key. */
  private nodes(context: RequestContext): DataLoader<string, ReadonlyMap<string, ToldNode>> {
    return context.memo(
      this.nodes,
      () =>
        new DataLoader<string, ReadonlyMap<string, ToldNode>>((ids) =>
          Promise.all(ids.map((id) => this.tell(context, id))),
        ),
    );
  }

  private async tell(context: RequestContext, treeId: string): Promise<ReadonlyMap<string, ToldNode>> {
    const tree = (await this.trees(context).load(treeId))!;
    const brand = (await this.parts.brands.findGranted(context, tree.brandId))!;
    const figures = await this.parts.database.withTenant(context, async (manager) =>
      tellNodes(
        await this.parts.trees.readPlanned(manager, treeId),
        await this.parts.placementBudgets.readUses(manager, tree.brandId, spanOfYear(tree.year, brand.zone)),
      ),
    );
    const { currencyCode } = tree;
    return new Map([...figures].map(([key, told]) => [key, { key, treeId, currencyCode, figures: told }]));
  }

  async node(context: RequestContext, treeId: string, key: string): Promise<ToldNode | null> {
    return (await this.nodes(context).load(treeId)).get(key) ?? null;
  }

  /** By key: each place before its parts. */
  async page(context: RequestContext, filter: NodeFilter, request: PageRequest): Promise<Page<ToldNode>> {
    const matching = await this.matching(context, filter);
    return readPage(
      request,
      ({ key }) => [key],
      async ({ after, before, fromEnd, limit }) => {
        const rows = matching.filter(({ key }) => (!after || key > after[0]!) && (!before || key < before[0]!));
        return (fromEnd ? rows.reverse() : rows).slice(0, limit);
      },
    );
  }

  async count(context: RequestContext, filter: NodeFilter): Promise<number> {
    return (await this.matching(context, filter)).length;
  }

  private async matching(context: RequestContext, { treeId, parent, level }: NodeFilter): Promise<ToldNode[]> {
    const nodes = [...(await this.nodes(context).load(treeId)).values()];
    return nodes
      .filter(
        ({ key }) => (parent === null || parentKey(key) === parent) && (level === null || levelOfKey(key) === level),
      )
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** As it is now, also where an earlier mutation of the same document read it. */
  async reread(context: RequestContext, treeId: string): Promise<BudgetTree> {
    this.nodes(context).clear(treeId);
    return (await this.trees(context).clear(treeId).load(treeId))!;
  }
}

export interface NodeFilter {
  readonly treeId: string;
  /** Key; null: of any. */
  readonly parent: string | null;
  readonly level: BudgetLevel | null;
}

function assertVersion({ version }: BudgetTree, expected: number | null): void {
  if (expected === null || version === expected) return;
  throw UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the tree's current version ${version}, but got ${expected}; read the tree again and repeat the change.`,
  );
}
