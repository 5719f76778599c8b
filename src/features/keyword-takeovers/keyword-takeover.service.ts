import DataLoader from "dataloader";
import { newId } from "../../platform/ids";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, RequestError, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import { checkTakeover } from "./check-takeover";
import type { KeywordTakeover, NewTakeover } from "./keyword-takeover";
import type { KeywordTakeoverStore, TakeoverConflict } from "./keyword-takeover.store";

/** Books search slots for keywords; of two clients at once one gets the slot, the other learns what is in the way. */
export class KeywordTakeoverService {
  constructor(
    private readonly database: Database,
    private readonly store: KeywordTakeoverStore,
    private readonly brands: BrandService,
  ) {}

  takeovers(context: RequestContext): DataLoader<string, KeywordTakeover | null> {
    return context.memo(
      this.takeovers,
      () =>
        new DataLoader<string, KeywordTakeover | null>(async (ids) => {
          const found = new Map((await this.store.findByIds(context, ids)).map((row) => [row.id, row]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  page(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<KeywordTakeover>> {
    for (const [name, cursor] of Object.entries({ after: page.after, before: page.before }))
      if (cursor !== null && !(cursor.length === 1 && UUID.test(cursor[0]!)))
        throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that brand.keywordTakeovers returned.`);
    return this.store.findPage(context, brandId, page);
  }

  count(context: RequestContext, brandId: number): Promise<number> {
    return this.store.count(context, brandId);
  }

  async book(context: RequestContext, input: NewTakeover, idempotencyKey?: string): Promise<KeywordTakeover> {
    const { database, store, brands } = this;
    const problems = new ProblemList();
    const { zone } = await brands.requireGranted(context, input.brandId, ["input", "brandId"]);
    const platforms = (await brands.platforms(context)).map(({ code }) => code);
    const checked = checkTakeover(problems, input, { platforms, zone });
    const call = { key: idempotencyKey, mutation: "bookKeywordTakeover", request: input };
    const id = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      await store.lockSlot(manager, context, checked);
      const conflicts = await store.findConflicts(manager, checked);
      if (conflicts.length > 0) throw slotTaken(checked, conflicts);
      const now = context.clock.now();
      const takeover = { ...checked, id: newId(now), state: "BOOKED", version: 1, createdAt: now } as const;
      await store.insert(manager, context, takeover);
      return takeover.id;
    });
    return this.reread(context, id);
  }

  /** A cancelled booking stands in nobody's way and stays as a record. */
  async cancel(
    context: RequestContext,
    { id, expectedVersion }: { readonly id: string; readonly expectedVersion: number },
  ): Promise<KeywordTakeover> {
    const now = await this.takeovers(context).load(id);
    if (!now)
      throw UserProblems.one(
        "NOT_FOUND",
        ["id"],
        "id must name a keyword takeover of this organisation; list them with brand { keywordTakeovers }.",
      );
    if (now.version !== expectedVersion) throw versionConflict(now.version, expectedVersion);
    if (now.state !== "BOOKED")
      throw UserProblems.one("WRONG_STATE", ["id"], "id must name a booking, but it was cancelled.");
    const isDone = await this.database.withTenant(context, (manager) =>
      this.store.cancel(manager, id, expectedVersion),
    );
    const after = await this.reread(context, id);
    if (!isDone) throw versionConflict(after.version, expectedVersion);
    return after;
  }

  private async reread(context: RequestContext, id: string): Promise<KeywordTakeover> {
    this.takeovers(context).clear(id);
    return (await this.takeovers(context).load(id))!;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A problem for each keyword that is booked, under its place in the input's one spelling. */
const slotTaken = ({ keywords, slotCode }: NewTakeover, conflicts: readonly TakeoverConflict[]): UserProblems =>
  new UserProblems(
    keywords.flatMap((keyword, index) => {
      const [first] = conflicts.filter((conflict) => conflict.keywords.includes(keyword));
      if (!first) return [];
      const taken = `from ${first.startsAt.toISOString()} to ${first.endsAt.toISOString()}`;
      return {
        code: "SLOT_TAKEN",
        field: ["input", "keywords", String(index)],
        message: `A slot must have one booking of a keyword at a time, but "${slotCode}" is booked for "${keyword}" ${taken}; choose other hours, or cancel that booking.`,
      };
    }),
  );

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the booking's current version ${current}, but got ${expected}; read it again and repeat the call.`,
  );
