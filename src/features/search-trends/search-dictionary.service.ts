import DataLoader from "dataloader";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import { answerRows, isTaken, judgeRows, MAX_REGISTERED_ROWS, type RegisteredRow } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import { isText } from "../campaigns";
import { isDay } from "./days";
import { changeDictionary, readAlias } from "./read-alias";
import { type AliasRejection, aliasKey, type NewSearchAlias, type SearchAlias } from "./search-alias";
import type { AliasFilter, SearchAliasStore } from "./search-alias.store";

export interface RegisteredAliases {
  readonly dictionaryVersion: number;
  readonly rows: readonly RegisteredRow<AliasRejection["reason"]>[];
}

/** Keeps what people call a brand and its products. Every change is a version; figures name the one they used. */
export class SearchDictionaryService {
  constructor(
    private readonly database: Database,
    private readonly store: SearchAliasStore,
    private readonly brands: BrandService,
  ) {}

  aliases(context: RequestContext): DataLoader<string, SearchAlias | null> {
    return context.memo(
      this.aliases,
      () =>
        new DataLoader<string, SearchAlias | null>(async (ids) => {
          const found = new Map((await this.store.findByIds(context, ids)).map((row) => [row.id, row]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  dictionary(context: RequestContext, brandId: number) {
    return this.store.findDictionary(context, brandId);
  }

  page(context: RequestContext, filter: AliasFilter, request: PageRequest): Promise<Page<SearchAlias>> {
    for (const [name, cursor] of Object.entries({ after: request.after, before: request.before }))
      if (cursor !== null && !(cursor.length === 2 && isText(cursor[0]!, LONGEST_KEYWORD) && isDay(cursor[1]!)))
        throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that searchDictionary.aliases returned.`);
    return this.store.findPage(context, filter, request);
  }

  count(context: RequestContext, filter: AliasFilter): Promise<number> {
    return this.store.count(context, filter);
  }

  /** Row by row: a known alias and first day gets the new details, whatever would hold on one day for two things is refused. */
  async register(
    context: RequestContext,
    brandId: number,
    aliases: readonly NewSearchAlias[],
    { expectedVersion, key }: { readonly expectedVersion: number | null; readonly key: string | undefined },
  ): Promise<RegisteredAliases> {
    await this.brands.requireGranted(context, brandId, ["input", "brandId"]);
    const call = { key, mutation: "registerSearchAliases", request: [brandId, expectedVersion, aliases] };
    const answer = await once(this.database, context, call, async (manager): Promise<RegisteredAliases> => {
      if (aliases.length < 1 || aliases.length > MAX_REGISTERED_ROWS)
        throw UserProblems.one(
          "INVALID_INPUT",
          ["input", "aliases"],
          `aliases must have 1 to ${MAX_REGISTERED_ROWS} elements, but got ${aliases.length}; send them in several calls.`,
        );
      const read = judgeRows(aliases.map(readAlias), ["alias", keyOfRow], (row) => row);
      const version = await this.store.hold(manager, context, brandId);
      if (expectedVersion !== null && expectedVersion !== version) throw conflict(version);
      const current = await this.store.findCurrent(manager, brandId);
      const { rows, added, restated } = changeDictionary(read, current, current.length);
      const restatedKeys = new Set(restated.map(aliasKey));
      const begun = [...added, ...restated];
      const ended = current.filter((alias) => restatedKeys.has(aliasKey(alias))).map(({ id }) => id);
      if (begun.length > 0) await this.store.change(manager, context, brandId, { version: version + 1, ended, begun });
      const registered = { added: new Set(added.map(aliasKey)), changed: restatedKeys };
      return {
        dictionaryVersion: begun.length > 0 ? version + 1 : version,
        rows: answerRows(rows, aliasKey, registered),
      };
    });
    this.aliases(context).clearAll();
    return answer;
  }

  /** All of them or none; answers the version without them. */
  async withdraw(context: RequestContext, brandId: number, ids: readonly string[], key?: string): Promise<number> {
    await this.brands.requireGranted(context, brandId, ["input", "brandId"]);
    const call = { key, mutation: "withdrawSearchAliases", request: [brandId, ids] };
    const version = await once(this.database, context, call, async (manager) => {
      if (ids.length < 1 || ids.length > MAX_REGISTERED_ROWS)
        throw UserProblems.one(
          "INVALID_INPUT",
          ["input", "aliasIds"],
          `aliasIds must have 1 to ${MAX_REGISTERED_ROWS} elements, but got ${ids.length}.`,
        );
      const held = await this.store.hold(manager, context, brandId);
      const known = new Set((await this.store.findCurrent(manager, brandId)).map(({ id }) => id));
      const unknown = ids.flatMap((id, index) => (known.has(id) ? [] : [index]));
      if (unknown.length > 0)
        throw new UserProblems(
          unknown.map((index) => ({
            code: "NOT_FOUND",
            field: ["input", "aliasIds", String(index)],
            message: `aliasIds.${index} must be of an alias that the brand's dictionary has; it may have been withdrawn or restated.`,
          })),
        );
      await this.store.change(manager, context, brandId, { version: held + 1, ended: ids, begun: [] });
      return held + 1;
    });
    this.aliases(context).clearAll();
    return version;
  }
}

/** Longer than any text of 200 characters becomes in its one spelling. */
const LONGEST_KEYWORD = 10_000;

/** Null of a row that cannot be read. */
const keyOfRow = (row: ReturnType<typeof readAlias>): string | null => (isTaken(row) ? aliasKey(row) : null);

const conflict = (version: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the dictionary's current version, which is ${version}; read it again and repeat the call.`,
  );
