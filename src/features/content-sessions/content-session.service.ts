import DataLoader from "dataloader";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import { answerRows, isTaken, judgeRows, MAX_REGISTERED_ROWS, type RegisteredRow } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { ContentSession, NewContentSession, SessionRejection } from "./content-session";
import type { ContentSessionStore } from "./content-session.store";
import { readSession } from "./read-session";

/** Takes sessions row by row; other details for a known code replace the old ones. */
export class ContentSessionService {
  constructor(
    private readonly database: Database,
    private readonly store: ContentSessionStore,
    private readonly brands: BrandService,
  ) {}

  sessions(context: RequestContext): DataLoader<string, ContentSession | null> {
    return context.memo(
      this.sessions,
      () =>
        new DataLoader<string, ContentSession | null>(async (ids) => {
          const found = new Map((await this.store.findByIds(context, ids)).map((row) => [row.id, row]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  async register(
    context: RequestContext,
    brandId: number,
    sessions: readonly NewContentSession[],
    key?: string,
  ): Promise<readonly RegisteredRow<SessionRejection["reason"]>[]> {
    const { currencyCode } = await this.brands.requireGranted(context, brandId, ["input", "brandId"]);
    const platforms = new Set((await this.brands.platforms(context)).map(({ code }) => code));
    const call = { key, mutation: "registerContentSessions", request: [brandId, sessions] };
    const rows = await once(this.database, context, call, async (manager) => {
      if (sessions.length < 1 || sessions.length > MAX_REGISTERED_ROWS)
        throw UserProblems.one(
          "INVALID_INPUT",
          ["input", "sessions"],
          `sessions must have 1 to ${MAX_REGISTERED_ROWS} elements, but got ${sessions.length}; send them in several calls.`,
        );
      const facts = { platforms, currencyCode };
      const read = judgeRows(sessions, ["code", ({ code }) => code], (row) => readSession(row, facts));
      const registered = await this.store.upsert(manager, context, { brandId, currencyCode }, read.filter(isTaken));
      return answerRows(read, ({ code }) => code, registered);
    });
    this.sessions(context).clearAll();
    return rows;
  }

  page(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<ContentSession>> {
    for (const [name, cursor] of Object.entries({ after: page.after, before: page.before }))
      if (cursor !== null && !(cursor.length === 1 && UUID.test(cursor[0]!)))
        throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that brand.contentSessions returned.`);
    return this.store.findPage(context, brandId, page);
  }

  count(context: RequestContext, brandId: number): Promise<number> {
    return this.store.count(context, brandId);
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
